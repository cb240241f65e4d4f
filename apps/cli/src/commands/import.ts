import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy } from '@anjuan/domain';
import { openEventStore, openPool, type StoreSettings } from '@anjuan/event-store';
import { createHandle, installationKeys, systemClock, thisRelease } from '@anjuan/handle';
import { importLedger, readLedger, type FileRefusal, type Ledger } from '@anjuan/ledger';
import { actorSchema, text, type Text } from '@anjuan/lifecycle';
import type { Places } from '../config';
import { again, dryRunText, importedText } from '../ledger-text';
import { speech } from '../replay-text';
import type { Terminal } from '../terminal';

/** Whoever is logged in vouches when nobody is named. */
export type ImportAsked = { readonly file: string; readonly dryRun: boolean; readonly vouchedBy: string | undefined; readonly json: boolean; readonly english: boolean };

const largest = 256 * 1024 * 1024;

const ofSystem: Readonly<Record<string, Text>> = {
  ENOENT: text('没有这个文件', 'there is no such file'),
  EACCES: text('没有读取这个文件的权限', 'this file may not be read by you'),
};

/** The bytes of a file, or why there are none. */
const bytesOf = (path: string): Uint8Array | { readonly refused: Text } => {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return { refused: text('这是文件夹，请指明其中的台账文件', 'this is a folder: name the ledger in it') };
    if (!found.isFile()) return { refused: text('这不是普通文件', 'this is no regular file') };
    if (found.size > largest) return { refused: text(`文件超过 ${largest / 1024 / 1024} MB，请按年份分成几个文件`, `the file is larger than ${largest / 1024 / 1024} MB: split it by year`) };
    return readFileSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // the file system throws nothing else
    return { refused: ofSystem[code] ?? text(`读不到文件：${message}`, `it cannot be read: ${message}`) };
  }
};

const aborted = (aside: Terminal): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      aside.say('正在停下，先办完手头的…… / stopping, after what is on its way…');
      stop.abort();
    });
  return stop.signal;
};

const register = async (ledger: Ledger, vouchedBy: string, { databaseUrl, keyFile, organ, store: kept }: { readonly databaseUrl: string; readonly keyFile: string; readonly organ: string; readonly store: StoreSettings }, aside: Terminal) => {
  const pool = openPool(databaseUrl, { max: 8, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool, thisRelease());
  const door = createHandle({ store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(readFileSync(keyFile, 'utf8')), organ, cacheSize: 1_000 });
  try {
    return await importLedger(ledger, { door, vouchedBy, actor: { person: vouchedBy, office: 'caseSupervisionOffice', post: 'handler' } }, {
      signal: aborted(aside),
      onProgress: ({ done, of, perSecond, secondsLeft }) => aside.progress(`登记 / registering: ${done} / ${of}，${perSecond} 行/秒 rows/s，约剩 left ${secondsLeft} s`),
    });
  } finally {
    await store.close();
    await pool.end();
  }
};

/** Reads a ledger, says what is wrong with it, and registers what is not; a dry run stops before that and needs no installation. */
export const importFile = async ({ databaseUrl, keyFile, organ, store }: Places, { file, dryRun, vouchedBy = userInfo().username, json, english }: ImportAsked, out: Terminal, aside: Terminal): Promise<number> => {
  const speak = speech(english);
  const no = (unreadable: Pick<FileRefusal, 'words'>): number => {
    if (json) out.json({ unreadable });
    aside.say(`${file}: ${speak.say(unreadable.words)}`);
    return 1;
  };
  if (vouchedBy !== undefined && !actorSchema.shape.person.safeParse(vouchedBy).success) return no({ words: text('--vouched-by 须为 1–60 字', '--vouched-by takes 1 to 60 characters') });
  const bytes = bytesOf(file);
  if ('refused' in bytes) return no({ words: bytes.refused });
  const today = counting(defaultPolicy, adopted).dateOf(await systemClock.now());
  const ledger = await readLedger(bytes, { today, onProgress: ({ rows, share }) => aside.progress(`读取 / reading: ${rows} 行 rows，${Math.floor(100 * share)} %`) });
  if ('unreadable' in ledger) return no(ledger.unreadable);

  if (dryRun) {
    const { rows, accepted, repeats, blank, refused } = ledger;
    if (json) out.json({ rows, accepted: accepted.length, repeats: repeats.length, blank: blank.length, refused: refused.map(({ row, number, reason }) => ({ row, number, reason })) });
    else out.say(dryRunText(speak, ledger));
    return 0;
  }
  if (databaseUrl === undefined || keyFile === undefined) {
    aside.say('不知道登记到哪里：先运行 npm start，或设置 DATABASE_URL 和 ANJUAN_KEY_FILE\nNo installation is known: run npm start first, or set DATABASE_URL and ANJUAN_KEY_FILE');
    return 1;
  }
  aside.say(`由 ${vouchedBy} 对台账内容负责 / ${vouchedBy} vouches for the ledger`);
  try {
    const imported = await register(ledger, vouchedBy, { databaseUrl, keyFile, organ, store }, aside);
    const { rows, accepted, repeats, blank, refused, ...more } = imported;
    if (json) out.json({ rows, accepted, repeats, blank, refused: refused.map(({ row, number, reason }) => ({ row, number, reason })), ...more });
    else out.say(importedText(speak, ledger, imported));
    if (more.left > 0) aside.say(`${again.zh} / ${again.en}`);
    return more.left > 0 || more.cases.refused.length > 0 ? 1 : 0;
  } catch (error) {
    aside.say(`登记中断。${again.zh} / the import broke off. ${again.en}`);
    throw error;
  }
};
