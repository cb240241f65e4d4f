import { cpus } from 'node:os';
import type { EventStore } from './port';

/** Looked at so often, in milliseconds, whether or not anybody asks: who asks seldom shall judge as who asks always. */
const every = 125;
/** No more than this share of the machine idle within so many milliseconds: it has nothing to spare. */
type Full = { readonly within: number; readonly idle: number };
/** A page that is sealed fills the machine for a moment; full for longer than that, while the door is pressed, it is in a rush alone. */
const full: Full = { within: 4 * every, idle: 0.15 };
/** For those whose work nobody looks at as it is done: a moment is enough to make room, though not to take it back. */
export const atOnce: Full = { within: every, idle: 0.15 };
/**
 * From so much idle on, the door no longer waits for the machine. Between that and full it stays as it was, or those who
 * stand back would themselves be the reason to come forward again.
 */
const free: Full = { within: 1_000, idle: 0.45 };
/** What lasts longer than so many milliseconds is no rush, and nobody shall look at a list that is older than that because of it. */
const longest = 5_000;

type Machine = { readonly at: number; readonly idle: number; readonly all: number };

/** What this machine has done since it was started, in milliseconds, all its cores together. */
const machine = (): Machine =>
  cpus().reduce<Machine>((sum, { times }) => ({ ...sum, idle: sum.idle + times.idle, all: sum.all + Object.values(times).reduce((spent, time) => spent + time, 0) }), { at: performance.now(), idle: 0, all: 0 });

/** Looks at the machine and asks the store; answers whether those who follow shall stand back from now on. */
export const watcher = ({ pressed }: Pick<EventStore, 'pressed'>, bar = full, look = machine) => {
  const seen: Machine[] = [];
  let since: number | undefined;

  /** Undefined: nobody has looked for so long, or not since they last stood back or came forward. */
  const isFull = (now: Machine, { within, idle }: Full): boolean | undefined => {
    const was = seen.findLast(({ at }) => at <= now.at - within);
    return was && (now.idle - was.idle) / (now.all - was.all) < idle;
  };

  return (): boolean => {
    const now = look();
    while (seen[1] && seen[1].at <= now.at - free.within) seen.shift();
    const found = pressed() && (since === undefined ? (isFull(now, bar) ?? false) : (isFull(now, free) ?? true));
    // What was free before they stood back says nothing about whether they may come forward.
    if (found !== (since !== undefined)) seen.length = 0;
    since = found ? (since ?? now.at) : undefined;
    seen.push(now);
    return since !== undefined && now.at - since < longest;
  };
};

export type Crowd = {
  /** Whether the door has more to do for the moment than this machine can spare: those who come after it stand back then, and catch up. */
  readonly isThere: () => boolean;
  readonly stop: () => void;
};

/** Keeps looking until it is stopped. */
export const watchCrowd = (store: Pick<EventStore, 'pressed'>, bar = full, machineAt = machine): Crowd => {
  const look = watcher(store, bar, machineAt);
  let there = false;
  const timer = setInterval(() => (there = look()), every).unref();
  return { isThere: () => there, stop: () => clearInterval(timer) };
};
