import { readFileSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openEventStore, openPool } from '@anjuan/event-store';
import { installationKeys } from '@anjuan/handle';
import { exitCode, hasSm3Log, logFiles, parseCheckpoint, parseNote, piecesOf, proofFormat, seenOf, Unusable, verifyBundle, verifyProof, verifyStore, type Policy, type ProofReport, type Report } from '@anjuan/proof';
import type { Places } from '../config';
import { named, policyIn } from '../given-file';
import { ringKeyOf } from '../logs';
import { reasonOf } from '../reason';
import type { Terminal } from '../terminal';

export type VerifyAsked = { readonly bundle?: string; readonly sm3: boolean; readonly trust?: string; readonly seen: readonly string[]; readonly json: boolean };

const unusable = 2;
const longestProof = 2_000_000;

/** What a file of a kept checkpoint holds; it must be of that log where the database is asked. */
const checkpointIn = (file: string, of: 'database' | 'database --sm3' | undefined): Promise<string> =>
  named(`--seen ${file}`, () => {
    const text = readFileSync(file, 'utf8');
    const { origin } = parseCheckpoint(parseNote(text).text);
    const its = ringKeyOf(origin) === 'sm2' ? 'database --sm3' : 'database';
    if (of !== undefined && of !== its) throw new Unusable(`属于另一个日志 ${origin}：用 --${its} 核对 / it is of the other log, ${origin}: hold it against that, with --${its}`);
    return text;
  });

const database = async (url: string, { proof, keyFile, store: kept }: Places, trust: Policy | undefined, seen: readonly string[], terminal: Terminal): Promise<Report> => {
  if (keyFile === undefined) throw new Error('不知道安装密钥在哪里：设置 ANJUAN_KEY_FILE / the installation key is not known: set ANJUAN_KEY_FILE');
  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  try {
    return await verifyStore({
      store, folder: proof, seen, secret: installationKeys(readFileSync(keyFile, 'utf8')).opaque, now: Date.now(),
      policy: trust ?? (await policyIn(join(proof, logFiles.policy))),
      onProgress: (done, all) => terminal.progress(`核对 / verifying: ${done} / ${all}`),
    });
  } finally {
    await store.close();
    await pool.end();
  }
};

/** A proof of one event is told by its first line; anything else is read as a bundle. */
const fileReport = async (file: string, policy: Policy | undefined, seen: readonly string[]): Promise<Report | ProofReport> => {
  const what = await stat(file);
  if (!what.isFile() && !what.isDirectory()) throw new Unusable('不是文件 / is no file'); // of a folder the system says so itself
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(proofFormat.length + 1));
    if (buffer.toString('utf8', 0, bytesRead) !== `${proofFormat}\n`) return await verifyBundle(piecesOf(file), policy, seen);
    if (seen.length > 0) throw new Unusable('--seen 只能与整个日志核对 / a kept checkpoint can be held against the whole log only');
    if ((await handle.stat()).size > longestProof) throw new Unusable(`a proof has at most ${longestProof} bytes`);
    return verifyProof(await readFile(file, 'utf8'), policy);
  } finally {
    await handle.close();
  }
};

const verdicts = {
  0: '完好：与封存时一致 / good: as it was sealed',
  1: '已被改动 / tampered with',
  3: '内容与封存时一致，但不足以采信 / as it was sealed, but not enough to rely on',
} as const;

/** A report in words; `trusted` says whether the keys were the reader's own. */
export const reportText = (report: Report, trusted: boolean): string => {
  const { origin, size, events, cosigned, witnessed, begun, findings, found, doubts } = report;
  return [
    `日志 log: ${origin}，${size} 条 leaves；核对事件 events: ${events}`,
    cosigned.length > 0 ? `见证 witnesses: 前 ${witnessed} 条 leaves, ${cosigned.map(({ name, seconds }) => `${name} ${new Date(seconds * 1_000).toISOString()}`).join('，')}` : '无人见证 / no witness has signed',
    ...begun.map(({ origin: to, after, kept, time, reason, approvals, seen }) => `${time} 另起 begun anew: ${to}，接 after ${after}；见过 seen ${seenOf({ seen }).size} 条，留存 kept ${kept} 条；原因 reason: ${reason}；批准 approved by: ${approvals.join('、')}`),
    ...(trusted ? [] : ['公钥取自被核对者自身，只能证明前后一致；以 --trust 指定自己保存的公钥 / the keys come from what was verified, which shows only that it agrees with itself; give your own with --trust']),
    ...findings.map(({ zh, en, expected, found: now }) => `!! ${zh}\n   ${en}${expected === undefined && now === undefined ? '' : `\n   封存 sealed: ${expected ?? '—'}\n   现在 now:    ${now ?? '—'}`}`),
    ...(found > findings.length ? [`…… 共 ${found} 处 / ${found} in all`] : []),
    ...doubts.map(({ zh, en }) => `?  ${zh}\n   ${en}`),
    verdicts[exitCode(report)],
  ].join('\n');
};

/** Holds a bundle, or the database and the log's files, against what was signed. Nothing is written; a bundle needs no database. */
export const verify = async ({ bundle, sm3, trust, seen, json }: VerifyAsked, url: string | undefined, places: Places, terminal: Terminal): Promise<number> => {
  try {
    const policy = trust === undefined ? undefined : await policyIn(trust, '--trust ');
    const kept = await Promise.all(seen.map((file) => checkpointIn(file, bundle !== undefined ? undefined : sm3 ? 'database --sm3' : 'database')));
    if (bundle === undefined && url === undefined) throw new Error('不知道数据库在哪里 / no database is known: npm start, or DATABASE_URL');
    const report = bundle === undefined ? await database(url!, places, policy, kept, terminal) : await named(bundle, () => fileReport(bundle, policy, kept)); // without a bundle there is an address: the line above
    if (json) terminal.json({ exitCode: exitCode(report), ...report });
    else {
      terminal.say(`${'entry' in report ? `${report.entry}\n` : ''}${reportText(report, policy !== undefined)}`);
      if (bundle === undefined && !sm3 && hasSm3Log({ folder: places.proof, keyFile: places.signingKeyFile })) terminal.say('另有以国密算法记的日志：用 --database --sm3 核对 / there is a second log, with SM3 and SM2: verify it with --database --sm3');
    }
    return exitCode(report);
  } catch (error) {
    const why = reasonOf(error);
    if (json) terminal.json({ exitCode: unusable, unusable: why });
    else terminal.say(`无法核对 / cannot be verified: ${why}`);
    return unusable;
  }
};
