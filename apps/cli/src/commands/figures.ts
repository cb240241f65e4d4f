import { limits, openEventStore, openPool, type EventStore, type StoreSettings } from '@anjuan/event-store';
import { createQueries, type Period } from '@anjuan/read-models';
import { figuresText } from '../figures-text';
import { speech } from '../replay-text';
import type { Terminal } from '../terminal';

export type FiguresAsked = Period & { readonly json: boolean; readonly english: boolean };

type Waiting = { readonly position: () => Promise<number>; readonly waitFor: (position: number, ms: number) => Promise<boolean> };

/** Waits for what was stored when it was asked, as long as the read models come on; answers how many events they lack. */
const behindBy = async ({ position, waitFor }: Waiting, store: EventStore): Promise<number> => {
  const head = await store.head();
  for (let reached = await position(); reached < head; ) {
    if (await waitFor(head, 5_000)) return 0;
    const now = await position();
    if (now === reached) return (await store.readAll(now, limits.eventsPerRead)).length; // positions need not count events
    reached = now;
  }
  return 0;
};

/** The figures of [from, to), what was open at the start of `to`, and the same days of the year before. Nothing is written. */
export const figures = async (url: string, kept: StoreSettings, { from, to, json, english }: FiguresAsked, terminal: Terminal, aside: Terminal): Promise<number> => {
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  const queries = createQueries(pool);
  try {
    const behind = await behindBy(queries, store);
    if (behind > 0) aside.say(`统计尚缺最近 ${behind} 个事件：follower 未在运行？ / the last ${behind} events are not counted yet: is the follower running?`);
    const now = await queries.figures({ from, to });
    const [open, { previous, yoyPercent }] = await Promise.all([queries.openAt(to), queries.yearOnYear(now)]);
    if (json) terminal.json({ ...now, open, yoyPercent });
    else terminal.say(figuresText(speech(english), now, open, previous));
    return 0;
  } finally {
    await queries.close();
    await store.close();
    await pool.end();
  }
};
