import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openEventStore, openPool, type StoreSettings } from '@anjuan/event-store';
import { rebuild } from '@anjuan/follow';
import { readModels } from '@anjuan/read-models';
import type { Terminal } from '../terminal';

export const rebuildReadModels = async (url: string, kept: StoreSettings, terminal: Terminal): Promise<number> => {
  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  const began = Date.now();
  const parked: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (about: object) => void parked.push(JSON.stringify(about)) };
  try {
    const done = await rebuild({
      store, pool, log, ...readModels({ processes, counting: counting(defaultPolicy, adopted) }),
      onProgress: (position, head) => terminal.progress(`重建列表和页面 / rebuilding: ${position} / ${head} (${Math.floor((100 * position) / head)} %)`),
    });
    const seconds = (Date.now() - began) / 1_000;
    terminal.say(`完成：${done} 个事件，${seconds.toFixed(1)} 秒 / done: ${done} events in ${seconds.toFixed(1)} s`);
    if (parked.length > 0) terminal.say(`${parked.length} 个流有无法读取的事件 / streams with an event that cannot be read:\n${parked.slice(0, 20).map((line) => `  ${line}`).join('\n')}`);
    return parked.length > 0 ? 1 : 0;
  } finally {
    await store.close();
    await pool.end();
  }
};
