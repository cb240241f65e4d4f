import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, root, startChild, type Child } from '@anjuan/local';
import { asking } from './own-postgres';
import { runFolder, runRecords } from '../../support/run-folder';
import { eventually } from '../../journeys/support/eventually';

/** A process that is ill-treated from outside, as a machine does it. */
export const victim = (child: Child) => ({
  exited: child.exited,
  kill: async (): Promise<void> => {
    process.kill(child.pid, 'SIGKILL');
    await child.exited;
  },
  freeze: () => process.kill(child.pid, 'SIGSTOP'),
  thaw: () => process.kill(child.pid, 'SIGCONT'),
});
export type Victim = ReturnType<typeof victim>;

export type Api = Victim & { readonly base: string };

/** The built apps as processes of their own on one database. Temporal is away all the time: neither door nor list waits for it. */
export const appsOn = (databaseUrl: string) => {
  const id = randomBytes(4).toString('hex');
  const folder = join(runFolder(), `faults-${id}`);
  mkdirSync(folder);
  const keyFile = join(folder, 'installation.key');
  writeFileSync(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
  const started: Child[] = [];

  const start = async (app: 'api' | 'follower', env: NodeJS.ProcessEnv = {}): Promise<Victim> => {
    const child = await startChild(runRecords(), {
      name: `faults-${id}-${app}-${started.length}`, program: process.execPath, args: [join(root, 'apps', app, 'dist', 'main.mjs')], log: join(folder, `${app}.log`), cwd: root,
      env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: '127.0.0.1:1', ANJUAN_KEY_FILE: keyFile, ...env },
    });
    started.push(child);
    return victim(child);
  };

  return {
    /** Ready when it comes back; `crashAt` is a point where it kills itself. */
    api: async (crashAt?: string): Promise<Api> => {
      const port = await freePort();
      const api = await start('api', { API_PORT: String(port), ...(crashAt !== undefined && { CRASH_AT: crashAt }) });
      const base = `http://127.0.0.1:${port}`;
      await eventually(async () => (await fetch(`${base}/health/ready`).catch(() => undefined))?.ok, 'an API to be ready');
      return { ...api, base };
    },
    follower: () => start('follower'),
    /** Whether the list shows every clue at its last revision, and no other. */
    listed: async ({ base }: Api): Promise<boolean> => {
      const { items } = (await (await fetch(`${base}/api/clues?limit=200`)).json()) as { readonly items: readonly { readonly stream: string; readonly revision: number }[] };
      const { rows } = await asking(databaseUrl, (session) => session.query<{ stream: string; revision: number }>('select stream, max(revision) as revision from events group by stream'));
      const shown = new Map(items.map(({ stream, revision }) => [stream, revision]));
      return shown.size === rows.length && rows.every(({ stream, revision }) => shown.get(stream) === revision);
    },
    close: async (): Promise<void> => {
      await Promise.all(started.map(async ({ pid, exited, stop }) => {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          await stop();
        }
        await exited;
      }));
    },
  };
};
export type Apps = ReturnType<typeof appsOn>;
