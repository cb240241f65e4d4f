import type { Tx } from '@anjuan/follow';
import type { Situation } from '@anjuan/activities';
import type { Pool } from 'pg';
import type { Row } from './row';

/** Built anew like the one that is there. */
export const conducted = { sql: 'create table conducted (like public.conducted including all) with (fillfactor = 70)', tables: [{ name: 'conducted', key: ['stream'] }] };

/** What was sent, no event tells. Nobody sends until the new rows are there. */
export const bringOverSent = async (tx: Tx): Promise<void> => {
  await tx.query('lock table public.conducted in exclusive mode');
  await tx.query('update building.conducted built set sent_key = live.sent_key from public.conducted live where live.stream = built.stream and live.sent_key is not null');
};

const columns = ['stream', 'process', 'correlation', 'revision', 'position', 'stage', 'open', 'custody', 'next_at', 'situation', 'key'];
const types = ['text', 'text', 'text', 'int', 'bigint', 'text', 'bool', 'bool', 'timestamptz', 'text', 'text'];

const valuesOf = ({ situation, correlation, open, custody, key }: Row): readonly unknown[] => {
  const { stream, process, revision, position, stage, next } = situation;
  return [stream, process, correlation, revision, position, stage, open, custody, next?.at ?? null, JSON.stringify(situation), key];
};

/** One statement a batch. A row never goes back to an earlier position. */
export const upsert = async (tx: Tx, rows: readonly Row[]): Promise<void> => {
  if (rows.length === 0) return;
  const values = rows.map(valuesOf);
  await tx.query({
    name: 'conduct',
    text: `insert into conducted (${columns.join(', ')})
      select ${columns.map((column) => (column === 'situation' ? 'situation::json' : column)).join(', ')}
      from unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) as given (${columns.join(', ')})
      on conflict (stream) do update set ${columns.slice(3).map((column) => `${column} = excluded.${column}`).join(', ')}
      where conducted.position <= excluded.position`,
    values: columns.map((_, i) => values.map((row) => row[i])),
  });
};

/** As the index `conducted_pending` has it. */
const isPending = 'key is distinct from sent_key and (open or sent_key is not null)';

export type Pending = { readonly situation: Situation; readonly correlation: string; readonly open: boolean; readonly key: string };

/**
 * The most urgent that wait, custody first. That a first word is under way is written down before it is sent: should the
 * stream come to rest meanwhile, the workflow that was started must still hear of it.
 */
export const claim = async (pool: Pool, limit: number, except: readonly string[]): Promise<readonly Pending[]> => {
  const { rows } = await pool.query<Pending>({
    name: 'claim',
    text: `with due as (
        select stream, situation, correlation, open, key, sent_key, custody, next_at from conducted
        where ${isPending} and stream <> all($2::text[]) order by custody desc, next_at limit $1),
      begun as (update conducted set sent_key = '' from due where conducted.stream = due.stream and due.sent_key is null)
      select situation, correlation, open, key from due order by custody desc, next_at`,
    values: [limit, except],
  });
  return rows;
};

/** What was sent is what the workflow knows, even if the row has moved on since: then it is pending still. So it is where what was sent was forgotten meanwhile. */
export const markSent = async (pool: Pool, sent: readonly Pending[]): Promise<void> => {
  await pool.query({
    name: 'sent',
    text: 'update conducted set sent_key = sent.key from unnest($1::text[], $2::text[]) as sent (stream, key) where conducted.stream = sent.stream and conducted.sent_key is not null',
    values: [sent.map(({ situation }) => situation.stream), sent.map(({ key }) => key)],
  });
};

export const countPending = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ n: string }>(`select count(*) as n from conducted where ${isPending}`);
  return Number(rows[0]?.n ?? 0);
};

/** The one repair: the workflow of every open stream, or of one, is told, or started, again. Returns how many. */
export const forgetSent = async (pool: Pool, stream?: string): Promise<number> => (await pool.query('update conducted set sent_key = null where open and ($1::text is null or stream = $1)', [stream ?? null])).rowCount ?? 0;
