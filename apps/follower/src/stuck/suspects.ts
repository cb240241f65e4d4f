import type { Situation } from '@anjuan/activities';
import type { Pool } from 'pg';
import type { Suspect } from './port';

/** Younger than that, what is owed or due is simply being done. */
const patience = { owedMs: 3_000, overdueMs: 30_000 };
const atMost = 1_000;

type Row = { readonly situation: Situation; readonly open: boolean; readonly told: boolean; readonly overdue: boolean; readonly owes: Suspect['owes'] };

const before = (now: string, ms: number): string => new Date(Date.parse(now) - ms).toISOString();

/**
 * Streams worth asking Temporal about: those that owe something for a while or whose next instant has passed, and the
 * `also` given. `told`: the workflow knows how the stream stands, so it must be there.
 */
export const suspects = async (pool: Pool, now: string, also: readonly string[]): Promise<readonly Suspect[]> => {
  const { rows } = await pool.query<Row>({
    name: 'suspects',
    text: `
      with owing as (
        select c.stream, json_agg(json_build_object('reaction', owed.reaction, 'event', owed.event, 'since', e.recorded_at)) as owes, min(e.recorded_at) as since
        from conducted c cross join json_to_recordset(c.situation -> 'owed') as owed (reaction text, event text, revision int) join events e on e.stream = c.stream and e.revision = owed.revision
        where c.open and json_array_length(c.situation -> 'owed') > 0 group by c.stream),
      suspect as (
        (select stream from owing where since < $3 order by since limit ${atMost}) union
        (select stream from conducted where open and next_at < $1::timestamptz order by next_at limit ${atMost}) union
        select unnest($2::text[]))
      select c.situation, c.open, c.key is not distinct from c.sent_key as told, coalesce(c.next_at < $1::timestamptz, false) as overdue, coalesce(owing.owes, '[]') as owes
      from suspect join conducted c using (stream) left join owing using (stream)`,
    values: [before(now, patience.overdueMs), also, before(now, patience.owedMs)],
  });
  return rows.map(({ situation, ...rest }) => ({ stream: situation.stream, ...(situation.next && { next: situation.next }), ...rest }));
};

/** Open by the conductor's book, and told: each has a workflow that runs. */
export const openStreams = async (pool: Pool): Promise<readonly string[]> =>
  (await pool.query<{ stream: string }>({ name: 'open streams', text: 'select stream from conducted where open and key is not distinct from sent_key' })).rows.map(({ stream }) => stream);
