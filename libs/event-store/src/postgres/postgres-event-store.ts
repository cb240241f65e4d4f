import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool } from 'pg';
import { admit } from '../admit';
import { StoreUnavailable } from '../errors';
import type { Answer, EventStore, StoredEvent } from '../port';
import { commandsOf, decode } from '../row';
import { archiveOf } from './archived';
import { pressure } from './pressure';
import { readHead, readPage, readStream } from './reads';
import { runway } from './runway';
import { settler } from './settle';
import { streamOrder } from './streams';
import { waitingRoom } from './waiting';
import { channels, wakeUp } from './wake-up';

const ofNone = 2 ** 31 - 1;
/** From so many who wait on, a second flight is made ready while another is under way; fewer go together with the next: a flight by itself costs the server as much as a dozen who are aboard. */
const few = 10;

/**
 * The store in Postgres, on a pool of `openPool` acting as `anjuan_app`. The pool stays its owner's to end. It appends until
 * a newer release than its own is registered; who writes by no tables (a bench, a test) has none. `archives` is the folder of archived events.
 */
export const postgresEventStore = (pool: Pool, { release = ofNone, archives }: { readonly release?: number | undefined; readonly archives?: string | undefined } = {}): EventStore => {
  const whole = archiveOf(pool, archives);
  const waiting = waitingRoom();
  const press = pressure(() => void pool.query(`select pg_notify('${channels.pressed}', '')`).catch(() => undefined)); // half a second later it is said again
  const wakes = wakeUp(pool, press.hear);
  // Planning the append anew each time would cost as much as carrying it out.
  const own = runway(pool, 'plan_cache_mode=force_generic_plan');
  const settle = settler(pool, own, release, wakes.hear);
  const planes: (Promise<void> | undefined)[] = [undefined, undefined];
  const aloft = new Set<string>();
  let closed = false;

  /** Half of all there are, so that two flights share them evenly. */
  const seats = () => Math.max(few, Math.ceil((waiting.count() + aloft.size) / planes.length));

  /** A turn of the event loop before each flight lets all who were just answered come back aboard. */
  const fly = async (plane: number) => {
    for (await nextTurn(); aloft.size === 0 || waiting.count() >= few; await nextTurn()) {
      const boarding = waiting.board(seats(), aloft);
      if (boarding.length === 0) break;
      for (const { item } of boarding) aloft.add(item.stream);
      press.departs();
      await settle(boarding);
      press.lands();
      for (const { item } of boarding) aloft.delete(item.stream);
    }
    planes[plane] = undefined;
  };

  const depart = () => {
    planes[0] ??= fly(0);
    if (waiting.count() >= few) planes[1] ??= fly(1);
  };

  return {
    append: (item) =>
      new Promise<Answer>((resolve, reject) => {
        if (closed) throw new StoreUnavailable('this event store is closed');
        const { rows, bytes } = admit(item);
        waiting.enter({ rows, bytes, item, resolve, reject });
        depart();
      }),
    read: async (stream, after = 0) => {
      const rows = await whole(await readStream(pool, stream, after));
      return { events: rows.map(decode), commands: commandsOf(rows) };
    },
    readAll: async (after, limit) => {
      const events: StoredEvent[] = [];
      for await (const rows of readPage(pool, after, limit)) for (const row of await whole(rows)) events.push(decode(row));
      return events;
    },
    streams: streamOrder(pool, whole),
    head: () => readHead(pool),
    onAppended: wakes.on,
    pressed: press.isThere,
    close: async () => {
      closed = true;
      await Promise.all(planes);
      await own.end();
      await wakes.close();
    },
  };
};
