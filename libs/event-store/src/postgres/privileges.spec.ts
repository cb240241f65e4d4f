import type { Pool } from 'pg';
import { type Database, freshDatabase } from '../../../../test/support/fresh-database';
import { append, batch } from '../contract/given';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

describe('the role of the application', () => {
  let database: Database;
  let pool: Pool;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = openPool(database.url, { max: 2, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    await store.append(append('clue-1', 0, { events: batch(2) }));
    await store.close();
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('acts on every connection, also after a reset', async () => {
    const client = await pool.connect();
    for (const reset of ['select 1', 'reset role', 'reset all', 'discard all']) {
      await client.query(reset);
      expect((await client.query('select current_user')).rows).toEqual([{ current_user: 'anjuan_app' }]);
    }
    client.release();
  });

  it.each([
    'update events set data = \'{}\'',
    'update events set position = position where position = 1',
    'delete from events',
    'delete from events where position = 2',
    'truncate events',
    'truncate events cascade',
    'drop table events',
    'alter table events drop constraint events_stream_revision',
    'alter table events disable trigger all',
    'create rule forget as on insert to events do instead nothing',
    'select position from events for update',
    'insert into events select * from events on conflict (position) do update set data = excluded.data',
    'insert into head (position) values (7)',
    'delete from head',
    'truncate head',
    'update head set single = true',
    'create table mine (id int)',
  ])('may not %s', async (statement) => {
    await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    expect((await pool.query('select position::int from events order by position')).rows).toEqual([{ position: 1 }, { position: 2 }]);
  });

  it('is refused a connection when the start options do not reach the server', async () => {
    const missing = openPool(database.url, { max: 1, role: 'nobody_of_that_name' });
    await expect(missing.query('select 1')).rejects.toThrow('nobody_of_that_name');
    await missing.end();
  });

  it('keeps options that the address brings along', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c statement_timeout=1234');
    const both = openPool(url.href, { max: 1, role: 'anjuan_app' });
    expect((await both.query(`select current_user, current_setting('statement_timeout') as timeout`)).rows).toEqual([{ current_user: 'anjuan_app', timeout: '1234ms' }]);
    await both.end();
  });
});

describe('the server', () => {
  it('keeps data checksums, so that a flipped byte is an error and not a wrong answer', async () => {
    const database = await freshDatabase();
    const pool = openPool(database.url, { max: 1 });
    expect((await pool.query('show data_checksums')).rows).toEqual([{ data_checksums: 'on' }]);
    await pool.end();
    await database.drop();
  });
});
