import { setTimeout as pause } from 'node:timers/promises';
import type { Receipt } from '@anjuan/event-store';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Bench } from './bench';
import { atTheStart, isThrough, overHttp, walk, type Walker } from './clue-way';
import { closed } from './clues';
import { withCores } from './cores';
import { keepAlive } from './http-client';
import { percentile } from './measure';
import { quiet } from './quiet';
import type { Reading } from './report';

const perSecond = 20;
const runsFor = 40;
/** A clue is told of acceptance so long after it was registered: its own clock stops and the timer moves to the other. */
const later = 5;

type Heard = { readonly receipt: Receipt; readonly answeredAt: number };
type Walked = Walker & { readonly stream: string };

/** Named clues: registering starts two clocks, telling the informant stops the nearer one. Each of the two is half of the load. */
const submit = async ({ apiUrl, acknowledged }: Bench) => {
  const heard: Heard[] = [];
  const begun: Walked[] = [];
  const idle = Array.from({ length: 8 }, () => keepAlive(apiUrl));
  const all = [...idle];
  const send = async (walker: Walker): Promise<Walked> => {
    const connection = idle.pop() ?? keepAlive(apiUrl);
    if (!all.includes(connection)) all.push(connection);
    const { receipt, walker: next } = await walk(overHttp(connection), walker);
    heard.push({ receipt, answeredAt: Date.now() });
    acknowledged.add(receipt);
    idle.push(connection);
    return next;
  };
  /** The informant hears of it first: a way of its own from the same steps. */
  const start = atTheStart(true);
  const told = start.way.findIndex(({ name }) => name === 'tellAcceptance');
  const way = [start.way[0]!, start.way[told]!, ...start.way.filter((_, i) => i !== 0 && i !== told)]; // every named way has both
  const register = async () => void begun.push(await send({ ...start, way }));
  const waiting: Promise<unknown>[] = [];
  const began = performance.now();
  for (let n = 0; n < perSecond * runsFor; n += 1) {
    await pause(Math.max(0, began + (n * 1_000) / perSecond - performance.now()));
    const second = n / perSecond;
    const old = n % 2 === 1 && second >= later ? begun.findIndex(({ taken }) => taken === 1) : -1;
    if (old < 0) waiting.push(register());
    else {
      const walker = begun[old]!; // found on the line above
      begun[old] = { ...walker, taken: 2 };
      waiting.push(send(walker).then((next) => { begun[begun.findIndex(({ stream }) => stream === next.stream)] = next; }));
    }
  }
  await Promise.all(waiting);
  const took = (performance.now() - began) / 1_000;
  all.forEach((connection) => connection.close());
  return { heard, begun, rate: heard.length / took };
};

type Situation = { readonly position: number; readonly next?: { readonly at: string } };
type Stamp = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;
export const millis = (stamp: Stamp): number => Number(String(stamp?.seconds ?? 0)) * 1_000 + (stamp?.nanos ?? 0) / 1e6;

/**
 * When the timer for what the workflow was told at that position, or later, was there: by the server's own stamp in the
 * workflow's history, read when all is over, so that looking costs the measured nothing.
 */
const armedAt = async ({ temporal }: Bench, { receipt }: Heard): Promise<number | undefined> => {
  const { events } = await temporal.workflow.getHandle(receipt.stream).fetchHistory();
  let next: string | undefined;
  for (const event of events ?? []) {
    const payload = event.workflowExecutionSignaledEventAttributes?.input?.payloads?.[0];
    if (payload) {
      const situation = defaultPayloadConverter.fromPayload<Situation>(payload);
      if (situation.position >= receipt.position) next = situation.next?.at;
    }
    const timer = event.timerStartedEventAttributes;
    if (!timer || next === undefined) continue;
    const started = millis(event.eventTime);
    // The timer may also be one that was under way for an earlier word.
    if (Math.abs(started + millis(timer.startToFireTimeout) - Date.parse(next)) < 60_000) return started;
  }
  return undefined;
};

const openOf = async ({ temporal }: Bench, streams: readonly string[]): Promise<readonly string[]> => {
  const open: string[] = [];
  for (const stream of streams) if ((await temporal.workflow.getHandle(stream).describe()).status.name === 'RUNNING') open.push(stream);
  return open;
};

export const timersPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { home, tell } = bench;
  await quiet(bench);
  tell(`temporal: ${perSecond} transitions a second for ${runsFor} s`);
  const { result: { heard, begun, rate }, cores } = await withCores(home, () => submit(bench));
  tell(`  ${rate.toFixed(1)} transitions/s (cores: ${cores})`);
  await quiet(bench);
  tell('temporal: reading the histories');
  const waits: number[] = [];
  let missing = 0;
  for (const one of heard) {
    const armed = await armedAt(bench, one);
    if (armed === undefined) missing += 1;
    else waits.push(Math.max(0, armed - one.answeredAt));
  }
  if (missing > 0) tell(`temporal: ${missing} of ${heard.length} transitions have no timer for their instant`);
  const name = `from the answer to the timer armed, ${rate.toFixed(1)} transitions/s`;
  const ms = (share: number): Reading => ({ name: `${name}, p${100 * share}`, value: percentile(waits, share), unit: 'ms' });
  const p95 = ms(0.95);

  tell(`temporal: closing ${begun.length} clues`);
  const through = await closed(bench, begun);
  if (!through.every(isThrough)) throw new Error('a clue did not come to its end');
  await quiet(bench);
  let open = await openOf(bench, through.map(({ stream }) => stream));
  for (const until = Date.now() + 30_000; open.length > 0 && Date.now() < until; await pause(500)) open = await openOf(bench, open);
  return [
    ms(0.5),
    { ...p95, goal: { text: '< 1 s', met: p95.value < 1_000 && missing === 0 } },
    ms(0.99),
    { name: `transitions without their timer, of ${heard.length}`, value: missing, unit: '', goal: { text: '0', met: missing === 0 } },
    { name: `open workflows of ${through.length} closed clues`, value: open.length, unit: '', goal: { text: '0', met: open.length === 0 } },
  ];
};
