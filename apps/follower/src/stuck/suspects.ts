import type { Situation } from '@anjuan/activities';
import type { Pool } from 'pg';
import type { Suspect } from './port';

/** Younger than that, what is owed or due is simply being done. */
const patience = { owedSeconds: 10, overdueSeconds: 30 };
const atMost = 1_000;

type Row = { readonly situation: Situation; readonly open: boolean; readonly told: boolean; readonly overdue: boolean; readonly owes: Suspect['owes'] };

/**
 * Streams worth asking Temporal about: those that owe something for too long or whose next instant has passed, and the
 * `also` given. `told`: the workflow knows how the stream stands, so it must be there.
 */
export const suspects = async (pool: Pool, now: string, also: readonly string[]): Promise<readonly Suspect[]> => {
  const { rows } = await pool.query<Row>({
    name: 'suspects',
    text: `
      with suspect as (
        (select stream from conducted where open and json_array_length(situation -> 'owed') > 0 limit ${atMost}) union
        (select stream from conducted where open and next_at < $1::timestamptz - interval '${patience.overdueSeconds} seconds' order by next_at limit ${atMost}) union
        select unnest($2::text[]))
      select c.situation, c.open, c.key is not distinct from c.sent_key as told, coalesce(c.open and c.next_at < $1::timestamptz - interval '${patience.overdueSeconds} seconds', false) as overdue,
        coalesce((
          select json_agg(json_build_object('reaction', owed.reaction, 'event', owed.event, 'since', e.recorded_at))
          from json_to_recordset(c.situation -> 'owed') as owed (reaction text, event text, revision int) join events e on e.stream = c.stream and e.revision = owed.revision
          where e.recorded_at < $3), '[]') as owes
      from suspect join conducted c using (stream)`,
    values: [now, also, new Date(Date.parse(now) - patience.owedSeconds * 1_000).toISOString()],
  });
  return rows.map(({ situation, ...rest }) => ({ stream: situation.stream, ...(situation.next && { next: situation.next }), ...rest }));
};

/** Open by the conductor's book, and told: each has a workflow that runs. */
export const openStreams = async (pool: Pool): Promise<readonly string[]> =>
  (await pool.query<{ stream: string }>({ name: 'open streams', text: 'select stream from conducted where open and key is not distinct from sent_key' })).rows.map(({ stream }) => stream);
