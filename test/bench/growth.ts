import { randomUUID } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { openPool, postgresEventStore, type EventDraft, type StoredEvent } from '@anjuan/event-store';
import { createQueries, type ListAsked } from '@anjuan/read-models';
import type { Pool } from 'pg';
import type { Bench } from './bench';
import { ownSchema } from './databases';
import { eventsPerStream, historyOf, layEvents, rules, streamOf, withoutIndexes } from './lay';
import { percentile } from './measure';
import { quiet } from './quiet';
import { atMost, atMostTimes, type Reading } from './report';

const few = 1_000;
const wanted = Number(process.env.BENCH_STREAMS ?? 1_000_000);
/** Disk that a stream of ten events takes with its matter and all indexes, and while they are made. */
const bytesPerStream = 24_000;
const asks = 400;

const offices = 20;
const sources = 12;
const stages = Object.keys(rules.processes.clue.stages);
/** A number below `count`, the same for a stream in every run. */
const pick = (seed: number, count: number) => `(abs(hashint8(i * 31 + ${seed})::bigint) % ${count})`;
const day = (from: string, seed: number, days: number) => `to_char(date '${from}' + ${pick(seed, days)}::int, 'YYYY-MM-DD')`;

/** Rows of the list as ten years leave them: four in five are closed, and offices are not equally large. */
const layMatters = (owner: Pool, streams: number, tell: (text: string) => void): Promise<void> =>
  withoutIndexes(owner, 'matters', tell, async () => {
    await owner.query(`
      insert into matters
      select laid.* from generate_series(1, ${streams}) i cross join matter_pattern pattern cross join lateral jsonb_populate_record(pattern, jsonb_build_object(
        'stream', ${streamOf}, 'correlation', ${historyOf}, 'stage', case when ${pick(1, 10)} < 8 then 'closed' else (array['${stages.join("','")}'])[1 + ${pick(2, stages.length)}] end,
        'office', 'office' || floor(${offices} * power(${pick(3, 1_000)} / 1000.0, 2)), 'source', 'source' || ${pick(4, sources)},
        'number', '2026-' || i, 'opened_on', ${day('2015-01-01', 5, 4_000)}, 'due', case when ${pick(1, 10)} >= 8 then ${day('2026-01-01', 6, 365)} end, 'due_provisional', false)) laid`);
    tell(`  laid ${streams.toLocaleString('en')} matters`);
  });

/** A store with so many streams, and what is asked of it: how long each takes. */
const grown = async ({ owner: server, databaseUrl, tell }: Bench, name: string, streams: number) => {
  const began = performance.now();
  const { url, drop } = await ownSchema(server, databaseUrl, name);
  const owner = openPool(url, { max: 1 });
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  tell(`growth: laying ${streams.toLocaleString('en')} streams`);
  await layEvents(owner, pool, streams, tell);
  await layMatters(owner, streams, tell);
  await owner.query('checkpoint');
  const { rows: [size] } = await owner.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size');
  tell(`growth: ${size?.size} laid in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  const { rows: all } = await owner.query<{ stream: string; correlation: string }>(`select ${streamOf} as stream, ${historyOf} as correlation from (select 1 + floor(random() * ${streams})::bigint as i from generate_series(1, 20000)) drawn`);
  const { events } = await store.read(all[0]!.stream);
  const { id: _, stream: __, revision: ___, position: ____, command: _____, n: ______, ...draft } = events.at(-1) as StoredEvent; // ten were laid
  const note: EventDraft = draft;
  const at = new Map<string, number>();
  const drawn = () => all[Math.floor(Math.random() * all.length)]!; // there are 20,000
  return {
    append: async () => {
      const { stream } = drawn();
      const expected = at.get(stream) ?? eventsPerStream;
      const answer = await store.append({ stream, expected, command: randomUUID(), body: 'b'.repeat(64), events: [note] });
      if (answer.kind !== 'appended') throw new Error(`${stream} at ${expected}: ${JSON.stringify(answer)}`);
      at.set(stream, expected + 1);
    },
    /** What a matter's page asks of the database. */
    read: async () => {
      const { stream, correlation } = drawn();
      const [page, history] = await Promise.all([queries.page(stream), store.read(stream), queries.linked(correlation)]);
      if (!page || history.events.length < eventsPerStream) throw new Error(`${stream} was not laid`);
    },
    list: (asked: ListAsked) => queries.list('clue', asked),
    close: async () => {
      await queries.close();
      await store.close();
      await Promise.all([pool.end(), owner.end()]);
      await drop();
    },
  };
};
type Grown = Awaited<ReturnType<typeof grown>>;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const times = async (n: number, work: () => Promise<unknown>): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let i = 0; i < n; i += 1) found.push(await timed(work));
  return found;
};

const filters = { stage: () => any(stages), office: () => `office${Math.floor(offices * Math.random())}`, source: () => `source${Math.floor(sources * Math.random())}`, dueBefore: () => `2026-${any(['02', '06', '12'])}-01` };
const any = (values: readonly string[]): string => values[Math.floor(Math.random() * values.length)]!; // none is empty
/** Every offered filter with every other: sixteen questions. */
const combinations = Array.from({ length: 16 }, (_, bits) => (Object.keys(filters) as (keyof typeof filters)[]).filter((_, i) => bits & (1 << i)));

/** First pages and the three after them, of every combination; the slowest combination's p95 beside that of all. */
const listTimes = async ({ list }: Grown, n: number) => {
  const byCombination = new Map<string, number[]>();
  for (let i = 0; i < n; i += 1)
    for (const names of combinations) {
      const asked = Object.fromEntries(names.map((name) => [name, filters[name]()]));
      let after: string | undefined;
      for (let page = 0; page < 4; page += 1) {
        const from = performance.now();
        const found = await list({ ...asked, limit: 50, after });
        const key = names.join(' and ') || 'no filter';
        byCombination.set(key, [...(byCombination.get(key) ?? []), performance.now() - from]);
        if ('refused' in found) throw new Error(JSON.stringify(found));
        after = found.next;
        if (after === undefined) break;
      }
    }
  return byCombination;
};

/** As many streams as there is room for. */
const room = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(wanted, Math.floor((0.8 * bavail * bsize) / bytesPerStream / few) * few);
};

export const growthPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { home, rounds, tell } = bench;
  const many = room(home);
  if (many < wanted) tell(`growth: there is room for ${many.toLocaleString('en')} streams, not for ${wanted.toLocaleString('en')}`);
  const small = await grown(bench, 'bench_small', few);
  const large = await grown(bench, 'bench_large', many);
  try {
    const found = { small: { append: [] as number[], read: [] as number[] }, large: { append: [] as number[], read: [] as number[] } };
    for (let round = 0; round <= rounds; round += 1) {
      await quiet(bench);
      for (const [size, one] of [['small', small], ['large', large]] as const) {
        const [appends, reads] = [await times(asks, one.append), await times(asks, one.read)];
        tell(`  ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${size} append ${percentile(appends, 0.5).toFixed(2)} ms, read ${percentile(reads, 0.5).toFixed(2)} ms (p50)`);
        if (round === 0) continue;
        found[size].append.push(...appends);
        found[size].read.push(...reads);
      }
    }
    tell('growth: pages of the list by every combination of filters');
    await listTimes(large, 5);
    const pages = await listTimes(large, 30);
    const worst = [...pages].map(([name, values]) => ({ name, p95: percentile(values, 0.95) })).sort((a, b) => b.p95 - a.p95)[0]!; // sixteen
    const sized = (streams: number) => `${streams.toLocaleString('en')} streams / ${(streams * eventsPerStream).toLocaleString('en')} events`;
    const p50 = (what: string, kind: 'append' | 'read') => {
      const against: Reading = { name: `${what} at ${sized(few)}, p50`, value: percentile(found.small[kind], 0.5), unit: 'ms' };
      return [against, atMostTimes(1.3, { name: `${what} at ${sized(many)}, p50`, value: percentile(found.large[kind], 0.5), unit: 'ms', against })];
    };
    const list = `a page of 50 of ${many.toLocaleString('en')} cases, by key`;
    return [
      ...p50('append', 'append'), ...p50('case page read', 'read'),
      atMost(20, { name: `${list}, every combination of filters, p95`, value: percentile([...pages.values()].flat(), 0.95), unit: 'ms' }),
      atMost(20, { name: `${list}, the slowest combination (${worst.name}), p95`, value: worst.p95, unit: 'ms' }),
    ];
  } finally {
    await small.close();
    await large.close();
  }
};
