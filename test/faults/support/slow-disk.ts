import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runFolder } from '../../support/run-folder';

/**
 * How to start a Postgres whose disk takes `ms` for every flush, 100 at most. Where there is no C compiler, Postgres itself
 * waits before it flushes what was committed, under the same lock.
 */
export const slowDisk = (ms: number): { readonly env?: Record<string, string>; readonly settings?: Record<string, string> } => {
  const library = join(runFolder(), 'slow-sync.so');
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, join(__dirname, 'slow-sync.c'), '-ldl'], { stdio: 'pipe' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { settings: { commit_delay: String(ms * 1_000), commit_siblings: '0' } };
  }
  // Else the server flushes each of its thousand files before it recovers.
  return { env: { LD_PRELOAD: library, SLOW_SYNC_US: String(ms * 1_000) }, settings: { recovery_init_sync_method: 'syncfs' } };
};
