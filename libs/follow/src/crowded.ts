import { cpus } from 'node:os';
import type { EventStore } from './port';

/**
 * Looked at so often, in milliseconds. Where twice in a row so many events a second were appended, and less than `full` of
 * the machine was idle, the door waits for it; it no longer does above `free`. Between the two it stays as it was, or those
 * who stand back would themselves be the reason to come forward again. What lasts longer than `longest` is no rush, and nobody shall look
 * at a list that is older than that because of it.
 */
const looking = { every: 250, events: 500, full: 0.15, free: 0.4, longest: 5_000 };

type Machine = { readonly at: number; readonly idle: number; readonly all: number };

/** What this machine has done since it was started, in milliseconds, all its cores together. */
const machine = (): Machine =>
  cpus().reduce<Machine>((sum, { times }) => ({ ...sum, idle: sum.idle + times.idle, all: sum.all + Object.values(times).reduce((spent, time) => spent + time, 0) }), { at: performance.now(), idle: 0, all: 0 });

/** Whether the door has more to do for the moment than this machine can spare: those who come after it stand back then, and catch up. */
export const crowding = ({ head }: Pick<EventStore, 'head'>, look = machine): (() => Promise<boolean>) => {
  let last: (Machine & { readonly head: number }) | undefined;
  let full = false;
  let since: number | undefined;

  return async () => {
    let now = look();
    if (!last || now.at - last.at >= looking.every) {
      const reached = await head();
      now = look();
      const was = last ?? { ...now, head: reached };
      const events = (1_000 * (reached - was.head)) / (now.at - was.at);
      const before = full;
      full = events >= looking.events && (now.idle - was.idle) / (now.all - was.all) < (since === undefined ? looking.full : looking.free);
      since = full && before ? (since ?? now.at) : undefined;
      last = { ...now, head: reached };
    }
    return since !== undefined && now.at - since < looking.longest;
  };
};
