import { randomUUID } from 'node:crypto';
import { migrate, openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { follow, rebuild } from '@anjuan/follow';
import { createQueries, readModels } from '../src/index';
import { events, rules } from '../test/clues';

/**
 * Events per second that the projector takes up, live behind what is there and while it is appended, and built anew.
 * DATABASE_URL names a server on which databases may be made and dropped.
 */
const server = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const clues = Number(process.env.BENCH_CLUES ?? 10_000);
const json = process.argv.includes('--json');
const schema = process.env.BENCH_SCHEMA ?? new URL('../../../infra/postgres', import.meta.url).pathname;
const silent = { info: () => undefined, warn: console.warn, error: console.error };

const life = (): EventDraft[] => [
  events.registered({ named: true }), events.told(), events.noted(), events.assigned('conductOffice'), events.assessing(), events.noted('再次核对'), events.duplicate(), events.closed(),
];

const tell = (name: string, value: number, unit: string) =>
  console.log(json ? JSON.stringify({ name, value: Math.round(value * 100) / 100, unit }) : `${name}: ${value.toFixed(value < 100 ? 2 : 0)} ${unit}`);

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
};

const quantile = (values: number[], q: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? NaN;

const main = async () => {
  const name = `bench_${process.pid}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const admin = openPool(server, { max: 1 });
  await admin.query(`create database ${name}`);
  const owner = openPool(url, { max: 1 });
  await migrate(owner, schema);
  const pool = openPool(url, { max: 10, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  const models = readModels({ ...rules, store });
  const write = (stream: string, drafts: readonly EventDraft[]) =>
    drafts.reduce(async (before, draft, expected) => {
      await before;
      await store.append({ stream, expected, command: randomUUID(), body: '', events: [draft] });
    }, Promise.resolve());
  try {
    const some = life();
    for (let i = 0; i < clues; i += 1_000) await Promise.all(Array.from({ length: Math.min(1_000, clues - i) }, () => write(`clue-${randomUUID()}`, some)));
    const all = await store.head();
    let follower = follow({ store, pool, log: silent, ...models });
    tell('projected behind the store', all / (await timed(() => follower.caughtUp(all, 600_000))), 'events/s');
    await follower.stop();
    tell('built anew, beside the live ones', all / (await timed(() => rebuild({ store, pool, log: silent, ...models }))), 'events/s');

    follower = follow({ store, pool, log: silent, ...models });
    await follower.caughtUp(all, 60_000);
    const seen: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      const answer = await store.append({ stream: `clue-${randomUUID()}`, expected: 0, command: randomUUID(), body: '', events: [events.registered()] });
      if (answer.kind !== 'appended') throw new Error(answer.kind);
      seen.push(1_000 * (await timed(() => queries.waitFor(answer.receipt.position, 5_000))));
    }
    tell('from the receipt to the row, median', quantile(seen, 0.5), 'ms');
    tell('from the receipt to the row, p95', quantile(seen, 0.95), 'ms');
    const lists: number[] = [];
    for (let i = 0; i < 300; i += 1) lists.push(1_000 * (await timed(() => queries.list('clue', { stage: 'closed', limit: 50 }))));
    tell(`a page of 50 out of ${clues} clues, p95`, quantile(lists, 0.95), 'ms');
    const { rows } = await owner.query<{ n: string; sum: string }>('select count(*) as n, sum(revision) as sum from matters');
    if (Number(rows[0]?.sum) !== (await store.head())) throw new Error(`void: ${rows[0]?.sum} events in the rows, ${await store.head()} in the store`);
    await follower.stop();
  } finally {
    await queries.close();
    await store.close();
    await Promise.all([pool.end(), owner.end()]);
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
};

await main();
