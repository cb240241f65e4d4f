import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { migrate, openEventStore, openPool } from '@anjuan/event-store';
import { installationKeys } from '@anjuan/handle';
import {
  Ahead, BadNote, cosigner, exitCode, firstWitness, formatCheckpoint, Inconsistent, logFiles, notary, openingIn, originNumber, parseCheckpoint, parseNote, readIfThere, signedFile, signerFiles, Unusable, verifyStore, writeDurably, type Policy,
} from '@anjuan/proof';
import type { Pool, PoolClient } from 'pg';
import { askWitnesses, keptBy, newest, signedBefore, signerOf, type Seen } from '../backup/evidence';
import { keyFilesOf, keyRingAt, namesOf, readKeyRing, type KeyRing } from '../backup/key-ring';
import { logsOf, ringKeyOf, type InstalledLog } from '../logs';
import { checkFiles, readManifest, sealOf, type Manifest } from '../backup/manifest';
import { pace } from '../backup/pace';
import { insertRows, smallTables } from '../backup/rows';
import type { Places } from '../config';
import { policyIn } from '../given-file';
import { runningWorkflows } from '../running-workflows';
import type { Terminal } from '../terminal';
import { archiveFolder } from './backup';
import { reportText } from './verify';

export type RestoreAsked = { readonly folder: string; readonly into?: string; readonly keys?: string; readonly trust?: string; readonly seen: readonly string[] };
export type CrashPoint = 'restore.afterFiles' | 'restore.beforeCommit' | 'restore.afterCommit';

type Local = Pick<typeof import('@anjuan/local'), 'endStale' | 'freePort' | 'restoring' | 'startPostgres' | 'takeLock'>;
export type Target = { readonly home: string; readonly local: Local; readonly schema: string; readonly crash: (point: CrashPoint) => void };

/** A log of the backup, how it stood (null when nothing had been sealed), whose signatures count, and what anybody has seen of it. */
type ReadyLog = InstalledLog & { readonly stood: Manifest['log']; readonly policy: Policy | undefined; readonly seen: readonly Seen[] };

/** A backup, and all that it is held against, before anything is written. */
type Ready = { readonly folder: string; readonly manifest: Manifest; readonly ring: KeyRing; readonly trusted: boolean; readonly logs: readonly ReadyLog[] };

const unusable = 2;
const unproved = 3;

const refuse = (zh: string, en: string): never => {
  throw new Unusable(`${zh} / ${en}`);
};

type Names = ReturnType<typeof namesOf>;
/** Whether those are the keys that are needed. */
const same = (found: Names, needed: Names) => found.installation === needed.installation && (needed.signing === null || found.signing === needed.signing) && (needed.sm2 === undefined || found.sm2 === needed.sm2);
const inWords = (names: Names, and: string) => [names.installation, names.signing, names.sm2].filter((name) => name !== null && name !== undefined).join(and);

const keysFor = async ({ keys: asked }: RestoreAsked, { keys: needed }: Manifest, where: Places, home: string): Promise<KeyRing> => {
  const there = await keyRingAt(keyFilesOf(where, home));
  const ring = asked === undefined ? there : readKeyRing(asked);
  if (!ring) return refuse('没有密钥：用 --keys 指明 anjuan backup --keys 写出的文件', 'there are no keys: name the file that `anjuan backup --keys` wrote, with --keys');
  const names = namesOf(ring);
  if (!same(names, needed))
    refuse(`密钥不是这份备份的：需要 ${inWords(needed, ' 和 ')}，给出的是 ${inWords(names, ' 和 ')}`, `these are not the keys of this backup: expected ${inWords(needed, ' and ')}, found ${inWords(names, ' and ')}`);
  if (there && !same(namesOf(there), names)) refuse(`${home} 中已有别的密钥；请恢复到空的安装`, `${home} holds other keys already: restore into an empty installation`);
  return ring;
};

const markerOf = ({ home, local }: Target) => join(home, local.restoring);

/** Whether this same restore was begun here and cut short. Anything else that is there is somebody's. */
const isCutShort = async (target: Target, where: Places, manifest: Manifest): Promise<boolean> => {
  const { home } = target;
  const begun = (await readIfThere(markerOf(target)))?.toString().trim();
  if (begun === sealOf(manifest)) return true;
  if (begun !== undefined) refuse(`${home} 中有另一份备份恢复到一半：先恢复那一份，或换一个目录`, `another backup was restored half way into ${home}: finish that one, or choose another folder`);
  for (const place of logsOf(where).map((log) => log.folder))
    if (existsSync(join(place, logFiles.checkpoint))) refuse(`${place} 中已有日志；请恢复到空的安装，并用 --seen ${join(place, logFiles.checkpoint)} 与之核对`, `${place} holds a log already: restore into an empty installation, and hold it against this one with --seen ${join(place, logFiles.checkpoint)}`);
  if (existsSync(join(home, 'temporal', 'temporal.db'))) refuse(`${home} 中的 Temporal 可能知道备份之后的事：先将 ${join(home, 'temporal')} 移走，流程由事件重建`, `the Temporal in ${home} may know of what came after the backup: move ${join(home, 'temporal')} away; workflows are built anew from the events`);
  return false;
};

const prepare = async (asked: RestoreAsked, where: Places, { home }: Target, terminal: Terminal): Promise<Ready> => {
  const folder = resolve(asked.folder);
  const manifest = await readManifest(folder);
  const say = pace('核对备份文件', 'checking the files of the backup');
  await checkFiles(folder, manifest, (done, all) => terminal.progress(say(done, all)));
  const ring = await keysFor(asked, manifest, where, home);
  const given = keptBy(asked.seen, ring);
  const ready = async (log: InstalledLog, stood: Manifest['log']): Promise<ReadyLog> => {
    const own = join(folder, log.rooms.files, logFiles.policy);
    const policy = asked.trust !== undefined ? await policyIn(asked.trust, '--trust ') : existsSync(own) ? await policyIn(own) : undefined;
    const key = signerOf(ring, log, stood?.origin);
    const seen = [...given.filter(({ origin }) => ringKeyOf(origin) === log.ringKey), ...(policy && key ? await askWitnesses(policy, key.name, ring) : []), ...(await signedBefore(log.keyFile))];
    return { ...log, stood, policy, seen };
  };
  const [first, second] = logsOf(where);
  const logs = [await ready(first, manifest.log), ...(manifest.sm3 === undefined ? [] : [await ready(second, manifest.sm3)])];
  return { folder, manifest, ring, trusted: asked.trust !== undefined, logs };
};

/** Keys, the log's files, and what signer and witness knew: never less than somebody has seen of it. */
const putFiles = async ({ folder, manifest, ring, logs }: Ready, where: Places, home: string): Promise<void> => {
  const keys = keyFilesOf(where, home);
  for (const name of ['installation', 'signing', 'sm2', 'witness'] as const) {
    const text = ring[name] ?? undefined;
    if (text !== undefined) await writeDurably(keys[name], text, 0o600);
  }
  for (const log of logs) await rm(log.folder, { recursive: true, force: true });
  for (const { path } of manifest.files) {
    const [room, ...rest] = path.split('/');
    const bytes = () => readFile(join(folder, path));
    const log = logs.find(({ rooms }) => rooms.files === room);
    if (log) await writeDurably(join(log.folder, ...rest), await bytes());
    if (room === 'archive') await writeDurably(join(archiveFolder(where, home), ...rest), await bytes(), 0o600);
    const witness = join(home, 'witness', 'seen', ...rest);
    if (room === 'witness' && !existsSync(witness)) await writeDurably(witness, await bytes());
  }
  for (const log of logs) {
    for (const [name, file] of Object.entries(signerFiles(log.keyFile))) {
      const bytes = await readIfThere(join(folder, log.rooms.signer, name));
      if (bytes) await writeDurably(file, bytes);
    }
    const key = signerOf(ring, log, log.stood?.origin);
    if (key) await firstWitness(key, signedFile(log.keyFile)).oldEntries(); // while it can still be told: what somebody saw says nothing of formats
    const last = newest([...log.seen, ...(await signedBefore(log.keyFile))]);
    if (last) await writeDurably(signedFile(log.keyFile), formatCheckpoint(last));
  }
};

const isLaid = async (pool: Pool): Promise<boolean> => (await pool.query<{ there: boolean }>(`select to_regclass('events') is not null as there`)).rows[0]?.there === true;

/** Whether this restore has brought its rows in already; refuses any others. Holds the head row, so that nobody appends meanwhile. */
const isLoaded = async (session: PoolClient, { position }: Manifest, cutShort: boolean): Promise<boolean> => {
  const { rows } = await session.query<{ head: string; used: boolean }>('select position as head, exists (select from events) or exists (select from checkpoints) as used from head for update');
  const { head, used } = rows[0] ?? { head: '0', used: true };
  if (cutShort && used && Number(head) === position) return true;
  if (used || head !== '0') refuse(`数据库不是空的（已有事件至位置 ${head}）：恢复只写入空的数据库`, `the database is not empty (it has events up to position ${head}): a restore goes into an empty one`);
  return false;
};

const inTransaction = async <T>(pool: Pool, work: (session: PoolClient) => Promise<T>): Promise<T> => {
  const session = await pool.connect();
  try {
    await session.query('begin');
    const result = await work(session);
    await session.query('commit');
    return result;
  } finally {
    session.release(true); // what was not committed is gone
  }
};

/** All rows or none: until the commit the database is as empty as before, and whoever writes waits behind the head row. */
const load = (pool: Pool, { folder, manifest }: Ready, cutShort: boolean, crash: Target['crash'], terminal: Terminal): Promise<void> =>
  inTransaction(pool, async (session) => {
    if (await isLoaded(session, manifest, cutShort)) return;
    for (const table of smallTables) {
      await session.query(`delete from ${table}`);
      await insertRows(session, table, await readFile(join(folder, 'tables', `${table}.jsonl`), 'utf8'));
    }
    const files = manifest.files.filter(({ path }) => path.startsWith('events/'));
    const say = pace('恢复事件文件', 'loading files of events');
    for (const [i, { path }] of files.entries()) {
      await insertRows(session, 'events', await readFile(join(folder, path), 'utf8'));
      terminal.progress(say(i + 1, files.length));
    }
    // The rest begins at the first event. The notary's log is held against every event here and now; it need not be done twice.
    if (manifest.log) await session.query(`insert into checkpoints (follower, position) values ('notary', $1)`, [manifest.log.position]);
    crash('restore.beforeCommit');
  });

/** What somebody saw and this store has not: leaves, and their positions where the store counts without gaps. */
type Lost = { readonly by: string; readonly size: number; readonly here: number; readonly from: number; readonly to: number };

/** What witnesses and signer say: `forked` that they signed another log, `silent` who of them could not be asked. */
type Told = { readonly lost?: Lost; readonly forked?: string; readonly silent: readonly string[] };

/** Seals what came after the last checkpoint of the backup, up to its end; the signer refuses where somebody saw another log, or more of this one. */
const closeRanks = async (pool: Pool, { manifest, ring }: Ready, log: ReadyLog, where: Places): Promise<Told> => {
  const { folder, policy, seen } = log;
  const key = signerOf(ring, log, log.stood?.origin)!; // who has none has not come this far
  const { size, position, origin } = log.stood ?? { size: 0, position: 0, origin: key.name };
  const here = size + manifest.position - position;
  const lostTo = (by: string, more: number): Told => ({ silent: [], lost: { by, size: more, here, from: manifest.position + 1, to: manifest.position + more - here } });
  const last = newest(seen);
  if (last && (originNumber(last.origin) > originNumber(origin) || last.size > here)) return lostTo(last.by, last.size);
  const store = await openEventStore(where.store, pool);
  try {
    const witness = firstWitness(key, signedFile(log.keyFile));
    await notary({ folder, key, opening: openingIn(folder), witness, secret: installationKeys(ring.installation).opaque, store }).catchUp(manifest.position);
    const errors = await cosigner(folder, policy?.witnesses ?? [])();
    const ahead = errors.find((error) => error instanceof Ahead);
    return ahead ? lostTo(ahead.witness, ahead.size) : { silent: errors.map(({ message }) => message) };
  } catch (error) {
    if (error instanceof Inconsistent) return { forked: error.message, silent: [] };
    throw error;
  } finally {
    await store.close();
  }
};

const lostText = ({ by, size, here, from, to }: Lost, origin: string, log: { readonly origin: string }): string =>
  originNumber(origin) > originNumber(log.origin)
    ? `!! 已被退回：${by} 见过 ${origin}，备份还是 ${log.origin} 的，位置 ${from} 起已丢失\n   rolled back: ${by} saw ${origin}, and this backup is of ${log.origin}: everything from position ${from} on is lost`
    : `!! 已被退回：${by} 见过 ${size} 条，备份只有 ${here} 条，位置 ${from}–${to} 已丢失\n   rolled back: ${by} saw size ${size}, this backup has ${here}: positions ${from}–${to} are lost`;

const closed = '   旧日志已关闭，不再签名；查明原因后用 anjuan log begin-anew 另起新日志\n   the log is closed and nothing is signed any more: when the cause is known, begin it anew with anjuan log begin-anew';

const judge = async (pool: Pool, ready: Ready, log: ReadyLog, where: Places, terminal: Terminal): Promise<number> => {
  const { manifest, ring, trusted } = ready;
  const { folder, stood, policy, seen } = log;
  const key = signerOf(ring, log, stood?.origin);
  const last = newest(seen);
  if (!key || (!last && (!policy || manifest.position === 0))) {
    terminal.say(`已恢复至位置 ${manifest.position}；从未封存过，无从核对 / restored to position ${manifest.position}; nothing was ever sealed, so there is nothing to hold it against`);
    return unproved;
  }
  const { lost, forked, silent } = await closeRanks(pool, ready, log, where);
  if (lost && last) await writeDurably(join(folder, logFiles.seen), last.note ?? formatCheckpoint(last));
  const store = await openEventStore(where.store, pool);
  try {
    for (const line of silent) terminal.say(`?  ${line}`);
    if (forked !== undefined) terminal.say(`!! ${forked}`);
    if (lost) terminal.say(`${lostText(lost, last?.origin ?? key.name, { origin: stood?.origin ?? key.name })}\n${closed}`);
    // Where nothing was sealed in time and more was seen than is here, there is no log yet to hold anything against.
    if ((lost ?? forked) !== undefined && !(stood && policy)) return 1;
    if (!policy) {
      terminal.say(`已恢复至位置 ${manifest.position}；备份中没有 ${logFiles.policy}，无从判断谁的签名可信：用 --trust 指明 / restored to position ${manifest.position}; the backup brings no ${logFiles.policy} to say whose signatures count: name one with --trust`);
      return unproved;
    }
    const report = await verifyStore({
      store, folder, secret: installationKeys(ring.installation).opaque, policy, now: Date.now(), seen: seen.flatMap(({ note }) => note ?? []),
      onProgress: (done, all) => terminal.progress(`核对 verifying: ${done} / ${all}`),
    });
    terminal.say(reportText(report, trusted));
    if (lost) return 1;
    const code = forked !== undefined ? 1 : (exitCode(report) || (silent.length > 0 ? unproved : 0));
    const { size, root } = parseCheckpoint(parseNote(await readFile(join(folder, logFiles.checkpoint), 'utf8')).text);
    const [zh, en] = code === 0 ? ['已恢复并核对', 'restored and verified'] : ['已恢复', 'restored'];
    terminal.say(`${zh}至位置 ${manifest.position}，日志 ${size} 条，根 ${root.toString('base64')}\n${en} to position ${manifest.position}, log size ${size}, root ${root.toString('base64')}`);
    return code;
  } finally {
    await store.close();
  }
};

/** A Temporal of one's own elsewhere may have outlived the database. Nothing is ended here: it may be the one of an office at work, and this a drill. */
const tellWorkflows = async ({ temporalAddress: address, namespace }: Places, terminal: Terminal): Promise<void> => {
  if (address === undefined) return;
  const running = await runningWorkflows({ address, namespace }).catch((error: Error) => error);
  if (running instanceof Error) terminal.say(`?  ${address} 的 Temporal 无法询问，若其中有流程，启动前须先终止 / the Temporal at ${address} cannot be asked; if workflows run there, end them before you start: ${running.message}`);
  else if (running.size > 0)
    terminal.say(`!! ${address} 的 Temporal 中有 ${running.size} 个流程在运行，可能知道备份之后的步骤：启动前须先终止，启动后由事件重建\n   ${running.size} workflows run in the Temporal at ${address} and may know of steps after the backup: end them before you start; they are built anew from the events`);
};

/** The database to restore into: the one that is given, or one of our own in the home, which runs for as long as it takes. */
const database = async ({ databaseUrl }: Places, { home, local }: Target) => {
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: async () => undefined };
  return local.startPostgres({ dir: join(home, 'postgres'), port: await local.freePort(), log: join(home, 'logs', 'postgres.log'), run: join(home, 'run') });
};

/**
 * Puts a backup into an empty installation and holds it against everything that anybody has seen of its log. Answers as
 * `verify` does: 0 good, 1 lost or altered, 2 unusable and nothing was written, 3 not enough to rely on. Read models,
 * workflows and topics are worked out anew by those who follow the events, from the first on.
 */
export const restore = async (asked: RestoreAsked, where: Places, target: Target, terminal: Terminal): Promise<number> => {
  const { home, local } = target;
  try {
    if (where.store.EVENT_STORE === 'kurrent') refuse('事件存放在 KurrentDB 中，请用它自己的恢复，见 docs/kurrentdb.md', 'the events are in KurrentDB: restore it by its own means, see docs/kurrentdb.md');
    const ready = await prepare(asked, where, target, terminal);
    const lock = local.takeLock(join(home, 'run'));
    if (!lock.taken) return refuse(`${home} 正在运行（pid ${lock.pid}）：先停止`, `${home} is running (pid ${lock.pid}): stop it first`);
    try {
      const cutShort = await isCutShort(target, where, ready.manifest);
      await local.endStale(join(home, 'run'), terminal.say);
      const { url, stop } = await database(where, target);
      const [owner, pool] = [openPool(url, { max: 2 }), openPool(url, { max: 4, role: 'anjuan_app' })];
      try {
        if (await isLaid(owner)) await inTransaction(owner, (session) => isLoaded(session, ready.manifest, cutShort));
        else await migrate(owner, target.schema);
        await writeDurably(markerOf(target), `${sealOf(ready.manifest)}\n`);
        await putFiles(ready, where, home);
        target.crash('restore.afterFiles');
        await load(owner, ready, cutShort, target.crash, terminal);
        target.crash('restore.afterCommit');
        const codes: number[] = [];
        for (const log of ready.logs) codes.push(await judge(pool, ready, log, where, terminal));
        await tellWorkflows(where, terminal);
        await rm(markerOf(target));
        return codes.includes(1) ? 1 : Math.max(...codes); // what is lost or altered in one is so
      } finally {
        await Promise.all([owner.end(), pool.end()]);
        await stop();
      }
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!(error instanceof Unusable || error instanceof BadNote)) throw error;
    terminal.say(`无法恢复 / cannot be restored: ${error.message}`);
    return unusable;
  }
};
