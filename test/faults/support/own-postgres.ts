import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, root, startPostgres, type Postgres } from '@anjuan/local';
import { migrate, openPool } from '@anjuan/event-store';
import { Client } from 'pg';
import { runFolder, runRecords } from '../../support/run-folder';
import { eventually } from '../../journeys/support/eventually';

/** As the owner of the database, past everything of ours. */
export const asking = async <T>(url: string, body: (session: Client) => Promise<T>): Promise<T> => {
  const session = new Client({ connectionString: url });
  // A server that is killed takes the connection along; who asks next is told.
  session.on('error', () => undefined);
  await session.connect();
  try {
    return await body(session);
  } finally {
    await session.end().catch(() => undefined);
  }
};

/** The server's processes: the postmaster and its children, who each have a session of their own. */
const family = (postmaster: number): readonly number[] => [
  postmaster,
  ...readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parentOf(pid) === postmaster),
];

const parentOf = (pid: number): number | undefined => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined;
  }
};

const signalAll = (pids: readonly number[], signal: NodeJS.Signals) => {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // Gone between the look and the signal.
    }
};

/** A Postgres for one test file, to be killed, frozen and starved. With the schema laid. */
export const ownPostgres = async ({ folder = runFolder(), settings = {} }: { readonly folder?: string; readonly settings?: Record<string, string> } = {}) => {
  const name = `faults-postgres-${randomBytes(4).toString('hex')}`;
  mkdirSync(folder, { recursive: true });
  const place = { dir: join(folder, name), port: await freePort(), log: join(runFolder(), `${name}.log`), run: runRecords(), name };
  let server: Postgres = await startPostgres({ ...place, settings });
  const owner = openPool(server.url, { max: 1 });
  await migrate(owner, join(root, 'infra', 'postgres'));
  await owner.end();

  return {
    url: server.url,
    log: place.log,
    exited: () => server.exited,
    /** As a power cut does it: all at once, without a word. */
    kill: async (): Promise<void> => {
      const pids = family(server.pid);
      signalAll(pids, 'SIGKILL');
      await server.exited;
      await eventually(async () => pids.every((pid) => parentOf(pid) === undefined), 'the server to be gone');
    },
    freeze: () => signalAll(family(server.pid), 'SIGSTOP'),
    thaw: () => signalAll(family(server.pid), 'SIGCONT'),
    stop: () => server.stop(),
    /** On the same data and port. */
    again: async (changed: { readonly settings?: Record<string, string>; readonly env?: Record<string, string> } = {}): Promise<void> => {
      Object.assign(process.env, changed.env);
      try {
        server = await startPostgres({ ...place, settings: changed.settings ?? settings });
      } finally {
        for (const key of Object.keys(changed.env ?? {})) delete process.env[key];
      }
    },
  };
};
export type OwnPostgres = Awaited<ReturnType<typeof ownPostgres>>;
