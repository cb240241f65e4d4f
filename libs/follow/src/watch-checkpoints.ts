import type { Pool } from 'pg';
import { alarm } from './alarm';
import { lowest, readCheckpoint } from './checkpoint';
import { openSession } from './leadership';

/** Where each part of a follower stands, as heard. */
type Parts = { readonly partitions: number; readonly places: Map<number, number> };
type Waiter = { readonly follower: string; readonly position: number; readonly reached: () => void };

const again = 500;
/**
 * Every append's commit wakes every session that listens, whatever for, and may take the core from the next one: so many
 * milliseconds after the last question that must wait nobody listens any more.
 */
const linger = 100;
/** So often, in milliseconds, the server is asked something, so that a connection that died without a word is noticed. */
const beat = 60_000;

/**
 * Says when a follower has come so far, without asking again and again: the follower tells of each batch with NOTIFY. The
 * connection is made with the first question that must wait, listens while there is one, and is made again when it breaks.
 */
export const watchCheckpoints = (pool: Pool) => {
  const waiters = new Set<Waiter>();
  const known = new Map<string, Parts>();
  const bell = alarm();
  let closed = false;
  let asked = false;
  /** Connected, and not listening: whoever asks has to ring. */
  let idle = false;
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
    const { client } = session;
    const over = () => closed || session.lost();
    client.on('notification', ({ payload = '' }) => hearNotice(payload));
    try {
      while (!over()) {
        await client.query('listen anjuan_followed');
        const { rows } = await client.query<{ follower: string; partition: number; partitions: number; position: string }>('select follower, partition, partitions, position from checkpoints');
        rows.forEach(({ follower, partition, partitions, position }) => hear(follower, partitions, [partition], Math.max(Number(position), known.get(follower)?.places.get(partition) ?? 0)));
        for (const until = Date.now() + beat; !over() && (asked || waiters.size > 0) && Date.now() < until; await bell.wait(linger)) asked = false;
        await client.query('unlisten anjuan_followed');
        // What is not listened for grows old; the database may even be put back to an earlier day meanwhile.
        known.clear();
        idle = true;
        for (; !over() && waiters.size === 0; await bell.wait(beat)) await client.query('select');
        idle = false;
      }
    } finally {
      idle = false;
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
      asked = true;
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
        if (idle) bell.ring();
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
