import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive } from './processes.mjs';

/** @type {(file: string) => import('./processes.mjs').Identity | undefined} */
const holder = (file) => {
  try { return JSON.parse(readFileSync(file, 'utf8')); } catch { return undefined; }
};

/**
 * One launcher per home. A lock left by a dead launcher is taken over.
 * @param {string} folder
 * @returns {{ taken: true, release(): void } | { taken: false, pid: number }}
 */
export const takeLock = (folder) => {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'launcher.lock');
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    for (;;) {
      try {
        linkSync(mine, lock);
        return { taken: true, release: () => rmSync(lock, { force: true }) };
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const other = holder(lock);
      if (other && isAlive(other)) return { taken: false, pid: other.pid };
      setAside(lock, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
};

/** Moves a dead lock away; when a living launcher's was caught instead, puts it back. @type {(lock: string, aside: string) => void} */
const setAside = (lock, aside) => {
  try { renameSync(lock, aside); } catch { return; }
  const moved = holder(aside);
  if (moved && isAlive(moved)) try { linkSync(aside, lock); } catch { /* a third one was quicker; it refuses us next round */ }
  rmSync(aside, { force: true });
};
