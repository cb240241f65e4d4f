import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type Database, freshDatabase } from '../../../../test/support/fresh-database';
import { append } from '../contract/given';
import { NewerRelease, StoreUnavailable } from '../errors';
import { openEventStore } from '../open-event-store';
import type { EventStore, Release } from '../port';
import { openPool } from './pool';
import { bundleText, register } from './release';

const table = (text: string) => ({ process: 'clue', hash: createHash('sha256').update(text).digest('hex'), text });
const release = (number: number, text = `{"release":${number}}`): Release => ({ number, tables: [table(text)] });

describe('A program that writes to the store', () => {
  let database: Database;
  let pool: Pool;
  const stores: EventStore[] = [];
  const started = async (one: Release) => {
    const store = await openEventStore({}, pool, one);
    stores.push(store);
    return store;
  };

  beforeEach(async () => {
    database = await freshDatabase();
    pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await pool.end();
    await database.drop();
  });

  it('leaves its tables there, so that the hash in every event can be looked up for ever', async () => {
    await started(release(1, '{"一":1}'));
    await started(release(2, '{"二":2}'));
    await started(release(2, '{"二":2}'));
    expect(await Promise.all([table('{"一":1}'), table('{"二":2}')].map(({ hash }) => bundleText(pool, hash)))).toEqual(['{"一":1}', '{"二":2}']);
    expect(await bundleText(pool, '0'.repeat(64))).toBeUndefined();
  });

  it.each(['update bundles set release = 9', 'delete from bundles', `insert into bundles (hash, process, release, text) values ('${'0'.repeat(64)}', 'clue', 1, '{}')`])('cannot falsify them: %s', async (statement) => {
    await started(release(1));
    await expect(pool.query(statement)).rejects.toThrow(/permission denied|bundles_hash/);
  });

  it('is not started when a newer one was, and says so in both languages', async () => {
    await started(release(3));
    await expect(started(release(2))).rejects.toThrow(/存储已由第 3 次发布的程序写入，本程序属第 2 次发布，不再写入；请升级本系统 \/ release 3 writes to this store and this is release 2/);
    expect(await bundleText(pool, release(2).tables[0]!.hash)).toBeUndefined();
  });

  it('writes no more once a newer one was started, and still reads', async () => {
    const old = await started(release(1));
    await old.append(append('clue-1', 0));
    const young = await started(release(2));
    await expect(old.append(append('clue-2', 0))).rejects.toThrow(NewerRelease);
    expect(await young.append(append('clue-2', 0))).toMatchObject({ kind: 'appended', receipt: { position: 2 } });
    expect((await old.readAll(0, 10)).map(({ stream }) => stream)).toEqual(['clue-1', 'clue-2']);
  });

  /** A program that was started while the database took nobody in, which it does again afterwards. */
  const startedBefore = async (one: Release) => {
    const server = new URL(database.url);
    const name = server.pathname.slice(1);
    server.pathname = '/postgres';
    const owner = openPool(server.href, { max: 1 });
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await pool.end();
    pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
    await owner.query(`alter database ${name} allow_connections false`);
    const early = await started(one);
    await expect(early.append(append('clue-1', 0))).rejects.toThrow(StoreUnavailable);
    await owner.query(`alter database ${name} allow_connections true`);
    await owner.end();
    return early;
  };

  it('may be started before its database: it is registered with its first append, and not without', async () => {
    const early = await startedBefore(release(2));
    expect(await early.append(append('clue-1', 0))).toMatchObject({ kind: 'appended' });
    expect(await bundleText(pool, release(2).tables[0]!.hash)).toBeDefined();
    await expect(started(release(1))).rejects.toThrow(NewerRelease);
  });

  it('and one of an older release, started before its database, is refused at its first append', async () => {
    await started(release(2));
    const old = await startedBefore(release(1));
    await expect(old.append(append('clue-1', 0))).rejects.toThrow(NewerRelease);
    expect(await old.head()).toBe(0);
  });

  it('and is opened without its release may read, but not write where one is registered', async () => {
    const reader = await openEventStore({}, pool);
    stores.push(reader);
    expect(await reader.append(append('clue-1', 0))).toMatchObject({ kind: 'appended' });
    await started(release(1));
    await expect(reader.append(append('clue-2', 0))).rejects.toThrow(NewerRelease);
    expect(await reader.head()).toBe(1);
  });

  it.each([1, 2, 3])('races with a newer one that is being started, and none of its appends lands behind that (%d)', async (round) => {
    const old = await Promise.all(Array.from({ length: 3 }, () => started(release(1))));
    let landed = 0;
    let refused = 0;
    const writing = old.map(async (store, writer) => {
      for (let n = 0; refused < 10 * old.length; n += 1)
        await store.append(append(`clue-${writer}-${n}`, 0)).then(() => (landed += 1), (error: unknown) => {
          if (!(error instanceof NewerRelease)) throw error;
          refused += 1;
        });
    });
    while (landed < 20 * round) await new Promise(setImmediate);
    await register(pool, release(2));
    const head = await old[0]!.head();
    await Promise.all(writing);
    expect(await old[0]!.head()).toBe(head);
    expect(landed).toBe(head);
  });
});
