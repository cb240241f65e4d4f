import type { ParkStream, StoredEvent, Tx } from './port';

export const park = async (tx: Tx, follower: string, parks: readonly ParkStream[]): Promise<void> => {
  if (parks.length === 0) return;
  await tx.query(
    `insert into parked (follower, stream, position, cause)
     select $1, bad.stream, bad.position, bad.cause from unnest($2::text[], $3::bigint[], $4::text[]) as bad (stream, position, cause)
     on conflict (follower, stream) do update set position = excluded.position, cause = excluded.cause, retry = false`,
    [follower, parks.map(({ stream }) => stream), parks.map(({ position }) => position), parks.map(({ cause }) => fit(cause))],
  );
};

/** A cause may quote what made the event unreadable. */
const fit = (cause: string) => cause.replaceAll('\0', '\\0').slice(0, 2_000);

export const withoutParked = async (tx: Tx, follower: string, events: readonly StoredEvent[]): Promise<readonly StoredEvent[]> => {
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const { rows } = await tx.query<{ stream: string }>({ name: 'parked', text: 'select stream from parked where follower = $1 and stream = any($2)', values: [follower, streams] });
  if (rows.length === 0) return events;
  const parked = new Set(rows.map(({ stream }) => stream));
  return events.filter(({ stream }) => !parked.has(stream));
};

/** Asks the follower to try parked streams again, all or one; answers how many. It does so within a second or two. */
export const askRetry = async (tx: Tx, follower: string, stream?: string): Promise<number> => {
  const { rowCount } = await tx.query('update parked set retry = true where follower = $1 and ($2::text is null or stream = $2)', [follower, stream ?? null]);
  return rowCount ?? 0;
};

export const askedForRetry = async (tx: Tx, follower: string): Promise<readonly { stream: string; position: number }[]> => {
  const { rows } = await tx.query<{ stream: string; position: string }>({ name: 'retries', text: 'select stream, position from parked where follower = $1 and retry order by position', values: [follower] });
  return rows.map(({ stream, position }) => ({ stream, position: Number(position) }));
};

export const unpark = (tx: Tx, follower: string, stream: string) => tx.query('delete from parked where follower = $1 and stream = $2', [follower, stream]);
