import { cpus } from 'node:os';
import type { EventStore } from './port';

/**
 * Looked at so often, in milliseconds. While so many events a second are appended, and less than `full` of the machine is
 * idle, the door waits for it; it no longer does above `free`. Between the two it stays as it was, or those who stand back
 * would themselves be the reason to come forward again.
 */
const looking = { every: 250, events: 500, full: 0.15, free: 0.4 };

type Seen = { readonly at: number; readonly head: number; readonly idle: number; readonly all: number };

const seenNow = (head: number): Seen =>
  cpus().reduce<Seen>((sum, { times }) => ({ ...sum, idle: sum.idle + times.idle, all: sum.all + Object.values(times).reduce((spent, time) => spent + time, 0) }), { at: performance.now(), head, idle: 0, all: 0 });

/** Whether the door has more to do than this machine can spare: those who come after it stand back then. */
export const crowding = ({ head }: Pick<EventStore, 'head'>): (() => boolean) => {
  let crowded = false;
  let last: Seen | undefined;
  let due = 0;

  const look = async () => {
    const now = seenNow(await head());
    if (last) {
      const events = (1_000 * (now.head - last.head)) / (now.at - last.at);
      const idle = (now.idle - last.idle) / (now.all - last.all);
      crowded = events >= looking.events && idle < (crowded ? looking.free : looking.full);
    }
    last = now;
  };

  return () => {
    const at = performance.now();
    if (at >= due) {
      due = at + looking.every;
      look().catch(() => undefined); // whoever follows reads the store as well, and says what is wrong with it
    }
    return crowded;
  };
};
