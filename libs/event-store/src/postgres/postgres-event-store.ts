import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool } from 'pg';
import { admit } from '../admit';
import { StoreUnavailable } from '../errors';
import type { Answer, EventStore } from '../port';
import { commandsOf, decode } from '../row';
import { archiveOf } from './archived';
import { oneLike } from './pool';
import { readHead, readPage, readStream } from './reads';
import { settler } from './settle';
import { waitingRoom } from './waiting';
import { wakeUp } from './wake-up';

const ofNone = 2 ** 31 - 1;

/**
 * The store in Postgres, on a pool of `openPool` acting as `anjuan_app`. The pool stays its owner's to end. It appends until
 * a newer release than its own is registered; who writes by no tables (a bench, a test) has none. `archives` is the folder of archived events.
 */
export const postgresEventStore = (pool: Pool, { release = ofNone, archives }: { readonly release?: number | undefined; readonly archives?: string | undefined } = {}): EventStore => {
  const whole = archiveOf(pool, archives);
  const waiting = waitingRoom();
  const wakes = wakeUp(pool);
  // Planning the append anew each time would cost as much as carrying it out.
  const runway = oneLike(pool, 'plan_cache_mode=force_generic_plan');
  const settle = settler(runway, release, wakes.hear);
  let flying: Promise<void> | undefined;
  let closed = false;

  /** One flight at a time; a turn of the event loop before each lets all who were just answered come back aboard. */
  const fly = async () => {
    for (await nextTurn(); !waiting.isEmpty(); await nextTurn()) await settle(waiting.board());
    flying = undefined;
  };

  return {
    append: (item) =>
      new Promise<Answer>((resolve, reject) => {
        if (closed) throw new StoreUnavailable('this event store is closed');
        const { rows, bytes } = admit(item);
        waiting.enter({ rows, bytes, item, resolve, reject });
        flying ??= fly();
      }),
    read: async (stream, after = 0) => {
      const rows = await whole(await readStream(pool, stream, after));
      return { events: rows.map(decode), commands: commandsOf(rows) };
    },
    readAll: async (after, limit) => (await whole(await readPage(pool, after, limit))).map(decode),
    head: () => readHead(pool),
    onAppended: wakes.on,
    close: async () => {
      closed = true;
      await flying;
      await runway.end();
      await wakes.close();
    },
  };
};
