import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { postgresEventStore } from '@anjuan/event-store';
import { createQueries } from '@anjuan/read-models';
import { linkedHistory, pointAt, replay, stateAt, wholeLine } from '@anjuan/replay';
import type { Bench } from './bench';
import { registered } from './clues';
import { command, keepAlive } from './http-client';
import { percentile } from './measure';
import { quiet } from './quiet';
import type { Reading } from './report';

const length = 500;
const goal = 15;
const petition = { person: 'P-01', office: 'petitionOffice', post: 'handler' };

/** A clue that is accused again and again, with a note in between: half of its events are acts, and its facts grow. */
const longClue = async ({ apiUrl, acknowledged, ...bench }: Bench): Promise<string> => {
  const [one] = await registered({ apiUrl, acknowledged, ...bench }, 1);
  if (!one) throw new Error('no clue was registered');
  const { stream } = one.receipt;
  const receivedOn = counting(defaultPolicy, adopted).dateOf(new Date().toISOString());
  const connection = keepAlive(apiUrl);
  for (let revision = one.receipt.revision; revision < length; ) {
    const [name, asked] = revision % 2 === 0 ? ['addNote', { text: '已电话联系举报人，约定本周内补充材料' }] : ['logDuplicateAccusation', { receivedOn, number: `来件${revision}` }];
    const receipt = await command(connection, { path: `/api/clues/${stream}/commands/${name}`, actor: petition, body: { asked } });
    acknowledged.add(receipt);
    revision = receipt.revision;
  }
  connection.close();
  return stream;
};

/** Points drawn all over the history, each asked for by itself: nothing is kept from one to the next. */
const timed = async (turns: number, once: (revision: number) => Promise<unknown>): Promise<readonly number[]> => {
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const revision = 1 + ((turn * 211) % length);
    const from = performance.now();
    await once(revision);
    took.push(performance.now() - from);
  }
  return took.slice(turns / 10);
};

export const replayPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { pool, apiUrl, tell } = bench;
  tell(`replay: a history of ${length} events`);
  const stream = await longClue(bench);
  await quiet(bench);
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  const today = { processes, policy: defaultPolicy, count: counting(defaultPolicy, adopted) };
  const lineNow = async () => replay(await linkedHistory(stream, { read: (name) => store.read(name), linked: queries.linked }, today), today);
  const asked = async (at: string) => {
    const line = await lineNow();
    const found = pointAt(line, stream, at, new Date().toISOString(), today);
    if ('refused' in found) throw new Error(found.refused.message.en);
    return stateAt(today, line, found.point);
  };
  try {
    const here = await timed(200, (revision) => asked(String(revision)));
    const overHttp = await timed(200, async (revision) => {
      const answer = await fetch(`${apiUrl}/api/clues/${stream}/replay?at=${revision}`);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer.json();
    });
    const whole = await timed(20, async () => wholeLine(today, await lineNow(), stream));
    const name = `replay of ${length} events to any point`;
    const within = (value: number) => ({ text: `≤ ${goal} ms`, met: value <= goal });
    return [
      { name: `${name}, read and folded anew, p50`, value: percentile(here, 0.5), unit: 'ms' },
      { name: `${name}, read and folded anew, p95`, value: percentile(here, 0.95), unit: 'ms', goal: within(percentile(here, 0.95)) },
      { name: `${name}, over HTTP, p95`, value: percentile(overHttp, 0.95), unit: 'ms' },
      { name: `every step of ${length} events in words, p50`, value: percentile(whole, 0.5), unit: 'ms' },
    ];
  } finally {
    await queries.close();
    await store.close();
  }
};
