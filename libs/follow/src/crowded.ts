import { cpus } from 'node:os';
import type { EventStore } from './port';

/** Looked at so often, in milliseconds, whether or not anybody asks: who asks seldom shall judge as who asks always. */
const every = 125;
/** So many events a second, and the door is at work. */
const atWork = 500;
/** No more than this share of the machine idle within so many milliseconds: it has nothing to spare. */
type Full = { readonly within: number; readonly idle: number };
/**
 * A page that is sealed fills the machine for a moment; full to the brim for longer than that it is in a rush alone. For a whole
 * second a rush leaves a tenth of it idle; ten thousand events a second that come evenly and are followed leave a little more.
 */
const full: readonly Full[] = [{ within: 1_000, idle: 0.11 }, { within: 3 * every, idle: 0.05 }];
/** For those whose work nobody looks at as it is done: a moment is enough to make room, though not to take it back. */
export const atOnce: readonly Full[] = [{ within: every, idle: 0.15 }];
/**
 * From so much idle on, the door no longer waits for the machine. Between that and full it stays as it was, or those who
 * stand back would themselves be the reason to come forward again.
 */
const free: Full = { within: 1_000, idle: 0.45 };
/** What lasts longer than so many milliseconds is no rush, and nobody shall look at a list that is older than that because of it. */
const longest = 5_000;

type Machine = { readonly at: number; readonly idle: number; readonly all: number };
/** Where the machine was free nobody asked the store how far it is. */
type Seen = Machine & { readonly head: number | undefined };

/** What this machine has done since it was started, in milliseconds, all its cores together. */
const machine = (): Machine =>
  cpus().reduce<Machine>((sum, { times }) => ({ ...sum, idle: sum.idle + times.idle, all: sum.all + Object.values(times).reduce((spent, time) => spent + time, 0) }), { at: performance.now(), idle: 0, all: 0 });

const idleBetween = (was: Machine, now: Machine) => (now.idle - was.idle) / (now.all - was.all);

/** Looks at the machine and, where it is at work, at the store; answers whether those who follow shall stand back from now on. */
export const watcher = ({ head }: Pick<EventStore, 'head'>, bars = full, look = machine) => {
  const seen: Seen[] = [];
  let since: number | undefined;

  /** Undefined: nobody has looked for so long, or not since they last stood back or came forward. */
  const isFull = (now: Seen, { within, idle }: Full): boolean | undefined => {
    const first = seen.findLastIndex(({ at }) => at <= now.at - within);
    const was = seen[first];
    const told = seen.slice(Math.max(0, first)).find((each) => each.head !== undefined);
    if (was === undefined || told?.head === undefined || now.head === undefined) return undefined;
    return idleBetween(was, now) < idle && (1_000 * (now.head - told.head)) / (now.at - told.at) >= atWork;
  };

  return async (): Promise<boolean> => {
    const before = look();
    const last = seen.at(-1);
    const atRest = !last || idleBetween(last, before) >= free.idle;
    const reached = atRest && since === undefined ? undefined : await head();
    const now = { ...look(), head: reached };
    while (seen[1] && seen[1].at <= now.at - free.within) seen.shift();
    const found = since === undefined ? bars.some((bar) => isFull(now, bar)) : (isFull(now, free) ?? true);
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

/** Keeps looking until it is stopped. A store that cannot be asked is at rest. */
export const watchCrowd = (store: Pick<EventStore, 'head'>, bars = full, machineAt = machine): Crowd => {
  const look = watcher(store, bars, machineAt);
  let there = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = async () => {
    there = await look().catch(() => false);
    if (!stopped) timer = setTimeout(again, every).unref();
  };
  void again();
  return {
    isThere: () => there,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
