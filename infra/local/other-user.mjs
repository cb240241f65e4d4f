import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onPath, run } from './run.mjs';

/** @typedef {{ uid: number, gid: number, name: string }} User */

/** @type {(name: string) => User | undefined} */
const lookUp = (name) => {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
};

/**
 * Postgres refuses to run as root. As root it runs as the system user `postgres`, which is made when it is not there.
 * @returns {Promise<User | undefined>} undefined when we are not root: then it runs as ourselves
 */
export const postgresUser = async () => {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp('postgres');
  if (known) return known;
  const useradd = onPath('useradd') ?? ['/usr/sbin/useradd'].find((path) => existsSync(path));
  if (!useradd) throw new Error('Postgres does not run as root and there is no `useradd` to make it a user. Make a system user named postgres, start as an ordinary user, or set DATABASE_URL.');
  await run(useradd, ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const made = lookUp('postgres');
  if (!made) throw new Error('useradd made no user named postgres');
  return made;
};

/** Can somebody who owns nothing here walk down to that path? @type {(path: string, user: User) => boolean} */
export const reaches = (path, { uid, gid }) => {
  const { mode, uid: owner, gid: group } = statSync(path);
  const walks = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
  const parent = dirname(path);
  return walks !== 0 && (parent === path || reaches(parent, { uid, gid, name: '' }));
};

/**
 * How to run a program as that user. A clone may lie under a home that others may not enter (root's own, a `mktemp -d`); then
 * the user is given the one right it needs to walk there, and keeps no other.
 * @param {User | undefined} user
 * @param {string} folder folder of the data
 * @returns {NonNullable<import('./children.mjs').Wanted['as']>}
 */
export const runningAs = (user, folder) => (program, args) => {
  if (!user) return { program, args };
  if (reaches(dirname(folder), user)) return { program, args, uid: user.uid, gid: user.gid };
  if (!onPath('setpriv')) throw new Error(`${folder} lies under a folder that the user ${user.name} may not enter. Move it with ANJUAN_HOME, clone somewhere else, or set DATABASE_URL.`);
  return { program: 'setpriv', args: ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override', program, ...args] };
};

/**
 * The same programs where that user can run them: where they are when it can reach them, otherwise a copy that root owns.
 * @param {string} folder @param {string} version @param {User | undefined} user
 */
export const reachableCopy = (folder, version, user) => {
  if (!user || reaches(folder, user)) return folder;
  const copy = join('/var/cache/anjuan', `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  cpSync(folder, fresh, { recursive: true, verbatimSymlinks: true });
  try { renameSync(fresh, copy); } catch { rmSync(fresh, { recursive: true, force: true }); }
  return copy;
};

/** @type {(path: string, user: User | undefined) => void} */
export const giveTo = (path, user) => {
  if (user) chownSync(path, user.uid, user.gid);
};

/** @type {(path: string) => void} */
export const makeExecutable = (path) => {
  try { accessSync(path, constants.X_OK); } catch { chmodSync(path, 0o755); }
};
