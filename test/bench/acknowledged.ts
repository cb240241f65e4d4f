import type { Receipt } from '@anjuan/event-store';
import type { Pool } from 'pg';

/** Every receipt that anybody was given in this run: as numbers by stream, for a million objects would be the collector's work and slow what is measured. */
export const acknowledged = () => {
  const places = new Map<string, number[]>();
  const add = ({ stream, revision, position }: Receipt): void => {
    const own = places.get(stream);
    if (own) own.push(revision, position);
    else places.set(stream, [revision, position]);
  };
  return {
    add,
    addAll: (more: readonly Receipt[]) => more.forEach(add),
    all: (): readonly Receipt[] => [...places].flatMap(([stream, own]) => own.flatMap((revision, i) => (i % 2 === 0 ? [{ stream, revision, position: own[i + 1]! }] : []))), // pairs, as added
  };
};
export type Acknowledged = ReturnType<typeof acknowledged>;

const count = async (pool: Pool, text: string): Promise<number> => Number((await pool.query<{ n: string }>(text)).rows[0]?.n ?? NaN);

const keep = async (pool: Pool, receipts: readonly Receipt[]): Promise<void> => {
  await pool.query('create table acknowledged (stream text collate "C", revision int, position bigint)');
  for (let from = 0; from < receipts.length; from += 50_000) {
    const some = receipts.slice(from, from + 50_000);
    await pool.query('insert into acknowledged select * from unnest($1::text[], $2::int[], $3::bigint[])', [some.map(({ stream }) => stream), some.map(({ revision }) => revision), some.map(({ position }) => position)]);
  }
};

/** Each says how many rows are wrong; all must say none. */
const laws: Readonly<Record<string, string>> = {
  'receipts whose event is not in the table': `select count(*) as n from acknowledged a left join events e using (stream, revision, position) where e.position is null`,
  'places given to more than one receipt': `select count(*) as n from (select from acknowledged group by position having count(*) > 1) twice`,
  'positions that are missing or doubled': `select abs(count(*) - (select position from head)) + abs(coalesce(max(position), 0) - (select position from head)) as n from events`,
  'streams whose revisions are not 1 to n': `select count(*) as n from (select from events group by stream having count(*) <> max(revision) or min(revision) <> 1) holed`,
  'streams that the read model does not have at their last revision': `
    select count(*) as n from (select stream, max(revision) as revision, max(position) as position from events group by stream) e
    full join matters m using (stream) where m.revision is distinct from e.revision or m.position is distinct from e.position`,
  'events that the read model has too few or too many': `select abs((select coalesce(sum(revision), 0) from matters) - (select count(*) from events)) as n`,
  'streams set aside by a follower': `select count(*) as n from parked`,
};

export type Verdict = { readonly receipts: number; readonly events: number; readonly wrong: readonly string[] };

/** Once the followers have caught up: is every acknowledged append in the read model exactly once? */
export const judge = async (owner: Pool, { all }: Acknowledged): Promise<Verdict> => {
  const receipts = all();
  await keep(owner, receipts);
  const wrong: string[] = [];
  for (const [what, text] of Object.entries(laws)) {
    const n = await count(owner, text);
    if (n !== 0) wrong.push(`${n} ${what}`);
  }
  return { receipts: receipts.length, events: await count(owner, 'select count(*) as n from events'), wrong };
};
