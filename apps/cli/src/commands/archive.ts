import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { civilDateOf, startOfDay } from '@anjuan/calendar';
import { archive as moveTexts, openPool } from '@anjuan/event-store';
import { writeDurably } from '@anjuan/proof';
import type { Places } from '../config';
import { closedBefore } from '../conducted';
import type { Terminal } from '../terminal';

export type ArchiveAsked = { readonly before: string; readonly json: boolean };

const inMegabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);

/** As the owner of the database: the apps may not touch what was stored. May be stopped at any time and run again. */
export const archive = async (url: string, { before, json }: ArchiveAsked, { store: { EVENT_STORE = 'postgres', ANJUAN_ARCHIVE_DIR: folder } }: Places, terminal: Terminal): Promise<number> => {
  if (EVENT_STORE !== 'postgres' || folder === undefined) throw new Error(`EVENT_STORE=${EVENT_STORE}：归档只用于存于 Postgres 的事件 / only events kept in Postgres are archived; EVENT_STORE is ${EVENT_STORE}`);
  const today = civilDateOf(Date.now());
  if (before > today) throw new Error(`--before ${before} 尚未到来，今天是 ${today} / --before ${before} is not there yet: today is ${today}`);
  const pool = openPool(url, { max: 2 });
  try {
    const streams = await closedBefore(pool, startOfDay(before));
    const { events, segments, bytes } = await moveTexts(pool, {
      streams,
      keep: (name, content) => writeDurably(join(folder, name), content, 0o600),
      readBack: (name) => readFile(join(folder, name)),
      onProgress: (done, of) => terminal.progress(`归档 / archiving: ${done} / ${of} (${Math.floor((100 * done) / of)} %)`),
    });
    if (json) terminal.json({ before, matters: streams.length, events, segments, bytes, folder });
    else if (events === 0) terminal.say(`${before} 之前办结的事项均已归档，或没有这样的事项 / everything closed before ${before} is archived, or there is nothing such`);
    else terminal.say(`已归档 ${streams.length} 件、${events} 个事件，写入 ${segments} 个文件：${folder}\n表中腾出 ${inMegabytes(bytes)} MB，由数据库陆续重用；备份时请一并保存该目录\n${events} events of ${streams.length} matters are archived in ${segments} files: ${folder}\n${inMegabytes(bytes)} MB left the table and will be used again; the folder belongs into every backup`);
    return 0;
  } finally {
    await pool.end();
  }
};
