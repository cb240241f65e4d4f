import { randomUUID } from 'node:crypto';
import { openPool, postgresEventStore, type EventDraft, type StoredEvent } from '@anjuan/event-store';
import { createQueries, type ListAsked } from '@anjuan/read-models';
import type { Pool } from 'pg';
import type { Bench } from './bench';
import { ownSchema } from './databases';
import { eventsPerStream, historyOf, layEvents, rules, streamOf, withoutIndexes } from './lay';

export const offices = 20;
export const sources = 12;
export const stages = Object.keys(rules.processes.clue.stages);
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
export const grown = async ({ owner: server, databaseUrl, tell }: Bench, name: string, streams: number) => {
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
      const [kept, history] = await Promise.all([queries.kept(stream), store.read(stream), queries.linked(correlation)]);
      if (!kept || history.events.length < eventsPerStream) throw new Error(`${stream} was not laid`);
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
export type Grown = Awaited<ReturnType<typeof grown>>;
