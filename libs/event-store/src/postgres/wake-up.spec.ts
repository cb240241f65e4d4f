import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Database } from '../../../../test/support/fresh-database';
import { append, batch, upTo } from '../contract/given';
import type { EventStore } from '../port';
import { given } from './given';
import { reopen, shut, terminate } from './inflict';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';
import { listenerName } from './wake-up';

/** Another process's door, and how often a listener of the first is called from now on. */
const listening = async (store: EventStore, owner: Pool, database: Database) => {
  const pool = openPool(database.url, { max: 2, role: 'anjuan_app' });
  const other = postgresEventStore(pool);
  for (const door of [store, other]) await door.append(append(randomUUID(), 0));
  let made = -1;
  const reach = async (count: number) => {
    for (const end = Date.now() + 10_000; made < count; await pause(5)) if (Date.now() > end) throw new Error(`called ${made} times in 10 s, expected ${count}`);
  };
  store.onAppended(() => (made += 1));
  // It is called as soon as it listens, for what was before.
  await reach(0);
  await owner.query('delete from events; update head set position = 0');
  return { other, calls: { reach, made: () => made }, close: () => other.close().then(() => pool.end()) };
};

describe('the word between processes', () => {
  it('calls a listener once for each append, whoever made it', given(async ({ store, owner, database }) => {
    const { other, calls, close } = await listening(store, owner, database);
    for (const stop of [1, 2].map(() => store.onAppended(() => undefined))) stop();
    for (const turn of upTo(10)) {
      await (turn % 2 ? store : other).append(append('clue-1', turn - 1));
      await calls.reach(turn);
    }
    // The server's word of its own appends came before its word of the last; these questions are answered after it.
    for (const _ of upTo(5)) await store.head();
    expect(calls.made()).toBe(10);
    // However many listen, one connection does.
    expect((await owner.query(`select from pg_stat_activity where datname = current_database() and application_name = '${listenerName}'`)).rowCount).toBe(1);
    await close();
  }));

  it('wakes a listener now and then while another process appends without end, and at the end for the last of it', given(async ({ store, owner, database }) => {
    const { other, calls, close } = await listening(store, owner, database);
    let seen = 0;
    let looking = Promise.resolve();
    const silence = store.onAppended(() => (looking = looking.then(async () => void (seen = await store.head()))));
    const from = performance.now();
    for (const revision of upTo(400)) await other.append(append('clue-1', revision - 1));
    const elapsed = performance.now() - from;
    for (const end = Date.now() + 10_000; seen < 400; await pause(5)) if (Date.now() > end) throw new Error(`the listener has seen ${seen} of 400`);
    expect(calls.made()).toBeLessThan(2 + elapsed / 8);
    await looking;
    silence();
    await close();
  }));

  it('calls listeners once more when it listens again: for what was appended meanwhile, and for positions that are given anew after a restore', given(async ({ store, owner, database }) => {
    const { other, calls, close } = await listening(store, owner, database);
    await other.append(append('clue-1', 0, { events: batch(5) }));
    await calls.reach(1);
    await shut(database);
    await terminate(owner, `application_name = '${listenerName}'`);
    await other.append(append('clue-1', 5));
    await store.append(append('clue-2', 0));
    // Of its own appends it needs no word from the server.
    await calls.reach(2);
    await owner.query('delete from events where position > 2; update head set position = 2');
    const before = calls.made();
    await reopen(database);
    await calls.reach(before + 1);
    await other.append(append('clue-1', 2));
    await calls.reach(before + 2);
    await close();
  }));

  it('hears that the door of another process is pressed, and no more once that has nothing to do', given(async ({ store, owner, database }) => {
    const { other, close } = await listening(store, owner, database);
    const until = async (pressed: boolean) => {
      for (const end = Date.now() + 20_000; store.pressed() !== pressed; await pause(5)) if (Date.now() > end) throw new Error(`still not ${pressed ? 'pressed' : 'at ease'} after 20 s`);
    };
    expect([store.pressed(), other.pressed()]).toEqual([false, false]);
    let rushing = true;
    const rush = Promise.all(upTo(20).map(async (client) => {
      for (let revision = 0; rushing; revision += 1) await other.append(append(`clue-${client}`, revision));
    }));
    await until(true).finally(() => (rushing = false));
    await rush;
    await until(false);
    await close();
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
    const listener = async () => (await owner.query<{ pid: number }>(`select pid from pg_stat_activity where datname = current_database() and application_name = '${listenerName}'`)).rows[0]?.pid;
    let made = 0;
    await callsGrow(() => other.append(append(`clue-${(made += 1)}`, 0)));
    const killed = await listener();
    await terminate(owner, `application_name = '${listenerName}'`);
    for (let [now, end] = [killed, Date.now() + 10_000]; now === undefined || now === killed; await pause(5)) {
      if (Date.now() > end) throw new Error('nobody listens anew in 10 s');
      now = await listener();
    }
    await callsGrow(() => other.append(append(`clue-${(made += 1)}`, 0)));
    await other.close();
    await pool.end();
  }));
});
