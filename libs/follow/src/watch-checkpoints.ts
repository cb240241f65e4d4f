import type { Pool } from 'pg';
import { alarm } from './alarm';
import { readCheckpoint } from './checkpoint';
import { openSession } from './leadership';

type Waiter = { readonly follower: string; readonly position: number; readonly reached: () => void };

const again = 500;

/**
 * Says when a follower has come so far, without asking again and again: the follower tells of each batch with NOTIFY. The
 * listening connection is made with the first question that must wait, and made again when it breaks.
 */
export const watchCheckpoints = (pool: Pool) => {
  const waiters = new Set<Waiter>();
  const known = new Map<string, number>();
  const bell = alarm();
  let closed = false;
  let listening: Promise<void> | undefined;

  const hear = (follower: string, position: number) => {
    known.set(follower, position);
    for (const waiter of waiters) if (waiter.follower === follower && waiter.position <= position) waiter.reached();
  };

  const listenUntilBroken = async () => {
    const session = await openSession(pool, bell.ring);
    try {
      session.client.on('notification', ({ payload = '' }) => hear(payload.slice(payload.indexOf(' ') + 1), Number(payload.slice(0, payload.indexOf(' ')))));
      await session.client.query('listen anjuan_followed');
      known.clear(); // the database may have been put back to an earlier day meanwhile
      const { rows } = await session.client.query<{ follower: string; position: string }>('select follower, position from checkpoints');
      rows.forEach(({ follower, position }) => hear(follower, Math.max(Number(position), known.get(follower) ?? 0)));
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

  const position = async (follower: string) => (await readCheckpoint(pool, follower))?.position ?? 0;

  return {
    position,
    reached: async (follower: string, wanted: number, ms: number): Promise<boolean> => {
      if ((known.get(follower) ?? -1) >= wanted) return true;
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
