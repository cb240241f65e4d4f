import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findTemporal, freePort, startTemporal, type Temporal } from '@anjuan/local';
import { runFolder, runRecords } from './run-folder';

export type DevTemporal = Temporal & { readonly port: number; readonly uiPort: number; readonly file: string };

/**
 * A Temporal dev server for one test file. With `file` (and `port`) of an earlier one it comes back with what that one
 * knew; without, it begins empty.
 */
export const devTemporal = async (again: { file?: string; port?: number } = {}): Promise<DevTemporal> => {
  const program = findTemporal();
  if (!program) throw new Error('no program `temporal`: write the tests in needs(\'temporal\')');
  const id = randomBytes(4).toString('hex');
  const file = again.file ?? join(runFolder(), `temporal-${id}.db`);
  const [port, uiPort] = [again.port ?? (await freePort()), await freePort()];
  const server = await startTemporal({ program, file, port, uiPort, log: join(runFolder(), `temporal-${id}.log`), run: runRecords(), name: `temporal-${process.pid}-${id}` });
  return { ...server, port, uiPort, file };
};
