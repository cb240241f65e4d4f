import { setTimeout as pause } from 'node:timers/promises';
import { postgresEventStore, type Receipt } from '@anjuan/event-store';
import { createQueries } from '@anjuan/read-models';
import { appender, noteOf, perClient } from './append';
import type { Bench } from './bench';
import { registered } from './clues';
import { withCores } from './cores';
import { median, percentile } from './measure';
import { quiet } from './quiet';
import { atMost, type Reading } from './report';

const wanted = 10_000;
const clients = 100;
/** One receipt in so many is waited for: to wait for all would measure the waiting. */
const sampled = 50;
const tick = 5;
const patience = 60_000;

type Paced = { readonly rate: number; readonly waits: readonly number[] };

/** So many appends a second for so long, as evenly as timers allow; where the store falls behind, as many as it takes. */
const paced = async (seconds: number, append: (client: number) => Promise<Receipt>, visible: (receipt: Receipt) => Promise<number>): Promise<Paced> => {
  const idle = Array.from({ length: clients }, (_, i) => i);
  const waits: Promise<number>[] = [];
  const under: Promise<void>[] = [];
  let [sent, answered] = [0, 0];
  const one = async (client: number) => {
    const receipt = await append(client);
    if (answered++ % sampled === 0) waits.push(visible(receipt));
    idle.push(client);
  };
  const began = performance.now();
  for (let now = began; now < began + seconds * 1_000; now = performance.now()) {
    for (const due = ((now - began) / 1_000) * wanted; sent < due && idle.length > 0; sent += 1) under.push(one(idle.shift()!)); // not empty
    await pause(tick);
  }
  const rate = answered / seconds;
  await Promise.all(under);
  return { rate, waits: await Promise.all(waits) };
};

/** How soon after its receipt an append is in the three models, which move in one transaction with their checkpoint. */
export const tailPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { pool, acknowledged, seconds, rounds, home, tell } = bench;
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  try {
    const begun = (await registered(bench, clients * perClient)).map(({ receipt }) => receipt);
    const draft = await noteOf(bench, store, begun[0]!.stream); // there are a thousand
    const at = new Map(await Promise.all(begun.map(async ({ stream }) => [stream, (await store.read(stream)).events.length] as const)));
    const append = appender(store, begun.map(({ stream }) => stream), draft, at, acknowledged.add);
    const visible = async ({ position }: Receipt) => {
      const from = performance.now();
      if (!(await queries.waitFor(position, patience))) throw new Error(`position ${position} is not in the models after ${patience / 1_000} s`);
      return performance.now() - from;
    };
    tell(`tail: warming up, then ${rounds} turns of ${seconds} s at ${wanted.toLocaleString('en')} appends/s`);
    await paced(3, append, visible);
    const turns: Paced[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await quiet(bench);
      const { result, cores } = await withCores(home, () => paced(seconds, append, visible));
      turns.push(result);
      tell(`  round ${round} of ${rounds}: ${Math.round(result.rate)} appends/s, visible after ${percentile(result.waits, 0.5).toFixed(1)} ms (p50), ${percentile(result.waits, 0.99).toFixed(1)} ms (p99) (cores: ${cores})`);
    }
    const rate = median(turns.map((turn) => turn.rate));
    const name = `from the receipt to three models, ${wanted.toLocaleString('en')} appends/s wanted, ${Math.round(rate).toLocaleString('en')} reached`;
    const ms = (share: number): Reading => ({ name: `${name}, p${100 * share}`, value: median(turns.map(({ waits }) => percentile(waits, share))), unit: 'ms' });
    const p99 = atMost(50, ms(0.99));
    return [ms(0.5), rate < 0.98 * wanted ? { ...p99, goal: { text: `${p99.goal?.text} at ${wanted.toLocaleString('en')}/s`, met: false } } : p99];
  } finally {
    await queries.close();
    await store.close();
  }
};
