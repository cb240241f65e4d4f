import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { processes } from '@anjuan/domain';
import { openPool, segmentName } from '@anjuan/event-store';
import { tableHash } from '@anjuan/handle';
import { chainFiles, chainOf, flushFolder, hashingOf, logFiles, parseCheckpoint, parseNote, readIfThere, signerFiles, tiles, writeDurably } from '@anjuan/proof';
import type { Pool } from 'pg';
import { keyFilesOf, keyRingAt, namesOf, writeKeyRing } from '../backup/key-ring';
import { begunLogs, type InstalledLog } from '../logs';
import { collector, formatManifest, manifestFile, type Manifest } from '../backup/manifest';
import { pace } from '../backup/pace';
import { eventPages, parseRows, smallTables, wholeTable } from '../backup/rows';
import type { Places } from '../config';
import type { Terminal } from '../terminal';

export type BackupAsked = { readonly folder: string; readonly keys?: string };
export type CrashPoint = 'backup.afterEvents' | 'backup.beforeManifest' | 'backup.beforeRename';
export type Origins = { readonly home: string; readonly build: string; readonly crash: (point: CrashPoint) => void };

type Collector = ReturnType<typeof collector>;

const checkpointIn = async (folder: string) => {
  const checkpoint = await readIfThere(join(folder, logFiles.checkpoint));
  return checkpoint && parseCheckpoint(parseNote(checkpoint.toString()).text);
};

/** Before the store is looked at: what the log knows of an event is never ahead of the store. */
const copyLog = async ({ folder: newest, keyFile, rooms }: InstalledLog, { add }: Collector, unfinished: string): Promise<Manifest['log']> => {
  const copy = async (from: string, to: string) => {
    const bytes = await readIfThere(from);
    if (bytes) await add(to, bytes);
  };
  for (const [name, file] of Object.entries(signerFiles(keyFile))) await copy(file, `${rooms.signer}/${name}`);
  for (const [i, folder] of chainOf(newest).entries()) {
    const to = [rooms.files, ...Array.from({ length: i }, () => chainFiles.before)].join('/');
    for (const name of [logFiles.cosigned, logFiles.policy, logFiles.seen, chainFiles.opening, logFiles.checkpoint]) await copy(join(folder, name), `${to}/${name}`);
    const there = await checkpointIn(join(unfinished, to));
    if (there) for await (const { path, bytes } of tiles(folder, hashingOf(there.origin)).files(there.size)) await add(`${to}/${path}`, bytes);
  }
  const now = await checkpointIn(join(unfinished, rooms.files));
  if (!now) return null;
  const { origin, size, root } = now;
  return { origin, size, root: root.toString('base64'), position: await tiles(newest, hashingOf(origin)).lastPosition(size) };
};

/** Its files come one after another into one list. */
const inTurn = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
};

const copyWitness = async (home: string, { add }: Collector): Promise<void> => {
  const seen = join(home, 'witness', 'seen');
  for (const name of (existsSync(seen) ? await readdir(seen) : []).filter((file) => file.endsWith('.checkpoint'))) await add(`witness/${name}`, (await readIfThere(join(seen, name)))!); // it was listed, and is never removed
};

/** The head first: everything up to it is there for whoever looks later, and what is added after it is left out. */
const copyStore = async (pool: Pool, { add }: Collector, terminal: Terminal): Promise<number> => {
  const head = await wholeTable(pool, 'head');
  await add('tables/head.jsonl', head);
  const { columns, rows } = parseRows(head);
  if (!rows[0]) throw new Error('head 表是空的：先运行 anjuan migrate / the head row is missing: run anjuan migrate');
  const position = Number(rows[0][columns.indexOf('position')]);
  const say = pace('备份事件', 'backing up events');
  let first = 1;
  for await (const { last, text } of eventPages(pool, position)) {
    await add(`events/${String(first).padStart(12, '0')}.jsonl`, text);
    terminal.progress(say(last, position));
    first = last + 1;
  }
  for (const table of smallTables.filter((name) => name !== 'head')) await add(`tables/${table}.jsonl`, await wholeTable(pool, table));
  return position;
};

const copyArchives = async (pool: Pool, folder: string, { add }: Collector): Promise<void> => {
  const { rows } = await pool.query<{ segment: number }>('select segment from archives order by segment');
  for (const name of rows.map(({ segment }) => segmentName(segment))) {
    const bytes = await readIfThere(join(folder, name));
    if (!bytes) throw new Error(`缺少归档文件 ${join(folder, name)}，备份不会完整 / the archive ${join(folder, name)} is missing, and no backup would be whole without it: bring it back, or set ANJUAN_ARCHIVE_DIR`);
    await add(`archive/${name}`, bytes);
  }
};

/** Where the texts of archived events lie. */
export const archiveFolder = ({ store }: Places, home: string): string => store.ANJUAN_ARCHIVE_DIR ?? join(home, 'archive');

const isWithin = (folder: string, file: string) => !relative(folder, file).startsWith('..');

/**
 * Writes a backup of the system as it runs into a folder that is not there yet: whole, or not at all under that name. The
 * keys go into a file of their own if one is named, and are in no case in the folder.
 */
export const backup = async (url: string, { folder, keys }: BackupAsked, where: Places, { home, build, crash }: Origins, terminal: Terminal): Promise<number> => {
  const target = resolve(folder);
  if (where.store.EVENT_STORE === 'kurrent') throw new Error('事件存放在 KurrentDB 中，请用它自己的备份，见 docs/kurrentdb.md / the events are in KurrentDB: back it up by its own means, see docs/kurrentdb.md');
  if (existsSync(target)) throw new Error(`${target} 已存在；备份写入新的目录 / exists already: a backup goes into a folder of its own`);
  if (keys !== undefined && isWithin(target, resolve(keys))) throw new Error(`密钥不得与数据放在一起：${keys} / keys do not lie with the data they open: ${keys}`);
  const ring = where.keyFile === undefined ? undefined : await keyRingAt(keyFilesOf(where, home));
  if (!ring) throw new Error('不知道安装密钥在哪里：设置 ANJUAN_KEY_FILE / the installation key is not known: set ANJUAN_KEY_FILE');
  if (keys !== undefined) await writeKeyRing(resolve(keys), ring);
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const pool = openPool(url, { max: 1, role: 'anjuan_app' });
  const files = collector(unfinished);
  try {
    const at = new Date().toISOString();
    const [log = null, sm3] = await inTurn(begunLogs(where), (each) => copyLog(each, files, unfinished));
    await copyWitness(home, files);
    const position = await copyStore(pool, files, terminal);
    await copyArchives(pool, archiveFolder(where, home), files);
    crash('backup.afterEvents');
    crash('backup.beforeManifest');
    const tables = Object.fromEntries(Object.values(processes).map((lifecycle) => [lifecycle.process, tableHash(lifecycle)]));
    await writeDurably(join(unfinished, manifestFile), formatManifest({ format: 'anjuan-backup/v1', at, build, tables, position, log, ...(sm3 !== undefined && { sm3 }), keys: namesOf(ring), files: files.files }));
    crash('backup.beforeRename');
    await rename(unfinished, target);
    await flushFolder(dirname(target));
    terminal.say(told({ target, position, logs: [log, sm3 ?? null], keys }));
    return 0;
  } finally {
    await pool.end();
  }
};

const told = ({ target, position, logs, keys }: { readonly target: string; readonly position: number; readonly logs: readonly Manifest['log'][]; readonly keys: string | undefined }): string =>
  [
    `备份完成 backed up: ${target}，至位置 up to position ${position}；${logs.flatMap((log) => (log ? [`日志 log ${log.origin}: ${log.size} 条 leaves，根 root ${log.root}`] : [])).join('；') || '尚无封存 / nothing was sealed yet'}`,
    keys === undefined
      ? '其中没有密钥。没有密钥，备份无法恢复：用 --keys 文件 另存一份，放在别处。/ The keys are not in it, and without them it cannot be restored: keep a copy elsewhere, with --keys FILE.'
      : `密钥另存于 keys: ${keys}；不要与备份放在一起 / do not keep it with the backup`,
  ].join('\n');
