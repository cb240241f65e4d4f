import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openEventStore, openPool } from '@anjuan/event-store';
import { installationKeys, processOf } from '@anjuan/handle';
import { eventsOf, wholeLog, writeBundle } from '@anjuan/proof';
import { createQueries } from '@anjuan/read-models';
import { linkedHistory } from '@anjuan/replay';
import type { Places } from '../config';
import type { Terminal } from '../terminal';

export type BundleAsked = { readonly id: string; readonly out: string; readonly sm3: boolean };

const today = { processes, policy: defaultPolicy, count: counting(defaultPolicy, adopted) };

/** Writes a matter's whole linked history, or the whole log, as a sealed case file that anybody can verify without us. */
export const bundle = async (url: string, { id, out }: BundleAsked, { proof, keyFile, store: kept }: Places, terminal: Terminal): Promise<number> => {
  if (keyFile === undefined) throw new Error('不知道安装密钥在哪里：设置 ANJUAN_KEY_FILE / the installation key is not known: set ANJUAN_KEY_FILE');
  const secret = installationKeys(readFileSync(keyFile, 'utf8')).opaque;
  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  const queries = createQueries(pool);
  try {
    const history = id === wholeLog || processOf(id) === undefined ? [] : (await linkedHistory(id, { read: (stream) => store.read(stream), linked: queries.linked }, today)).toSorted((a, b) => a.position - b.position);
    const last = history.at(-1);
    if (id !== wholeLog && !last) {
      terminal.say(`没有找到 ${id}；编号形如 clue-…（26 位），整个日志为 log\nthere is no ${id}; an id looks like clue-… (26 characters), the whole log is log`);
      return 1;
    }
    const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
    await once(file, 'open');
    const write = async (text: string | Buffer) => {
      if (!file.write(text)) await once(file, 'drain');
    };
    const scope = last?.correlation ?? wholeLog;
    const count = await writeBundle({ folder: proof, secret, scope, events: last ? history : eventsOf(store), write }, last?.position ?? 0).catch(async (error: unknown) => {
      await rm(out); // half a bundle is none
      throw error;
    });
    await finished(file.end());
    terminal.say(`已封存 ${count} 个事件：${out}；用 anjuan verify ${out} --trust 公钥文件 核对\nsealed ${count} events: ${out}; verify with anjuan verify ${out} --trust KEYS`);
    return 0;
  } finally {
    await queries.close();
    await store.close();
    await pool.end();
  }
};
