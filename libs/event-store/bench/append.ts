import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { encode } from '../src/row';
import { migrate, openPool, postgresEventStore, type Append, type EventDraft } from '../src/index';

/**
 * Appends per second through the store against single-row commits of the same rows through a pool of 20 connections, in
 * alternating rounds. DATABASE_URL names a server on which databases may be made and dropped.
 */
const server = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rounds = 3;
const schema = new URL('../../../infra/postgres', import.meta.url).pathname;

const draft: EventDraft = {
  process: 'clue', type: 'ClueRegistered', row: 'register', schema: 1, table: 'a'.repeat(64),
  data: { title: '关于某街道办事处违规发放补贴的问题线索', source: 'petition', received: '2026-03-02', summary: '群众来信反映,'.repeat(12) },
  sealed: ['person-1'], organ: 'organ-1', actor: { person: 'p-17', office: 'office-2', post: 'handler' }, approvals: [],
  basis: ['WR 12', 'IR 33'], policy: 'policy-2026', calendar: 'cn-2026', read: {}, confidentiality: 'secret',
  occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:02:03.004Z', correlation: 'c'.repeat(32),
};

const next = (): Append => ({ stream: randomUUID(), expected: 0, command: randomUUID(), body: 'b'.repeat(64), events: [draft] });

const raw = (pool: Pool) => async () => {
  const [row] = encode(next());
  if (!row) throw new Error('no row');
  await pool.query({
    name: 'raw',
    text: `insert into raw (stream, revision, command, n, body, id, process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope)
           values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    values: [row.stream, row.command, row.n, row.body, row.id, row.process, row.type, row.row, row.schema, row.correlation, row.occurredAt, row.recordedAt, row.data, row.envelope],
  });
};

const measure = async (clients: number, once: () => Promise<unknown>): Promise<number> => {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    for (; performance.now() < end; done += 1) await once();
  }));
  return done / seconds;
};

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const main = async () => {
  const name = `bench_${process.pid}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const admin = openPool(server, { max: 1 });
  await admin.query(`create database ${name}`);
  const owner = openPool(url, { max: 1 });
  await migrate(owner, schema);
  await owner.query('create table raw (like events including all)');
  await owner.query('create sequence raw_position owned by raw.position');
  await owner.query(`alter table raw alter position set default nextval('raw_position')`);
  await owner.query('grant insert on raw to anjuan_app; grant usage on raw_position to anjuan_app');
  const pool = openPool(url, { max: 20, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  try {
    await measure(20, () => store.append(next()));
    await measure(20, raw(pool));
    for (const clients of [1, 20, 100]) {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await measure(clients, () => store.append(next())));
        theirs.push(await measure(clients, raw(pool)));
      }
      const [a, b] = [median(ours), median(theirs)];
      console.log(`${clients} clients: ${Math.round(a)} appends/s, ${Math.round(b)} raw single-row commits/s, ratio ${(a / b).toFixed(2)}`);
    }
  } finally {
    await store.close();
    await Promise.all([pool.end(), owner.end()]);
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
};

await main();
