import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, freePort, root, startChild } from '@anjuan/local';
import { devTemporal, freshDatabase } from '../support';
import { runFolder, runRecords } from '../support/run-folder';

const ready = async (address: string, folder: string, running: readonly Child[]): Promise<void> => {
  const gone: string[] = [];
  for (const { name, exited } of running) void exited.then((how) => gone.push(`${name} ended with ${how}: its log is in ${folder}`));
  for (const until = Date.now() + 60_000; Date.now() < until && gone.length === 0; await new Promise((resolve) => setTimeout(resolve, 100)))
    if ((await fetch(`${address}/health/ready`).catch(() => undefined))?.ok) return;
  throw new Error(gone[0] ?? `${address} is not ready after a minute`);
};

/** The built product with its console, on a database and a Temporal server of its own. */
export const installed = async () => {
  const [database, temporal, port] = await Promise.all([freshDatabase(), devTemporal(), freePort()]);
  const folder = join(runFolder(), `browser-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  const key = join(folder, 'installation.key');
  writeFileSync(key, randomBytes(32).toString('hex'), { mode: 0o600 });
  const env = { ...process.env, DATABASE_URL: database.url, TEMPORAL_ADDRESS: temporal.address, TEMPORAL_UI_URL: temporal.uiUrl, ANJUAN_HOME: folder, ANJUAN_KEY_FILE: key, API_PORT: String(port) };
  const start = (app: string): Promise<Child> =>
    startChild(runRecords(), { name: `browser-${port}-${app}`, program: process.execPath, args: [join(root, 'apps', app, 'dist', 'main.mjs')], log: join(folder, `${app}.log`), env, cwd: root });
  const running = await Promise.all(['api', 'worker', 'follower'].map(start));
  const address = `http://127.0.0.1:${port}`;
  await ready(address, folder, running);
  return {
    address, folder, databaseUrl: database.url, temporalAddress: temporal.address,
    close: async () => {
      await Promise.all(running.map((child) => child.stop()));
      await temporal.stop();
      await database.drop();
    },
  };
};
