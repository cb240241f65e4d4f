import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, root, startChild, type Child } from '@anjuan/local';
import { Client, Connection } from '@temporalio/client';
import { devTemporal, freshDatabase, type DevTemporal } from '../../support';
import { runFolder, runRecords } from '../../support/run-folder';
import { eventually } from './eventually';
import { http } from './http';

type App = 'api' | 'worker' | 'follower';

/** The product as `npm start` runs it: built apps as processes of their own, on real Postgres and a real Temporal server. */
export const processes = async () => {
  const id = randomBytes(4).toString('hex');
  const [database, first, port] = await Promise.all([freshDatabase(), devTemporal(), freePort()]);
  let temporal: DevTemporal = first;
  const folder = join(runFolder(), `journey-${id}`);
  mkdirSync(folder, { recursive: true });
  const key = join(folder, 'installation.key');
  writeFileSync(key, randomBytes(32).toString('hex'), { mode: 0o600 });
  const env = (crashAt?: string): NodeJS.ProcessEnv => ({
    ...process.env, DATABASE_URL: database.url, TEMPORAL_ADDRESS: temporal.address, TEMPORAL_UI_URL: temporal.uiUrl, ANJUAN_HOME: folder, ANJUAN_KEY_FILE: key, API_PORT: String(port), ...(crashAt !== undefined && { CRASH_AT: crashAt }),
  });

  const main = (app: string) => join(root, 'apps', app, 'dist', 'main.mjs');
  const running = new Map<App, Child>();
  const start = async (app: App, crashAt?: string): Promise<Child> => {
    const child = await startChild(runRecords(), { name: `journey-${id}-${app}`, program: process.execPath, args: [main(app)], log: join(folder, `${app}.log`), env: env(crashAt), cwd: root });
    running.set(app, child);
    if (app === 'api') await ready();
    return child;
  };
  const beginAnjuan = (...args: readonly string[]) =>
    startChild(runRecords(), { name: `journey-${id}-cli`, program: process.execPath, args: [main('cli'), ...args], log: join(folder, 'cli.log'), env: env(), cwd: root });
  const base = `http://127.0.0.1:${port}`;
  const ready = () => eventually(async () => (await fetch(`${base}/health/ready`).catch(() => undefined))?.ok, 'the API to be ready');

  await Promise.all([start('api'), start('worker'), start('follower')]);

  let connection = await Connection.connect({ address: temporal.address });
  return {
    api: http(base),
    database,
    /** Ends the app in good order and starts it again, to die at the point the next time it passes there. */
    armed: async (app: App, crashAt: string): Promise<Child> => {
      await running.get(app)?.stop();
      return start(app, crashAt);
    },
    start,
    killTemporal: async () => {
      process.kill(-temporal.pid, 'SIGKILL');
      await temporal.exited;
    },
    /** The same server again; with `file` undefined it has lost everything it knew. */
    startTemporal: async (keep: boolean) => {
      temporal = await devTemporal({ port: temporal.port, ...(keep && { file: temporal.file }) });
    },
    temporal: async () => {
      await connection.close();
      connection = await Connection.connect({ address: temporal.address });
      return new Client({ connection });
    },
    beginAnjuan,
    /** Runs `anjuan …` and waits for its end. */
    anjuan: async (...args: readonly string[]) => (await beginAnjuan(...args)).exited,
    /** What `anjuan … --json` answers. */
    told: async (...args: readonly string[]): Promise<unknown> => JSON.parse((await promisify(execFile)(process.execPath, [main('cli'), ...args, '--json'], { cwd: root, env: env() })).stdout),
    close: async () => {
      await connection.close();
      await Promise.all([...running.values()].map((child) => child.stop()));
      await temporal.stop();
      await database.drop();
    },
  };
};
export type Processes = Awaited<ReturnType<typeof processes>>;
