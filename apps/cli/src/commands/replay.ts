import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openEventStore, openPool, type StoreSettings } from '@anjuan/event-store';
import { processOf, systemClock } from '@anjuan/handle';
import { createQueries } from '@anjuan/read-models';
import { linkedHistory, pointAt, replay as lineOf, stateAt, wholeLine } from '@anjuan/replay';
import { lineText, speech, stateText } from '../replay-text';
import type { Terminal } from '../terminal';

export type ReplayAsked = { readonly id: string; readonly at?: string; readonly json: boolean; readonly english: boolean };

const today = { processes, policy: defaultPolicy, count: counting(defaultPolicy, adopted) };

/** Tells the whole linked history of a matter, or how it stood at a revision or at the end of a day. Nothing is written. */
export const replay = async (url: string, kept: StoreSettings, { id, at, json, english }: ReplayAsked, terminal: Terminal): Promise<number> => {
  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const store = await openEventStore(kept, pool);
  const queries = createQueries(pool);
  const speak = speech(english);
  const no = (zh: string, en: string): number => {
    if (json) terminal.json({ refused: { zh, en } });
    else terminal.say(`${zh}\n${en}`);
    return 1;
  };
  try {
    const events = processOf(id) === undefined ? [] : await linkedHistory(id, { read: (stream) => store.read(stream), linked: queries.linked }, today);
    if (events.length === 0) return no(`没有找到 ${id}；编号形如 clue-…（26 位），见线索或案件页面`, `there is no ${id}; an id looks like clue-… (26 characters), as its page shows it`);
    const line = lineOf(events, today);
    if (at === undefined) {
      const whole = wholeLine(today, line, id);
      if (json) terminal.json(whole);
      else terminal.say(lineText(speak, whole));
      return 0;
    }
    const found = pointAt(line, id, at, await systemClock.now(), today);
    if ('refused' in found) return no(found.refused.message.zh, found.refused.message.en);
    const state = stateAt(today, line, found.point);
    if (json) terminal.json(state);
    else terminal.say(stateText(speak, state));
    return 0;
  } finally {
    await queries.close();
    await store.close();
    await pool.end();
  }
};
