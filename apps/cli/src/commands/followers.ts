import { openEventStore, openPool, type StoreSettings } from '@anjuan/event-store';
import { standings } from '@anjuan/follow';
import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../terminal';

/** Between two looks, to see how fast they come on. */
const between = 1_000;

/** How all stand who follow the store, part by part; the same as `/metrics` of a follower gives. Exits with 1 when a stream is parked or the store lies behind. */
export const followers = async (url: string, kept: StoreSettings, terminal: Terminal, json: boolean): Promise<number> => {
  const pool = openPool(url, { max: 3, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  try {
    const before = await standings(pool, store);
    await pause(between);
    const all = (await standings(pool, store)).map((now) => {
      const was = before.find(({ follower, partition }) => follower === now.follower && partition === now.partition);
      return { ...now, perSecond: Math.max(0, Math.round(((now.position - (was?.position ?? now.position)) * 1_000) / between)) };
    });
    if (json) terminal.json({ followers: all });
    else if (all.length === 0) terminal.say('尚未运行过 / none has run yet');
    for (const { follower, partition, partitions, position, behind, seconds, perSecond, parked } of json ? [] : all)
      terminal.say(`${follower}${partitions === 1 ? '' : ` ${partition + 1}/${partitions}`}: 位置 position ${position}，落后 behind ${behind} (${seconds.toFixed(1)} s)，${perSecond} 事件/秒 events/s，停下的流 parked ${parked}`);
    return all.some(({ behind, parked }) => behind < 0 || parked > 0) ? 1 : 0;
  } finally {
    await store.close();
    await pool.end();
  }
};
