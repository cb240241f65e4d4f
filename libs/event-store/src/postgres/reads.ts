import type { Pool } from 'pg';
import { pageOf } from '../admit';
import { limits, type Answer, type Append, type Receipt } from '../port';
import type { Found } from './archived';
import { askTwice } from './ask';

export const columns = `position, stream, revision, command, n, body, id, process, type, "row", schema, correlation,
  occurred_at as "occurredAt", recorded_at as "recordedAt", data, envelope`;

const stream = { name: 'stream', text: `select ${columns}, archived from events where stream = $1 and revision > $2 order by revision limit ${limits.eventsPerStream + 1}` };
const all = { name: 'all', text: `select ${columns}, archived from events where position > $1 order by position limit $2` };
const head = { name: 'head', text: 'select position from head' };

/** No append makes a stream longer; one that was made so past the store must not fill its readers' memory. */
export const readStream = async (pool: Pool, name: string, after: number): Promise<Found[]> => {
  const found = await askTwice<Found>(pool, stream, [name, after]);
  if (found.length > limits.eventsPerStream) throw new RangeError(`stream ${name} holds more than ${limits.eventsPerStream} events, which no append has made`);
  return found;
};

/** At once: while a statement goes on, the server cannot clear away the rows that every append leaves behind. */
const portion = 1_000;

/** Up to `limit` rows in portions, so that of each no more need stay than what is made of it. */
export async function* readPage(pool: Pool, after: number, limit: number): AsyncGenerator<readonly Found[]> {
  let reached = after;
  for (let left = pageOf(limit); left > 0; left -= portion) {
    const asked = Math.min(left, portion);
    const some = await askTwice<Found>(pool, all, [reached, asked]);
    reached = some.at(-1)?.position ?? reached;
    yield some;
    if (some.length < asked) return;
  }
}

export const readHead = async (pool: Pool): Promise<number> => {
  const [row] = await askTwice<{ position: number }>(pool, head, []);
  if (!row) throw new Error('the head row is missing: run the migrations');
  return row.position;
};

const standing = {
  name: 'standing',
  text: `
    select coalesce((select max(revision) from events where stream = asked.stream), 0) as current,
           earlier.stream, earlier.body, earlier.revision, earlier.position
    from unnest($1::text[], $2::text[], $3::int[]) with ordinality as asked (stream, command, expected, place)
    left join lateral (
      select stream, body, revision, position from events
      where command = asked.command and stream in (
        asked.stream,
        (select opening.stream from events opening where opening.command = asked.command and opening.revision = 1 and asked.expected = 0)
      )
      order by (stream = asked.stream) desc, n desc limit 1
    ) earlier on true
    order by place`,
};

type Standing = { readonly current: number } & (
  | { readonly stream: string; readonly body: string; readonly revision: number; readonly position: number }
  | { readonly body: null }
);

/** What each append is answered by what its stream holds now; undefined where nothing is in its way. */
export const explain = async (pool: Pool, items: readonly Append[]): Promise<readonly (Answer | undefined)[]> => {
  const found = await askTwice<Standing>(pool, standing, [items.map((item) => item.stream), items.map((item) => item.command), items.map((item) => item.expected)]);
  return items.map(({ stream: name, expected, body }, i) => {
    const now = found[i]!; // one row per pair asked for
    if (now.body === null) return now.current === expected ? undefined : { kind: 'conflict', expected, current: now.current };
    const receipt: Receipt = { stream: now.stream, revision: now.revision, position: now.position };
    return { kind: now.stream === name && now.body === body ? 'alreadyAppended' : 'commandReused', receipt };
  });
};
