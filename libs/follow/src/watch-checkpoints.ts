import type { Pool } from 'pg';
import { alarm } from './alarm';
import { lowest, readCheckpoint } from './checkpoint';
import { openSession } from './leadership';

/** Where each part of a follower stands, as heard. */
type Parts = { readonly partitions: number; readonly places: Map<number, number> };
type Waiter = { readonly follower: string; readonly position: number; readonly reached: () => void };

const again = 500;

/**
 * Says when a follower has come so far, without asking again and again: the follower tells of each batch with NOTIFY. The
 * listening connection is made with the first question that must wait, and made again when it breaks.
 */
export const watchCheckpoints = (pool: Pool) => {
  const waiters = new Set<Waiter>();
  const known = new Map<string, Parts>();
  const bell = alarm();
  let closed = false;
  let listening: Promise<void> | undefined;

  const placeOf = (follower: string): number => {
    const parts = known.get(follower);
    return parts && parts.places.size === parts.partitions ? lowest(parts.places) : -1;
  };

  const hear = (follower: string, partitions: number, heard: readonly number[], position: number) => {
    let parts = known.get(follower);
    // Dealt out otherwise since: what was heard of the parts before is of no use.
    if (parts?.partitions !== partitions) known.set(follower, (parts = { partitions, places: new Map() }));
    for (const part of heard) parts.places.set(part, position);
    const place = placeOf(follower);
    for (const waiter of waiters) if (waiter.follower === follower && waiter.position <= place) waiter.reached();
  };

  const hearNotice = (payload: string) => {
    const [position = '', follower = '', partitions = '', parts = ''] = payload.split(' ');
    hear(follower, Number(partitions), parts.split(',').map(Number), Number(position));
  };

  const listenUntilBroken = async () => {
    const session = await openSession(pool, bell.ring);
    try {
      session.client.on('notification', ({ payload = '' }) => hearNotice(payload));
      await session.client.query('listen anjuan_followed');
      known.clear(); // the database may have been put back to an earlier day meanwhile
      const { rows } = await session.client.query<{ follower: string; partition: number; partitions: number; position: string }>('select follower, partition, partitions, position from checkpoints');
      rows.forEach(({ follower, partition, partitions, position }) => hear(follower, partitions, [partition], Math.max(Number(position), known.get(follower)?.places.get(partition) ?? 0)));
      // Now and then it is asked, so that a connection that died without a word is noticed.
      for (; !session.lost() && !closed; await bell.wait(60_000)) await session.client.query('select');
    } finally {
      known.clear();
      await session.end();
    }
  };

  const listen = async () => {
    while (!closed) {
      await listenUntilBroken().catch(() => undefined);
      if (!closed) await bell.wait(again);
    }
  };

  const position = async (follower: string): Promise<number> => {
    const found = await readCheckpoint(pool, follower);
    return found ? lowest(found.places) : 0;
  };

  return {
    position,
    reached: async (follower: string, wanted: number, ms: number): Promise<boolean> => {
      if (placeOf(follower) >= wanted) return true;
      if (!closed) listening ??= listen();
      const heard = await new Promise<boolean>((resolve) => {
        const waiter: Waiter = { follower, position: wanted, reached: () => done(true) };
        const timer = setTimeout(() => done(false), ms);
        const done = (answer: boolean) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(answer);
        };
        waiters.add(waiter);
      });
      // Silence may also mean that nobody could tell us.
      return heard || (await position(follower)) >= wanted;
    },
    close: async () => {
      closed = true;
      bell.ring();
      await listening;
    },
  };
};
