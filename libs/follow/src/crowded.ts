import { cpus } from 'node:os';
import type { EventStore } from './port';

/**
 * Looked at so often, over the last `window`, in milliseconds. While so many events a second are appended, and less than
 * `full` of the machine is idle, the door waits for it; it no longer does above `free`. Between the two it stays as it was,
 * or those who stand back would themselves be the reason to come forward again. What lasts longer than `longest` is no
 * rush, and nobody shall look at a list that is older than that because of it.
 */
const looking = { every: 250, window: 1_000, events: 500, full: 0.15, free: 0.45, longest: 5_000 };
/** For those whose work nobody looks at as it is done: a moment is enough to make room, though not to take it back. */
export const atOnce = looking.every;

type Machine = { readonly at: number; readonly idle: number; readonly all: number };
type Seen = Machine & { readonly head: number };

/** What this machine has done since it was started, in milliseconds, all its cores together. */
const machine = (): Machine =>
  cpus().reduce<Machine>((sum, { times }) => ({ ...sum, idle: sum.idle + times.idle, all: sum.all + Object.values(times).reduce((spent, time) => spent + time, 0) }), { at: performance.now(), idle: 0, all: 0 });

/**
 * Whether the door has more to do for the moment than this machine can spare: those who come after it stand back then, and
 * catch up. It must have been so for `patience` milliseconds.
 */
export const crowding = ({ head }: Pick<EventStore, 'head'>, patience = looking.window, look = machine): (() => Promise<boolean>) => {
  const seen: Seen[] = [];
  let since: number | undefined;

  return async () => {
    let now = look();
    const last = seen.at(-1);
    if (!last || now.at - last.at >= looking.every) {
      const reached = await head();
      now = look();
      const latest = { ...now, head: reached };
      while (seen[1] && seen[1].at <= now.at - looking.window) seen.shift();
      const full = since === undefined ? isBusy(seen.findLast(({ at }) => at <= now.at - patience), latest, looking.full) : isBusy(seen[0], latest, looking.free);
      since = full ? (since ?? now.at) : undefined;
      seen.push(latest);
    }
    return since !== undefined && now.at - since < looking.longest;
  };
};

/** Between two looks, the door was at work and less than `limit` of the machine idle. */
const isBusy = (was: Seen | undefined, now: Seen, limit: number): boolean =>
  was !== undefined && (1_000 * (now.head - was.head)) / (now.at - was.at) >= looking.events && (now.idle - was.idle) / (now.all - was.all) < limit;
