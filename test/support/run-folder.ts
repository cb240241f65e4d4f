import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Records of the servers that test runs started, outside any run's own folder: the next run ends what a killed one left. */
export const runRecords = () => {
  const folder = join(tmpdir(), 'anjuan-test-runs');
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** Folder of this run: data and logs of its servers. */
export const runFolder = () => {
  const folder = process.env.ANJUAN_TEST_RUN;
  if (!folder) throw new Error('no test run: the global set-up of jest.config.mjs has not been through here');
  return folder;
};
