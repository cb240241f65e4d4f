import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lastLines, startChild } from './children.mjs';
import { giveTo, postgresUser, reachableCopy, runningAs } from './other-user.mjs';
import { hydrate, postgresBinaries } from './postgres-binaries.mjs';
import { commandOf, pause } from './processes.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ dir: string, port: number, log: string, run: string, name?: string, database?: string, settings?: Record<string, string> }} Place
 *   `dir` data folder, `run` folder of the records of running children
 * @typedef {{ url: string, pid: number, exited: Promise<string>, stop(): Promise<void> }} Postgres
 */

const owner = 'anjuan';

/**
 * Starts a Postgres of our own on the loopback, making its data folder the first time. What protects the data from a
 * power cut (fsync, synchronous_commit, full_page_writes) is left on, page checksums are switched on.
 * @param {Place} place
 * @returns {Promise<Postgres>}
 */
export const startPostgres = async ({ dir, port, log, run: folder, name = 'postgres', database = 'anjuan', settings = {} }) => {
  const found = postgresBinaries();
  if (!found) throw new Error(`npm carries no Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to a Postgres 16 or later.`);
  hydrate(found.folder);
  const user = await postgresUser();
  mkdirSync(dirname(dir), { recursive: true });
  const as = runningAs(user, dir);
  const bin = join(reachableCopy(found.folder, found.version, user), 'bin');
  const password = existsSync(join(dir, 'PG_VERSION')) ? readFileSync(passwordFile(dir), 'utf8').trim() : await create(dir, bin, user, as);
  dropDeadLock(dir);

  const child = await startChild(folder, {
    name, program: join(bin, 'postgres'), log, signal: 'SIGINT', grace: 30_000, as, cwd: '/',
    args: ['-D', dir, '-p', String(port), ...Object.entries({ listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
  });
  const urlOf = (/** @type {string} */ base) => `postgres://${owner}:${password}@127.0.0.1:${port}/${base}`;
  try {
    await answering(urlOf('postgres'), child, log);
    await ensureDatabase(urlOf('postgres'), database);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url: urlOf(database), pid: child.pid, exited: child.exited, stop: child.stop };
};

/** @type {(dir: string) => string} */
const passwordFile = (dir) => `${dir}.password`;

/** @type {(dir: string, bin: string, user: import('./other-user.mjs').User | undefined, as: ReturnType<typeof runningAs>) => Promise<string>} */
const create = async (dir, bin, user, as) => {
  // A folder without PG_VERSION is one whose initdb was cut short: nothing was ever stored in it.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { mode: 0o700 });
  giveTo(dir, user);
  const password = randomBytes(24).toString('hex');
  writeFileSync(passwordFile(dir), `${password}\n`, { mode: 0o600 });
  const hand = mkdtempSync(join(tmpdir(), 'anjuan-initdb-'));
  try {
    const file = join(hand, 'password');
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    for (const path of [file, hand]) giveTo(path, user);
    chmodSync(hand, 0o700);
    const how = as(join(bin, 'initdb'), ['--pgdata', dir, '--username', owner, '--pwfile', file, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions']);
    await run(how.program, how.args, { cwd: '/', env: { ...process.env, LC_ALL: 'C' }, uid: how.uid, gid: how.gid });
  } finally {
    rmSync(hand, { recursive: true, force: true });
  }
  return password;
};

/** Postgres distrusts a lock file whose pid is alive, though after a restart of the machine it may be anybody's. @type {(dir: string) => void} */
const dropDeadLock = (dir) => {
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const command = commandOf(pid) ?? '';
  if (!command.includes('postgres') || !command.includes(dir)) rmSync(file, { force: true });
};

/** @type {(url: string, child: import('./children.mjs').Child, log: string) => Promise<void>} */
const answering = async (url, child, log) => {
  let died = '';
  void child.exited.then((how) => { died = how; });
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(30)) {
    if (died) throw new Error(`Postgres ended with ${died} while starting. Its last lines:\n${lastLines(log)}`);
    if (await answers(url)) return;
  }
  throw new Error(`Postgres does not answer after 60 s. Its last lines:\n${lastLines(log)}`);
};

const client = async (/** @type {string} */ url) => {
  const { default: pg } = await import('pg');
  return new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
};

/** Does a server answer there? @type {(url: string) => Promise<boolean>} */
export const answers = async (url) => {
  const session = await client(url);
  session.on('error', () => {});
  try {
    await session.connect();
    await session.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await session.end().catch(() => {});
  }
};

/** @type {(url: string, database: string) => Promise<void>} */
const ensureDatabase = async (url, database) => {
  const session = await client(url);
  await session.connect();
  try {
    const { rowCount } = await session.query('select from pg_database where datname = $1', [database]);
    if (!rowCount) await session.query(`create database ${session.escapeIdentifier(database)}`);
  } finally {
    await session.end();
  }
};

/** What the server says about the settings that keep a committed row. @type {(url: string) => Promise<Record<string, string>>} */
export const safetySettings = async (url) => {
  const session = await client(url);
  await session.connect();
  try {
    const { rows } = await session.query("select name, setting from pg_settings where name in ('data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes', 'server_version')");
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  } finally {
    await session.end();
  }
};
