import type { Pool } from 'pg';
import { partitionOf } from './partition';
import type { EventStore } from './port';

/** How one part of a follower stands. */
export type Standing = {
  readonly follower: string;
  readonly partition: number;
  readonly partitions: number;
  readonly position: number;
  /** Positions it lacks: events in Postgres, bytes of the log in KurrentDB. Negative when the store was put back. */
  readonly behind: number;
  /** For so many seconds the first event that it lacks has been there. */
  readonly seconds: number;
  /** Seconds since it last moved. */
  readonly still: number;
  /** Streams it has left alone. */
  readonly parked: number;
};

type Row = { readonly follower: string; readonly partition: number; readonly partitions: number; readonly position: string; readonly still: number };

/** How all who follow stand, whichever processes lead them. */
export const standings = async (pool: Pool, store: EventStore): Promise<readonly Standing[]> => {
  // The head first: whoever moves meanwhile is not seen beyond it.
  const head = await store.head();
  const [{ rows }, { rows: parked }] = await Promise.all([
    pool.query<Row>('select follower, partition, partitions, position, extract(epoch from now() - moved_at)::int as still from checkpoints order by follower, partition'),
    pool.query<{ follower: string; stream: string }>('select follower, stream from parked'),
  ]);
  const since = new Map<number, Promise<number>>();
  const waitingSince = (position: number) => {
    const found = since.get(position) ?? store.readAll(position, 1).then(([next]) => (next ? Math.max(0, (Date.now() - Date.parse(next.recordedAt)) / 1_000) : 0));
    since.set(position, found);
    return found;
  };
  return Promise.all(rows.map(async ({ follower, partition, partitions, still, ...row }) => {
    const position = Number(row.position);
    return {
      follower, partition, partitions, position, behind: head - position, still,
      seconds: position < head ? await waitingSince(position) : 0,
      parked: parked.filter((one) => one.follower === follower && partitionOf(one.stream, partitions) === partition).length,
    };
  }));
};
