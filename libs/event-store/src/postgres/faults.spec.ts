import { setTimeout as pause } from 'node:timers/promises';
import { append, appended, batch, everything, upTo } from '../contract/given';
import { StoreBusy, StoreUnavailable } from '../errors';
import { given } from './given';
import { elsewhere, holdHead, hungUpWire, lockedOut, persist, refuse, reopen, shut, terminate } from './inflict';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

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
    const release = await holdHead(owner);
    const answer = store.append(append('clue-1', 1));
    await lockedOut(owner);
    await terminate(owner, `wait_event_type = 'Lock'`);
    await release();
    expect(appended(await answer).receipt).toEqual({ stream: 'clue-1', revision: 2, position: 2 });
  }));

  it('asks again when the connection is lost before a question is answered', given(async ({ store, owner }) => {
    const { events } = appended(await store.append(append('clue-1', 0)));
    const session = await owner.connect();
    await session.query('begin; lock table events in access exclusive mode');
    const answers = Promise.all([store.read('clue-1'), store.readAll(0, 1)]);
    await lockedOut(owner, 2);
    await terminate(owner, `wait_event_type = 'Lock'`);
    await session.query('rollback');
    session.release();
    expect(await answers).toMatchObject([{ events }, events]);
  }));

  it('says that the store is away, never a wrong answer, and goes on when it is back', given(async ({ store, database }) => {
    const item = append('clue-1', 0);
    await store.append(item);
    await shut(database);
    await elsewhere(database, (name) => `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    for (const asked of [store.append(item), store.append(append('clue-2', 0)), store.read('clue-1'), store.readAll(0, 1), store.head()])
      await expect(asked).rejects.toBeInstanceOf(StoreUnavailable);
    await reopen(database);
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
    await lockedOut(owner);
    await session.query('commit');
    session.release();
    expect(appended(await answer).receipt).toEqual({ stream: 'clue-2', revision: 2, position: 3 });
  }));

  it('refuses more than it can hold while the server hangs, and keeps what it took', given(async ({ store, owner }) => {
    const release = await holdHead(owner);
    const flying = store.append(append('clue-0', 0));
    await lockedOut(owner);
    const held = upTo(10_000).map((i) => store.append(append(`clue-${i}`, 0)));
    await expect(store.append(append('one-too-many', 0))).rejects.toBeInstanceOf(StoreBusy);
    await release();
    expect((await Promise.all([flying, ...held])).every(({ kind }) => kind === 'appended')).toBe(true);
    expect(await store.head()).toBe(10_001);
  }));

  it('fails loudly, and keeps nothing, when the head row was set back behind the events', given(async ({ store, owner }) => {
    await store.append(append('clue-1', 0, { events: batch(5) }));
    await owner.query('update head set position = 2');
    await expect(store.append(append('clue-2', 0))).rejects.toThrow('events_pkey');
    expect(await store.read('clue-2')).toEqual({ events: [], commands: [] });
  }));

  // Connection, outdated plan, read-only stand-by, lost statement, serialization, deadlock, disk, memory, lock, cancel, machine, internal.
  it.each(['08006', '0A000', '25006', '26000', '40001', '40P01', '53100', '53200', '55P03', '57014', '58030', 'XX000'])('tries again at once what the server could not do (%s); twice, and all who wait are told to come again, and may', (code) =>
    given(async ({ store, owner }) => {
      const items = ['clue-0', 'clue-1', 'clue-2'].map((stream) => append(stream, 0));
      await refuse(owner, 'clue-0', code, 1);
      expect((await store.append(append('clue-0', 0))).kind).toBe('appended');
      await refuse(owner, 'clue-1', code, 2);
      for (const found of await Promise.allSettled(items.slice(1).map((item) => store.append(item)))) expect(found).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable', retryable: true } });
      expect(await store.head()).toBe(1);
      for (const item of items.slice(1)) expect((await store.append(item)).kind).toBe('appended');
      expect((await everything(store)).map(({ position }) => position)).toEqual([1, 2, 3]);
    })());

  // A value, a rule of the table, a limit of the server.
  it.each(['22001', '23514', '54000'])('lets nobody fail by what the server will not take of another (%s)', (code) =>
    given(async ({ store, owner }) => {
      await refuse(owner, 'clue-3', code);
      const found = await Promise.allSettled(upTo(6).map((i) => store.append(append(`clue-${i}`, 0))));
      expect(found.map((each) => (each.status === 'fulfilled' ? each.value.kind : (each.reason as { code: string }).code))).toEqual(['appended', 'appended', code, 'appended', 'appended', 'appended']);
      expect((await everything(store)).map(({ position }) => position)).toEqual(upTo(5));
    })());

  it('does not try again what no trying mends, and says what it is', given(async ({ store, owner }) => {
    await refuse(owner, 'clue-0', '23514', 1);
    await expect(store.append(append('clue-0', 0))).rejects.toMatchObject({ code: '23514' });
    // A guard that refuses though nothing lies in the way: looked at twice, then told.
    await refuse(owner, 'clue-0', '23505', undefined, 'events_stream_revision');
    await expect(store.append(append('clue-0', 0))).rejects.toMatchObject({ code: '23505' });
    await owner.query('revoke insert on events from anjuan_app');
    await expect(store.append(append('clue-1', 0))).rejects.toMatchObject({ code: '42501' });
    await owner.query('grant insert on events to anjuan_app; delete from head');
    await expect(store.append(append('clue-1', 0))).rejects.toThrow('the head row is missing: run the migrations');
    await expect(store.head()).rejects.toThrow('the head row is missing: run the migrations');
    expect(await store.read('clue-1')).toEqual({ events: [], commands: [] });
    await owner.query('insert into head (position) values (0)');
    expect((await store.append(append('clue-1', 0))).kind).toBe('appended');
  }));

  it.each(['events_stream_revision', 'events_stream_command', 'events_opening'])('tries once more where a guard refused (%s) and nothing lies in the way by now', (guard) =>
    given(async ({ store, owner }) => {
      await refuse(owner, 'clue-1', '23505', 1, guard);
      expect((await store.append(append('clue-1', 0))).kind).toBe('appended');
    })());

  it('answers a deadlock with a transaction elsewhere, whichever of the two the server ends', given(async ({ store, owner }) => {
    await store.append(append('clue-0', 0));
    const session = await owner.connect();
    await session.query(`set deadlock_timeout = '5s'; begin;
      insert into events select 99, 'clue-1', 1, 'elsewhere', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events`);
    const answer = store.append(append('clue-1', 0));
    await lockedOut(owner);
    await Promise.allSettled([session.query('update head set position = position')]);
    await session.query('rollback');
    session.release();
    expect(appended(await answer).receipt).toEqual({ stream: 'clue-1', revision: 1, position: 2 });
  }));

  it('keeps its order where the server serializes every transaction and takes back those that overlap', given(async ({ store, owner, database }) => {
    await owner.query(`do $$ begin execute format('alter database %I set default_transaction_isolation = serializable', current_database()); end $$`);
    const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
    const other = postgresEventStore(pool);
    await Promise.all(upTo(8).map(async (lane) => {
      for (const turn of upTo(10)) appended(await persist(lane % 2 ? store : other, append(`clue-${lane}`, 2 * (turn - 1), { events: batch(2) })));
    }));
    expect((await everything(store)).map(({ position }) => position)).toEqual(upTo(160));
    await other.close();
    await pool.end();
  }));

  it('keeps nothing of a statement that ran out of time, and takes the same append later', given(async ({ owner, database }) => {
    const pool = openPool(`${database.url}?options=${encodeURIComponent('-c statement_timeout=300')}`, { max: 2, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    const item = append('clue-1', 0, { events: batch(3) });
    const release = await holdHead(owner);
    await expect(store.append(item)).rejects.toMatchObject({ name: 'StoreUnavailable', message: expect.stringMatching(/statement timeout/) as string });
    await release();
    expect(await store.head()).toBe(0);
    expect(appended(await store.append(item)).receipt).toEqual({ stream: 'clue-1', revision: 3, position: 3 });
    await store.close();
    await pool.end();
  }));

  it('takes a server that is silent for half a minute to be away; sent again, the append lies there once, whatever the server does of it after all', given(async ({ store, owner }) => {
    const item = append('clue-1', 0);
    const release = await holdHead(owner);
    jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'] });
    try {
      const unanswered = expect(store.append(item)).rejects.toMatchObject({ name: 'StoreUnavailable', message: expect.stringMatching(/timeout/) as string });
      for (const waiting of [1, 2]) {
        await lockedOut(owner, waiting);
        jest.advanceTimersByTime(30_000);
      }
      await unanswered;
    } finally {
      jest.useRealTimers();
    }
    await release();
    // Whether what nobody listened to any more was carried out is the server's affair.
    expect(await persist(store, item)).toMatchObject({ receipt: { stream: 'clue-1', revision: 1, position: 1 } });
    expect(await everything(store)).toHaveLength(1);
  }));

  it('answers what is under way before it closes, and takes nothing more', given(async ({ owner, database }) => {
    const pool = openPool(database.url, { max: 2, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    const release = await holdHead(owner);
    const answer = store.append(append('clue-1', 0));
    await lockedOut(owner);
    let answered = false;
    void answer.then(() => (answered = true));
    const closing = store.close();
    await expect(store.append(append('clue-2', 0))).rejects.toThrow('closed');
    await release();
    await closing;
    expect(answered).toBe(true);
    await pool.end();
  }));
});
