import { setTimeout as pause } from 'node:timers/promises';
import pg, { type Pool } from 'pg';

/** As the server tells of its connections. */
export const listenerName = 'anjuan listener';
/** What the server passes on: how far the head has come, and that a door is pressed. */
export const channels = { appended: 'anjuan_appended', pressed: 'anjuan_pressed' } as const;
const delays = { first: 25, longest: 1_000 };
/** Who was just woken is looking. Words of a thousand flights a second would cost the server, and whoever hears them, more than the flights. */
const rest = 20;
/** So many positions further after a rest, and they rest again without listening in between: there is something new to look at anyhow. */
const rush = 20;

const headOf = async (client: pg.Client): Promise<number> => Number((await client.query<{ position: string }>('select position from head')).rows[0]?.position);

/**
 * Calls listeners when any process appended. Of this process's own appends they hear directly, so the server's word of a
 * position already known is dropped. The listening connection is made with the first listener and again when it breaks;
 * listeners are then called once, for what was said meanwhile. That a door is pressed is heard on the same connection.
 */
export const wakeUp = (pool: Pool, pressed: () => void) => {
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let known = 0;
  let client: pg.Client | undefined;
  let listening: Promise<void> | undefined;

  const hear = (position: number) => {
    if (position <= known) return;
    known = position;
    listeners.forEach(queueMicrotask);
  };

  /** True if it listened at all. */
  const listenUntilBroken = async (): Promise<boolean> => {
    const own = new pg.Client({ ...pool.options, application_name: listenerName });
    client = own;
    const broken = new Promise<void>((resolve) => own.once('end', resolve).on('error', () => resolve()));
    let resting = false;
    const restAWhile = async () => {
      if (resting) return;
      resting = true;
      await own.query(`unlisten ${channels.appended}`);
      let before: number;
      do {
        before = known;
        await pause(rest, undefined, { signal: closing.signal });
        hear(await headOf(own));
      } while (known - before >= rush);
      await own.query(`listen ${channels.appended}`);
      resting = false;
      // After the word is listened for again, so that nothing falls between the two.
      hear(await headOf(own));
    };
    own.on('notification', ({ channel, payload }) => {
      if (channel === channels.pressed) return pressed();
      hear(Number(payload));
      restAWhile().catch(() => own.end().catch(() => undefined)); // and another is made
    });
    try {
      await own.connect();
      await own.query(`listen ${channels.appended}; listen ${channels.pressed}`);
    } catch {
      return false;
    }
    // The server may have been restored to an earlier position while nobody listened.
    known = 0;
    listeners.forEach(queueMicrotask);
    await broken;
    return true;
  };

  const listen = async () => {
    let delay = delays.first;
    while (!closing.signal.aborted) {
      delay = (await listenUntilBroken()) ? delays.first : Math.min(2 * delay, delays.longest);
      await client?.end().catch(() => undefined);
      await pause(delay, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  return {
    hear,
    on: (listener: () => void) => {
      listeners.add(listener);
      if (!closing.signal.aborted) listening ??= listen();
      return () => void listeners.delete(listener);
    },
    close: async () => {
      listeners.clear();
      closing.abort();
      await client?.end().catch(() => undefined);
      await listening;
    },
  };
};
