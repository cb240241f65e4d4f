import { cpus } from 'node:os';

/** Looked at so often, in milliseconds; where less than this share of the machine is idle, somebody waits for it. */
const looking = { every: 1_000, idle: 0.15 };

type Spent = { readonly idle: number; readonly all: number };

const spent = (): Spent =>
  cpus().reduce<Spent>(({ idle, all }, { times }) => ({ idle: idle + times.idle, all: all + Object.values(times).reduce((sum, time) => sum + time, 0) }), { idle: 0, all: 0 });

let crowded = false;
let last = { at: Date.now(), ...spent() };

/** Whether this machine has had little to spare lately. */
export const isCrowded = (): boolean => {
  const at = Date.now();
  if (at - last.at < looking.every) return crowded;
  const now = spent();
  crowded = now.idle - last.idle < looking.idle * (now.all - last.all);
  last = { at, ...now };
  return crowded;
};
