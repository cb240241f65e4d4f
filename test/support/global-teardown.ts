import { rmSync } from 'node:fs';
import { runFolder } from './run-folder';

export default async () => {
  await globalThis.anjuanTestPostgres?.stop();
  rmSync(runFolder(), { recursive: true, force: true });
};
