import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Database, freshDatabase } from '../../../../test/support/fresh-database';
import { append, appended, batch, everything, upTo } from '../contract/given';
import { StoreBusy, StoreUnavailable } from '../errors';
import type { EventStore } from '../port';
import { hungUpWire, persist, terminate } from './inflict';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

type Given = { readonly store: EventStore; readonly owner: Pool; readonly database: Database };

const given = (body: (given: Given) => Promise<void>) => async () => {
  const database = await freshDatabase();
  const owner = openPool(database.url, { max: 3 });
  const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  try {
    await body({ store, owner, database });
  } finally {
    await store.close();
    await Promise.all([pool.end(), owner.end()]);
    await database.drop();
  }
};

describe('the Postgres event store under faults', () => {
  it('loses nothing and doubles nothing when its connections are killed in mid-load', given(async ({ store, owner }) => {
    let killing = true;
    const kills = (async () => {
      for (; killing; await pause(15)) await terminate(owner);
    })();
    const receipts = await Promise.all(upTo(8).flatMap((writer) => upTo(5).map(async (lane) => {
      const own = [];
      for (const turn of upTo(30)) own.push(await persist(store, append(`clue-${writer}-${lane}`, 2 * (turn - 1), { events: batch(2) })));
      return own;
    })));
    killing = false;
    await kills;
    const told = receipts.flat().map((answer) => 'receipt' in answer && answer.receipt.position);
    const events = await everything(store);
    expect(events.map(({ position }) => position)).toEqual(upTo(2 * 8 * 5 * 30));
    expect(told.toSorted((a, b) => Number(a) - Number(b))).toEqual(upTo(8 * 5 * 30).map((i) => 2 * i));
  }));

  it('answers with the receipt when the connection is lost after the commit and before the answer', given(async ({ owner, database }) => {
    const line = await hungUpWire(database.url);
    const pool = openPool(line.url, { max: 2, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    await store.append(append('clue-1', 0));
    line.cutNext();
    expect(await store.append(append('clue-1', 1))).toEqual({ kind: 'alreadyAppended', receipt: { stream: 'clue-1', revision: 2, position: 2 } });
    expect((await owner.query('select count(*)::int from events')).rows).toEqual([{ count: 2 }]);
    await store.close();
    await pool.end();
    await line.close();
  }));

  it('appends once when the connection is lost before the commit', given(async ({ store, owner }) => {
    await store.append(append('clue-1', 0));
    const session = await owner.connect();
    await session.query('begin; update head set position = position');
    const answer = store.append(append('clue-1', 1));
    for (let ended = 0; ended === 0; await pause(5)) ended = (await terminate(owner, `wait_event_type = 'Lock'`)).rowCount ?? 0;
    await session.query('rollback');
    session.release();
    expect(appended(await answer).receipt).toEqual({ stream: 'clue-1', revision: 2, position: 2 });
  }));

  it('says that the store is away, never a wrong answer, and goes on when it is back', given(async ({ store, database }) => {
    const item = append('clue-1', 0);
    await store.append(item);
    const elsewhere = openPool(Object.assign(new URL(database.url), { pathname: '/postgres' }).href, { max: 1 });
    const name = new URL(database.url).pathname.slice(1);
    await elsewhere.query(`alter database ${name} allow_connections false`);
    await elsewhere.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    for (const asked of [store.append(item), store.append(append('clue-2', 0)), store.read('clue-1'), store.readAll(0, 1), store.head()])
      await expect(asked).rejects.toBeInstanceOf(StoreUnavailable);
    await elsewhere.query(`alter database ${name} allow_connections true`);
    await elsewhere.end();
    expect((await store.append(item)).kind).toBe('alreadyAppended');
    expect((await store.append(append('clue-2', 0))).kind).toBe('appended');
  }));

  it('names a store that cannot be reached at all', async () => {
    const pool = openPool('postgres://postgres@127.0.0.1:1/nowhere', { max: 1, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    await expect(store.append(append('clue-1', 0))).rejects.toMatchObject({ name: 'StoreUnavailable', retryable: true });
    await store.close();
    await expect(store.append(append('clue-1', 0))).rejects.toThrow('closed');
    await pool.end();
  });

  it('neither stalls nor changes the order while a transaction that wrote stays open elsewhere', given(async ({ store, owner }) => {
    const session = await owner.connect();
    await session.query('create table elsewhere (id int); begin; insert into elsewhere values (1); select pg_current_xact_id()');
    await Promise.all(upTo(20).map((i) => store.append(append(`clue-${i}`, 0, { events: batch(3) }))));
    expect((await everything(store)).map(({ position }) => position)).toEqual(upTo(60));
    await session.query('rollback');
    session.release();
  }));

  it('appends after an event that another process commits at that very moment', given(async ({ store, owner }) => {
    await store.append(append('clue-1', 0));
    const session = await owner.connect();
    await session.query(`begin; update head set position = 2;
      insert into events select 2, 'clue-2', 1, 'another command', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events`);
    const answer = store.append(append('clue-2', 1));
    for (let waiting = 0; waiting === 0; await pause(5))
      waiting = (await owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount ?? 0;
    await session.query('commit');
    session.release();
    expect(appended(await answer).receipt).toEqual({ stream: 'clue-2', revision: 2, position: 3 });
  }));

  it('hears of appends again after its listening connection was killed', given(async ({ store, owner, database }) => {
    const pool = openPool(database.url, { max: 2, role: 'anjuan_app' });
    const other = postgresEventStore(pool);
    let calls = 0;
    store.onAppended(() => (calls += 1));
    const callsGrow = async (act: () => Promise<unknown>) => {
      const before = calls;
      for (const end = Date.now() + 5_000; calls === before; await pause(10)) {
        if (Date.now() > end) throw new Error('nobody was called in 5 s');
        await act();
      }
    };
    let made = 0;
    await callsGrow(() => other.append(append(`clue-${(made += 1)}`, 0)));
    await terminate(owner, `query like 'listen%'`);
    await pause(200);
    await callsGrow(() => other.append(append(`clue-${(made += 1)}`, 0)));
    await other.close();
    await pool.end();
  }));

  it('refuses more than it can hold while the server hangs, and keeps what it took', given(async ({ store, owner }) => {
    const session = await owner.connect();
    await session.query('begin; update head set position = position');
    const flying = store.append(append('clue-0', 0));
    await pause(50);
    const held = upTo(10_000).map((i) => store.append(append(`clue-${i}`, 0)));
    await expect(store.append(append('one-too-many', 0))).rejects.toBeInstanceOf(StoreBusy);
    await session.query('rollback');
    session.release();
    expect((await Promise.all([flying, ...held])).every(({ kind }) => kind === 'appended')).toBe(true);
    expect(await store.head()).toBe(10_001);
  }));

  it('fails loudly, and keeps nothing, when the head row was set back behind the events', given(async ({ store, owner }) => {
    await store.append(append('clue-1', 0, { events: batch(5) }));
    await owner.query('update head set position = 2');
    await expect(store.append(append('clue-2', 0))).rejects.toThrow('events_pkey');
    expect(await store.read('clue-2')).toEqual({ events: [], commands: [] });
  }));
});
