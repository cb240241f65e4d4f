import type { Pool } from 'pg';
import type { PageAsked, pages } from '../pages';
import { followerName } from '../name';

/** A line of a list. `stale`: the stream holds an event that could not be read; what is shown ends before it. */
export type ListItem = {
  readonly stream: string;
  readonly process: string;
  readonly correlation: string;
  readonly stage: string;
  readonly office?: string;
  readonly source?: string;
  readonly number?: string;
  readonly title?: string;
  readonly openedOn: string;
  readonly due?: { readonly on: string; readonly provisional: boolean };
  readonly revision: number;
  readonly position: number;
  readonly stale: boolean;
};

export type ListAsked = PageAsked & { readonly stage?: string | undefined; readonly office?: string | undefined; readonly source?: string | undefined; readonly dueBefore?: string | undefined };

type ListRow = {
  stream: string; process: string; correlation: string; stage: string; office: string | null; source: string | null; number: string | null; title: string | null;
  opened_on: string; due: string | null; due_provisional: boolean | null; revision: number; position: string; stale: boolean;
};

const select = `
  select m.stream, m.process, m.correlation, m.stage, m.office, m.source, m.number, m.title, m.opened_on, m.due, m.due_provisional,
         m.revision, m.position, exists (select from parked p where p.follower = '${followerName}' and p.stream = m.stream) as stale
  from matters m`;

const itemOf = (row: ListRow): ListItem => ({
  stream: row.stream, process: row.process, correlation: row.correlation, stage: row.stage,
  ...(row.office !== null && { office: row.office }), ...(row.source !== null && { source: row.source }),
  ...(row.number !== null && { number: row.number }), ...(row.title !== null && { title: row.title }),
  openedOn: row.opened_on, ...(row.due !== null && { due: { on: row.due, provisional: row.due_provisional === true } }),
  revision: row.revision, position: Number(row.position), stale: row.stale,
});

/** Newest first; with `dueBefore`, the soonest due first. */
export const list = (ask: ReturnType<typeof pages>) => (process: string, { stage, office, source, dueBefore, ...page }: ListAsked) => {
  const filters = Object.entries({ process, stage, office, source }).filter(([, value]) => value !== undefined);
  const about = { list: 'matters', ...Object.fromEntries(filters), ...(dueBefore !== undefined && { dueBefore }) };
  const where = [...filters.map(([column], i) => `m.${column} = $${i + 1}`), ...(dueBefore === undefined ? [] : [`m.due < $${filters.length + 1}`])];
  const values = [...filters.map(([, value]) => value), ...(dueBefore === undefined ? [] : [dueBefore])];
  const order = dueBefore === undefined ? (['opened_on', 'stream'] as const) : (['due', 'stream'] as const);
  return ask<ListRow, ListItem>({ about, select, where, values, order, table: 'm', newestFirst: dueBefore === undefined }, page, itemOf);
};

/** How far the rows of one matter have come; `stale` as in a list. */
export type Kept = { readonly revision: number; readonly stale?: { readonly since: string; readonly from: number; readonly cause: string } };

/** Undefined where there are none. */
export const kept = (pool: Pool) => async (stream: string): Promise<Kept | undefined> => {
  const { rows } = await pool.query<{ revision: number; since: Date | null; from: string | null; cause: string | null }>({
    name: 'kept',
    text: 'select m.revision, p.since, p.position as from, p.cause from matters m left join parked p on p.follower = $2 and p.stream = m.stream where m.stream = $1',
    values: [stream, followerName],
  });
  const row = rows[0];
  return row && { revision: row.revision, ...(row.since && { stale: { since: row.since.toISOString(), from: Number(row.from), cause: row.cause ?? '' } }) };
};

const ofOneHistory = 500;

/** Everything of one history, oldest first. */
export const linked = (pool: Pool) => async (correlation: string): Promise<readonly ListItem[]> => {
  const { rows } = await pool.query<ListRow>({ name: 'linked', text: `${select} where m.correlation = $1 order by m.opened_on, m.stream limit ${ofOneHistory}`, values: [correlation] });
  return rows.map(itemOf);
};
