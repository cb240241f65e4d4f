import { openPool, postgresEventStore } from '@anjuan/event-store';
import { rebuild } from '@anjuan/follow';
import { readModels } from '@anjuan/read-models';
import type { Pool } from 'pg';
import type { Bench } from './bench';
import { ownSchema } from './databases';
import { eventsPerStream, layEvents, rules } from './lay';
import { alternate } from './measure';
import { quiet } from './quiet';
import { atLeastTimes, type Reading } from './report';

const streams = 50_000;
const events = streams * eventsPerStream;
const atOnce = 1_000;

const columns = { position: 'bigint', stream: 'text', revision: 'int', command: 'text', n: 'int', body: 'text', id: 'uuid', process: 'text', type: 'text', '"row"': 'text', schema: 'int', correlation: 'text', occurred_at: 'text', recorded_at: 'text', data: 'text', envelope: 'text' };
const names = Object.keys(columns);

/** The same events into one table with nothing but its key, a thousand a prepared statement; the arrays are written ahead. */
const rawInserts = async (owner: Pool): Promise<() => Promise<number>> => {
  await owner.query('create table raw_rows (like events including defaults)');
  await owner.query('alter table raw_rows add primary key (position)');
  const { rows: portions } = await owner.query<string[]>({
    text: `select ${names.map((name) => `array_agg(${name}::text)::text`).join()} from events where position <= 100000 group by (position - 1) / ${atOnce}`, rowMode: 'array',
  });
  const text = `insert into raw_rows (${names.join()}) select ${Object.values(columns).map((type, i) => `unnest($${i + 1}::${type}[])${names[i] === 'data' || names[i] === 'envelope' ? '::json' : ''}`).join()}`;
  return async () => {
    await owner.query('truncate raw_rows');
    const from = performance.now();
    for (const values of portions) await owner.query({ name: 'raw rows', text, values });
    return (portions.length * atOnce) / ((performance.now() - from) / 1_000);
  };
};

/** The case list, the statistics and the running clocks built anew from the first event, beside plain inserts of as many rows. */
export const rebuildPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { owner: server, databaseUrl, rounds, home, tell } = bench;
  const { url, drop } = await ownSchema(server, databaseUrl, 'bench_rebuild');
  const owner = openPool(url, { max: 1 });
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  try {
    tell(`rebuild: laying ${events.toLocaleString('en')} events`);
    await layEvents(owner, pool, streams, () => undefined);
    const raw = await rawInserts(owner);
    const log = { info: () => undefined, warn: (_: object, text: string) => tell(text), error: (about: object) => { throw new Error(`the bench's own events cannot be read: ${JSON.stringify(about)}`); } };
    const helper = { script: new URL('hand.mjs', import.meta.url), place: { url, kept: {} } };
    const anew = async () => {
      const from = performance.now();
      await rebuild({ store, pool, log, ...readModels({ ...rules, store, helper }) });
      return events / ((performance.now() - from) / 1_000);
    };
    tell('rebuild: warming up');
    await anew();
    const found = await alternate({ raw, anew }, { rounds, settle: () => quiet(bench), home, tell });
    const { rows: [sum] } = await owner.query<{ events: string }>('select sum(revision) as events from matters');
    if (Number(sum?.events) !== events) throw new Error(`void: ${sum?.events} events in the rebuilt list, ${events} in the store`);
    const against: Reading = { name: `raw inserts of ${atOnce} rows into one table`, value: found.raw, unit: 'rows/s' };
    return [against, atLeastTimes(1.5, { name: `case list, statistics and clocks rebuilt from ${events.toLocaleString('en')} events`, value: found.anew, unit: 'events/s', against })];
  } finally {
    await store.close();
    await Promise.all([pool.end(), owner.end()]);
    await drop();
  }
};
