import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openEventStore, openPool, type StoreSettings } from '@anjuan/event-store';
import { askRebuild, checkRows, isAsked, rebuild as rebuildRows, type Checked, type Progress } from '@anjuan/follow';
import { readModels } from '@anjuan/read-models';
import type { Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../terminal';

/** What the events are worked out into: lists, pages, clocks and figures; what workflows are told; what is stuck. */
export const rebuilt = ['read-models', 'conductor', 'stuck', 'all'] as const;
export type RebuildAsked = { readonly what: (typeof rebuilt)[number]; readonly check: boolean; readonly json: boolean };

/** So long without an answer, somebody has to look. */
const patience = 60_000;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const phases = { reading: '读取事件 reading', indexing: '建立索引 indexing', catchingUp: '追赶 catching up' };

const progressText = ({ phase, position, head, eventsPerSecond, left }: Progress): string =>
  `${phases[phase]}: ${position} / ${head} (${head === 0 ? 100 : Math.floor((100 * position) / head)} %)，${eventsPerSecond} 事件/秒 events/s，约剩 about ${left} s left`;

const parkedBy = async (pool: Pool, follower: string) =>
  (await pool.query<{ stream: string; position: number; cause: string }>('select stream, position::int, cause from parked where follower = $1 order by position', [follower])).rows;

const keyLine = ({ table, key, live, built }: Checked['differences'][number]): string =>
  `  ${table} ${key}: ${live && built ? '不一致 not the same' : live ? '事件中没有 not in the events' : '缺失 missing'}`;

/** Builds beside, compares, and leaves everything as it is. Exits with 1 when a row is not what the events say. */
const check = async (building: Parameters<typeof checkRows>[0], { json }: RebuildAsked, terminal: Terminal): Promise<number> => {
  const { count, differences, ...checked } = await checkRows(building);
  if (json) terminal.json({ same: count === 0, ...checked, count, differences });
  else if (count === 0) terminal.say(`一致：至位置 ${checked.position} 的每一行都与事件相符 / the same: up to position ${checked.position}, every row is what the events say`);
  else
    terminal.say(`${count} 行与事件不符${count > differences.length ? `，前 ${differences.length} 行` : ''} / ${count} rows are not what the events say:\n${differences.map(keyLine).join('\n')}\n→ anjuan rebuild read-models`);
  return count === 0 ? 0 : 1;
};

/** What `hand.ts` is told. */
export type HandPlace = { readonly url: string; readonly kept: StoreSettings };

const readModelsAnew = async (url: string, kept: StoreSettings, asked: RebuildAsked, hand: URL, terminal: Terminal, aside: Terminal): Promise<number> => {
  const pool = openPool(url, { max: 3, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  const began = Date.now();
  let events = 0;
  const building = {
    store, pool, log: silent, ...readModels({ processes, counting: counting(defaultPolicy, adopted), store, helper: { script: hand, place: { url, kept } satisfies HandPlace } }),
    onProgress: (progress: Progress) => {
      ({ events } = progress);
      (asked.json ? aside : terminal).progress(progressText(progress));
    },
  };
  try {
    if (asked.check) return await check(building, asked, terminal);
    const position = await rebuildRows(building);
    const seconds = (Date.now() - began) / 1_000;
    const parked = await parkedBy(pool, building.name);
    if (asked.json) terminal.json({ position, events, seconds, parked });
    else {
      terminal.say(`完成：${events} 个事件，${seconds.toFixed(1)} 秒 / done: ${events} events in ${seconds.toFixed(1)} s`);
      if (parked.length > 0) terminal.say(`${parked.length} 个流有无法读取的事件 / streams with an event that cannot be read:\n${parked.slice(0, 20).map((line) => `  ${JSON.stringify(line)}`).join('\n')}`);
    }
    return parked.length > 0 ? 1 : 0;
  } finally {
    await store.close();
    await pool.end();
  }
};

/** The follower itself does it, beside what it has, also if nobody watches. */
const asksFollower = async (url: string, follower: 'conductor' | 'stuck', { json }: RebuildAsked, terminal: Terminal, quiet = patience): Promise<number> => {
  const pool = openPool(url, { max: 1, role: 'anjuan_app' });
  try {
    if (!(await askRebuild(pool, follower))) {
      terminal.say(`${follower} 尚未运行过，没有可重建的 / ${follower} has never run: there is nothing to build anew`);
      return 0;
    }
    for (const from = Date.now(); await isAsked(pool, follower); await pause(200))
      if (Date.now() - from > quiet) {
        terminal.say(`${quiet / 1_000} 秒内未完成：follower 在运行吗？请求已记下，进度见其日志 / not done within ${quiet / 1_000} s: is the follower running? The request is kept; its log says how far it is`);
        return 1;
      }
    if (json) terminal.json({ follower, done: true });
    else terminal.say(`完成：${follower} / done: ${follower}`);
    return 0;
  } finally {
    await pool.end();
  }
};

/** Rows worked out anew from the events, beside those that answer meanwhile. Nothing is sent, told or looked for again. `hand` is the program of a thread that helps. */
export const rebuild = async (url: string, kept: StoreSettings, asked: RebuildAsked, hand: URL, terminal: Terminal, aside: Terminal): Promise<number> => {
  const { what } = asked;
  if (what === 'read-models') return readModelsAnew(url, kept, asked, hand, terminal, aside);
  if (what !== 'all') return asksFollower(url, what, asked, terminal);
  let worst = 0;
  for (const one of ['read-models', 'conductor', 'stuck'] as const) worst = Math.max(worst, await rebuild(url, kept, { ...asked, what: one }, hand, terminal, aside));
  return worst;
};
