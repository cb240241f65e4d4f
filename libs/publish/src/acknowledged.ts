import type { Tx } from '@anjuan/follow';
import type { Pool } from 'pg';

/** The last batch of a partition that was acknowledged begins at this offset. */
export type Acknowledged = { readonly topic: string; readonly partition: number; readonly at: number };

export const readAcknowledged = async (tx: Tx): Promise<readonly Acknowledged[]> => {
  const { rows } = await tx.query<{ topic: string; partition: number; at: string }>({ name: 'acknowledged', text: 'select topic, partition, at from published' });
  return rows.map(({ at, ...place }) => ({ ...place, at: Number(at) }));
};

export const keepAcknowledged = async (tx: Tx, acknowledged: readonly Acknowledged[]): Promise<void> => {
  if (acknowledged.length === 0) return;
  await tx.query({
    name: 'keep acknowledged',
    text: `insert into published (topic, partition, at) select topic, partition, max(at) from unnest($1::text[], $2::int[], $3::bigint[]) as now (topic, partition, at) group by topic, partition
      on conflict (topic, partition) do update set at = greatest(published.at, excluded.at)`,
    values: [acknowledged.map(({ topic }) => topic), acknowledged.map(({ partition }) => partition), acknowledged.map(({ at }) => at)],
  });
};

export const publisherName = 'publisher';

/** Everything goes out again from the first event on, with the ids it had; topics that are not there are made anew. The publisher does the work. */
export const publishAnew = async (pool: Pool): Promise<void> => {
  // One transaction; the checkpoint first, as the publisher takes it.
  await pool.query(`update checkpoints set position = 0 where follower = '${publisherName}'; delete from published; delete from parked where follower = '${publisherName}'`);
};
