import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** What a process is, as far as it takes to know it again: pids are reused, these three together are not. @typedef {{ pid: number, command: string, began?: string | undefined }} Identity */

/** Command line of a living process; undefined when there is none or only its corpse. @type {(pid: number) => string | undefined} */
export const commandOf = (pid) => {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean).join(' ') || undefined;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
};

/** When it began, in the system's own ticks; undefined where the system does not say. @type {(pid: number) => string | undefined} */
export const beginningOf = (pid) => {
  try {
    // Field 22; the program's name in field 2 may hold spaces, so count from its closing bracket.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
};

/** Is that very process still there? @type {(identity: Identity) => boolean} */
export const isAlive = ({ pid, command, began }) => commandOf(pid) === command && (began === undefined || beginningOf(pid) === began);

/** @type {(pid: number) => Identity} */
export const identify = (pid) => ({ pid, command: commandOf(pid) ?? '', began: beginningOf(pid) });

/** @type {(ms: number) => Promise<void>} */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks a process to stop, waits, and ends it by force after the grace.
 * @param {Identity} identity
 * @param {{ signal?: NodeJS.Signals, grace?: number }} [how]
 * @returns {Promise<'gone' | 'stopped' | 'killed'>}
 */
export const end = async (identity, { signal = 'SIGTERM', grace = 10_000 } = {}) => {
  if (!isAlive(identity)) return 'gone';
  send(identity.pid, signal);
  for (const until = Date.now() + grace; Date.now() < until; await pause(25)) if (!isAlive(identity)) return 'stopped';
  send(identity.pid, 'SIGKILL');
  for (const until = Date.now() + 5_000; Date.now() < until; await pause(25)) if (!isAlive(identity)) return 'killed';
  throw new Error(`process ${identity.pid} (${identity.command}) does not end, not even by SIGKILL`);
};

/** @type {(pid: number, signal: NodeJS.Signals) => void} */
const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone between the look and the signal: what we wanted.
  }
};
