import { openEventStore, openPool, type EventStore, type StoreSettings } from '@anjuan/event-store';
import { standings } from '@anjuan/follow';
import { readModelTables } from '@anjuan/read-models';
import type { Pool } from 'pg';
import { countPending, openStreams } from './conducted';
import { runningWorkflows } from './running-workflows';

/** As `checkParts` has it; `todo` is empty where nothing is to be done. */
export type Part = { readonly part: string; readonly ok: boolean; readonly found: string; readonly todo: string };

const part = (name: string, ok: boolean, found: string, todo: string): Part => ({ part: name, ok, found, todo: ok ? '' : todo });

const followers = async (pool: Pool, store: EventStore): Promise<readonly Part[]> => {
  const all = await standings(pool, store);
  if (all.length === 0) return [part('Followers', true, 'none has run yet', '')];
  return all.map(({ follower, partition, partitions, behind, still }) => {
    const todo = behind < 0 ? 'The store was put back to an earlier day: run `anjuan rebuild read-models`.' : `Is the ${follower === 'notary' ? 'notary' : 'follower'} running? Its log says what it waits for.`;
    const name = partitions === 1 ? follower : `${follower}, part ${partition} of ${partitions}`;
    return part(`Follower ${name}`, behind >= 0 && (behind === 0 || still < 30), behind === 0 ? 'up to date' : `${behind} events behind, last moved ${still} s ago`, todo);
  });
};

/** A table that somebody dropped is made again by a build. */
const tables = async (pool: Pool): Promise<Part> => {
  const { rows } = await pool.query<{ name: string }>("select name from unnest($1::text[]) as name where to_regclass('public.' || name) is null", [readModelTables]);
  return part('Tables of the read models', rows.length === 0, rows.length === 0 ? 'all there' : `gone: ${rows.map(({ name }) => name).join(', ')}`, 'Run `anjuan rebuild read-models`.');
};

const shown = 10;

const parkedStreams = async (pool: Pool): Promise<Part> => {
  const { rows } = await pool.query<{ follower: string; stream: string; position: string; cause: string; since: Date; n: number }>(
    `select follower, stream, position, cause, since, count(*) over ()::int as n from parked order by since, stream limit ${shown}`,
  );
  const n = rows[0]?.n ?? 0;
  const lines = rows.map(({ follower, stream, position, cause, since }) => `\n    ${follower}: ${stream} from position ${position} since ${since.toISOString()}: ${cause.slice(0, 200)}`);
  return part('Parked streams', n === 0, n === 0 ? 'none' : `${n}${n > shown ? `, the first ${shown}` : ''}:${lines.join('')}`, 'Deploy a build that reads these events, then `anjuan unpark`.');
};

const workflows = async (pool: Pool, temporal: { readonly address: string; readonly namespace: string } | undefined): Promise<Part> => {
  const open = await openStreams(pool);
  const untold = await countPending(pool);
  const running = temporal && (await runningWorkflows(temporal).catch((error: Error) => error));
  if (running === undefined || running instanceof Error)
    return part('Workflows', false, `${open.length} open matters, ${untold} not told yet; Temporal cannot be asked${running ? `: ${running.message}` : ''}`, 'Start Temporal; nothing is lost meanwhile.');
  const missing = open.filter((stream) => !running.has(stream)).length;
  return part('Workflows', missing - untold <= 0, `${open.length} open matters, ${missing} without a workflow, ${untold} not told yet`, 'Run `anjuan rebuild workflows`.');
};

/** How those stand who follow the store. */
export const followerParts = async (databaseUrl: string, kept: StoreSettings, temporal: Parameters<typeof workflows>[1]): Promise<readonly Part[]> => {
  const pool = openPool(databaseUrl, { max: 2 });
  const store = await openEventStore(kept, pool);
  try {
    const { rows } = await pool.query<{ there: boolean }>(`select to_regclass('checkpoints') is not null and to_regclass('conducted') is not null as there`);
    if (!rows[0]?.there) return [part('Schema', false, 'not laid, or old', 'Run `anjuan migrate`.')];
    const head = await store.head().catch((error: Error) => error);
    if (head instanceof Error) return [part('Event store', false, head.message, 'Start it, or correct KURRENTDB_URL.')];
    return [...(await followers(pool, store)), await tables(pool), await parkedStreams(pool), await workflows(pool, temporal)];
  } finally {
    await store.close();
    await pool.end();
  }
};
