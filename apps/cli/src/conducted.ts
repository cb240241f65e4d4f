import type { Pool } from 'pg';

/** The conductor's table, read from outside: the command line may not import an app. */
const pending = 'key is distinct from sent_key and (open or sent_key is not null)';

/** What the conductor believes to have told the workflows of open matters is forgotten, so that it tells them again. */
export const forgetSent = async (pool: Pool): Promise<number> => (await pool.query('update conducted set sent_key = null where open')).rowCount ?? 0;

export const countPending = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from conducted where ${pending}`);
  return rows[0]?.n ?? 0;
};

/** Streams in which something can still happen by itself: each needs a workflow that runs. */
export const openStreams = async (pool: Pool): Promise<readonly string[]> => (await pool.query<{ stream: string }>('select stream from conducted where open')).rows.map(({ stream }) => stream);

/**
 * The streams of every history in which nothing can happen by itself any more and nothing was recorded since `instant`.
 * A matter whose row does not know the last event yet counts as open.
 */
export const closedBefore = async (pool: Pool, instant: string): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ stream: string }>(
    `select stream from (
       select told.stream, bool_or(told.open or last.revision > told.revision or last.recorded_at >= $1) over (partition by told.correlation) as open
       from conducted told, lateral (select revision, recorded_at from events where stream = told.stream order by revision desc limit 1) last
     ) history where not open order by stream`,
    [instant],
  );
  return rows.map(({ stream }) => stream);
};
