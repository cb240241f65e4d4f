import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openEventStore, openPool, type EventStore } from '@anjuan/event-store';
import { inTurnOf } from '@anjuan/follow';
import { installationKeys } from '@anjuan/handle';
import {
  chainFiles, firstWitness, flushFolder, formatCheckpoint, formatOpening, formatPolicy, formatVerifierKey, hashingOf, logFiles, namesOfLog, notary, openingIn, originAfter, parseCheckpoint, parseEntry, parseNote, parseOpening, readIfThere, signedFile, tiles, tileWidth, writeDurably, type Opening, type SigningKey,
} from '@anjuan/proof';
import { keptBeside, keptBy, newest, signedBefore, signerOf, type Seen } from '../backup/evidence';
import { keyFilesOf, keyRingAt, type KeyRing } from '../backup/key-ring';
import { begunLogs, type InstalledLog } from '../logs';
import type { Places } from '../config';
import type { Terminal } from '../terminal';

export type BeginAnewAsked = { readonly reason: string; readonly approvals: readonly [string, string]; readonly seen: readonly string[] };
export type CrashPoint = 'beginAnew.afterSigner' | 'beginAnew.halfSwitched' | 'beginAnew.afterSwitch';

const refuse = (zh: string, en: string): never => {
  throw new Error(`${zh} / ${en}`);
};

/** The closed log's folder becomes `before` in the new one; cut short between the two renames, the second is made up for. */
const change = async (folder: string, crash: (point: CrashPoint) => void): Promise<void> => {
  const anew = `${folder}.anew`;
  if (!existsSync(join(anew, chainFiles.before))) await rename(folder, join(anew, chainFiles.before));
  crash('beginAnew.halfSwitched');
  await rm(folder, { recursive: true, force: true }); // a notary that still runs under the old name may have begun to write one
  await rename(anew, folder);
  await flushFolder(dirname(folder));
};

type Loss = { readonly seen: Seen; readonly kept: number };

/** How many of the log's first leaves are of events that the store holds where they were sealed: where it was put back, and written on since, it ends. */
const standing = async (folder: string, origin: string, store: Pick<EventStore, 'readAll'>, size: number): Promise<number> => {
  const log = tiles(folder, hashingOf(origin));
  const stands = async (leaf: number): Promise<boolean> => {
    const [tile, place] = [Math.floor(leaf / tileWidth), leaf % tileWidth];
    const position = (await log.positions(tile, size))[place]!; // as many as the tree has there
    if (position === 0) return true; // the opening, which is of no event
    const [event] = await store.readAll(position - 1, 1);
    return event?.position === position && event.id === parseEntry((await log.entries(tile, size))[place]!)?.id; // as above
  };
  if (size === 0 || (await stands(size - 1))) return size;
  let [from, to] = [0, size - 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (await stands(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** What was lost, by what somebody saw; undefined where nothing shows that anything was. */
const lossOf = (folder: string, origin: string, kept: number, size: number, given: readonly Seen[], all: readonly Seen[]): Loss | undefined => {
  const known = kept < size || existsSync(join(folder, logFiles.seen)) || given.some((one) => one.origin === origin && one.size > size);
  const seen = newest(all.filter((one) => one.origin === origin));
  return known && seen ? { seen, kept } : undefined;
};

const sizeOf = async (folder: string): Promise<number> => {
  const checkpoint = await readIfThere(join(folder, logFiles.checkpoint));
  return checkpoint ? parseCheckpoint(parseNote(checkpoint.toString()).text).size : 0;
};

const openingOf = (folder: string): Opening | undefined => parseOpening(openingIn(folder) ?? Buffer.of());

/** Whether the log was begun by this very command, which was cut short, and a notary has gone on with it meanwhile. */
const begunBy = (folder: string, { reason, approvals }: BeginAnewAsked): boolean => {
  const opening = openingOf(folder);
  return opening?.reason === reason && opening.approvals.every((name, i) => name === approvals[i]);
};

/** The next log's folder lies ready with its opening, and the signer signs for the closed one no more. */
const closeOff = async ({ folder, file, base, origin }: { readonly folder: string; readonly file: string; readonly base: SigningKey; readonly origin: string }, { seen, kept }: Loss, { reason, approvals }: BeginAnewAsked): Promise<void> => {
  const next = originAfter(origin);
  await rm(`${folder}.anew`, { recursive: true, force: true });
  await mkdir(`${folder}.anew`, { recursive: true });
  await writeDurably(join(`${folder}.anew`, chainFiles.opening), formatOpening({ origin: next, after: origin, kept, time: new Date().toISOString(), reason, approvals, seen: seen.note ?? formatCheckpoint(seen) }));
  await firstWitness(base, file).oldEntries(); // while it can still be told
  await writeDurably(file, formatCheckpoint({ origin: next, size: 0, root: hashingOf(next).emptyRoot }));
};

const witnessesOf = (policy: string): string => policy.split('\n').filter((line) => !/^\s*log\s/.test(line)).join('\n');

type Beginning = { readonly store: EventStore; readonly ring: KeyRing; readonly asked: BeginAnewAsked; readonly crash: (point: CrashPoint) => void; readonly terminal: Terminal };

/** Begins that log anew, or goes on where that was cut short; false when nothing shows that it has lost anything. */
const beginOne = async (log: InstalledLog, base: SigningKey, { store, ring, asked, crash, terminal }: Beginning): Promise<boolean> => {
  const { folder } = log;
  const file = signedFile(log.keyFile);
  const signer = await firstWitness(base, file).last();
  if (signer && signer.origin === openingOf(`${folder}.anew`)?.origin) await change(folder, crash); // it was cut short
  const head = await store.head();
  if (!openingIn(folder) || existsSync(join(folder, logFiles.checkpoint))) {
    const { origin } = namesOfLog(folder, base.name);
    const own = await keptBeside([logFiles.seen, logFiles.cosigned, logFiles.checkpoint].map((name) => join(folder, name)), ring);
    const given = keptBy(asked.seen, ring);
    const size = await sizeOf(folder);
    const loss = lossOf(folder, origin, await standing(folder, origin, store, size), size, given, [...given, ...own, ...(await signedBefore(log.keyFile))]);
    if (!loss && !begunBy(folder, asked)) return false;
    if (loss) {
      await closeOff({ folder, file, base, origin }, loss, asked);
      crash('beginAnew.afterSigner');
      await change(folder, crash);
    }
  }
  crash('beginAnew.afterSwitch');
  const named = (name: string) => signerOf(ring, log, name)!; // there is a signing key: `base` is it
  const { origin, closed } = namesOfLog(folder, base.name);
  const old = await readFile(join(folder, chainFiles.before, logFiles.policy), 'utf8');
  await writeDurably(join(folder, logFiles.policy), formatPolicy(named(origin), witnessesOf(old), closed.map(named)));
  await notary({ folder, key: named(origin), opening: openingIn(folder), witness: firstWitness(named(origin), file), secret: installationKeys(ring.installation).opaque, store }).catchUp(head);
  const size = await sizeOf(folder);
  terminal.say([
    `${closed[0]} 已永久关闭；${origin} 已开启，${size} 条（首条说明原因与批准人）。运行中的 notary 会自行接续。`,
    `${closed[0]} is closed for ever; ${origin} is begun, with ${size} leaves, of which the first says why and by whose leave. A notary that runs goes on with it by itself.`,
    '将下行交给各见证人和审计人，加入其信任的日志 / give this line to every witness and auditor, to be added to the logs they trust:',
    `log ${formatVerifierKey(named(origin))}`,
  ].join('\n'));
  return true;
};

/**
 * Closes a log that has lost leaves for ever and begins another under the next name, whose first leaf says so; everything
 * that is still there is sealed into it anew. The second log likewise, where there is one. Run again after it was cut short,
 * it goes on where it was.
 */
export const beginAnew = async (url: string, asked: BeginAnewAsked, where: Places, { home, crash }: { readonly home: string; readonly crash: (point: CrashPoint) => void }, terminal: Terminal): Promise<number> => {
  const ring = await keyRingAt(keyFilesOf(where, home));
  const logs = begunLogs(where).flatMap((log) => {
    const base = ring && signerOf(ring, log);
    return base ? [{ log, base }] : [];
  });
  if (!ring || !logs[0]) return refuse('没有安装密钥或签名密钥：从未封存过', 'there is no installation key or no signing key: nothing was ever sealed');
  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const store = await openEventStore(where.store, pool);
  try {
    // A notary that runs writes into the folders in its turn: it waits for us, and goes on with the new logs.
    const begun = await inTurnOf(pool, 'notary', async () => {
      let any = false;
      for (const { log, base } of logs) any = (await beginOne(log, base, { store, ring, asked, crash, terminal })) || any;
      return any;
    });
    if (begun) return 0;
    const { log, base } = logs[0];
    const [{ origin }, size] = [namesOfLog(log.folder, base.name), await sizeOf(log.folder)];
    return refuse(`没有丢失的迹象：${origin} 有 ${size} 条，与最后签名的一致；若有人留存更长的检查点，用 --seen 指明`, `nothing shows a loss: ${origin} has its ${size} leaves as they were signed last; if somebody keeps a longer checkpoint, name it with --seen`);
  } finally {
    await store.close();
    await pool.end();
  }
};
