import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { end, identify, isAlive } from './processes.mjs';

/**
 * @typedef {import('./processes.mjs').Identity} Identity
 * @typedef {Identity & { name: string, startedAt: string, launcher: Identity, signal: NodeJS.Signals }} Record
 * @typedef {{ name: string, program: string, args: readonly string[], log: string, env?: NodeJS.ProcessEnv, cwd?: string,
 *   signal?: NodeJS.Signals, grace?: number, as?: (program: string, args: readonly string[]) => { program: string, args: readonly string[], uid?: number, gid?: number } }} Wanted
 * @typedef {{ name: string, pid: number, exited: Promise<string>, stop(): Promise<void> }} Child
 */

const logLimit = 10_000_000;

/** @type {(path: string) => number} */
const openLog = (path) => {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimit) renameSync(path, `${path}.1`);
  return openSync(path, 'a');
};

/**
 * Starts a child that writes to its own log file, in its own process group, so that neither Ctrl-C nor the launcher's
 * death reaches it by accident, and records it so that the next launcher can find it.
 * @param {string} folder where records are kept
 * @param {Wanted} wanted `as` wraps the command when it must run as somebody else
 * @returns {Promise<Child>}
 */
export const startChild = (folder, { name, program, args, log, env, cwd, signal = 'SIGTERM', grace = 10_000, as = (p, a) => ({ program: p, args: a }) }) =>
  new Promise((resolve, reject) => {
    const output = openLog(log);
    const how = as(program, args);
    const child = spawn(how.program, how.args, {
      detached: true, stdio: ['ignore', output, output], env: env ?? process.env, cwd,
      ...(how.uid === undefined ? {} : { uid: how.uid }), ...(how.gid === undefined ? {} : { gid: how.gid }),
    });
    closeSync(output);
    child.once('error', reject);
    /** @type {Promise<string>} */
    const exited = new Promise((gone) => child.once('exit', (code, by) => gone(by ? `signal ${by}` : `code ${code}`)));
    child.once('spawn', () => {
      // A spawned child has a pid; a wrapper such as setpriv turns into the program under the same pid.
      const pid = /** @type {number} */ (child.pid);
      const self = { ...identify(pid), command: [program, ...args].join(' ') };
      const file = recordFile(folder, name);
      write(file, { ...self, name, startedAt: new Date().toISOString(), launcher: identify(process.pid), signal });
      const done = exited.then((how) => { rmSync(file, { force: true }); return how; });
      resolve({ name, pid, exited: done, stop: async () => { await end(self, { signal, grace }); await done; } });
    });
  });

/** @type {(folder: string, name: string) => string} */
const recordFile = (folder, name) => join(folder, `${name}.json`);

/** @type {(file: string, record: Record) => void} */
const write = (file, record) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${file}.new`, file);
};

/** Children whose record is there; a torn or foreign file is no record. @type {(folder: string) => Record[]} */
export const records = (folder) => {
  /** @type {string[]} */
  let files = [];
  try { files = readdirSync(folder).filter((file) => file.endsWith('.json')); } catch { return []; }
  return files.flatMap((file) => {
    try {
      const record = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return Number.isInteger(record.pid) && typeof record.command === 'string' && record.launcher ? [record] : [];
    } catch { return []; }
  });
};

/**
 * Ends what a dead launcher left running: only a process whose pid, command line and beginning are all as recorded.
 * Newest first, so that nobody loses the database while still writing to it.
 * @param {string} folder
 * @param {(text: string) => void} tell
 */
export const endStale = async (folder, tell) => {
  const stale = records(folder).filter((record) => !isAlive(record.launcher)).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  for (const record of stale) {
    const outcome = await end(record, { signal: record.signal });
    if (outcome !== 'gone') tell(`ended ${record.name} (pid ${record.pid}), left running since ${record.startedAt} by a launcher that died${outcome === 'killed' ? '; it had to be killed' : ''}`);
    rmSync(recordFile(folder, record.name), { force: true });
  }
};

/** Last lines of a log, for the line that says why something died. @type {(log: string, count?: number) => string} */
export const lastLines = (log, count = 8) => {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).map((line) => `    ${line.slice(0, 300)}`).join('\n');
  } catch { return ''; }
};
