import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { type Database, freshDatabase } from '../../../../test/support/fresh-database';
import { migrate } from './migrate';
import { openPool } from './pool';

describe('migrations', () => {
  let database: Database;
  let pool: Pool;
  let dir: string;

  beforeEach(async () => {
    database = await freshDatabase();
    const owner = openPool(database.url, { max: 1 });
    await owner.query('drop schema public cascade; drop schema if exists building cascade; create schema public');
    await owner.end();
    pool = openPool(database.url, { max: 4 });
    dir = await mkdtemp(join(tmpdir(), 'migrate-'));
    await writeFile(join(dir, '020-second.sql'), 'create table second (id int references first)');
    await writeFile(join(dir, '010-first.sql'), 'create table first (id int primary key)');
    await writeFile(join(dir, 'notes.md'), 'not SQL');
  });

  afterEach(async () => {
    await pool.end();
    await database.drop();
    await rm(dir, { recursive: true });
  });

  it('are applied in the order of their names, and once', async () => {
    expect(await migrate(pool, dir)).toEqual(['010-first.sql', '020-second.sql']);
    expect(await migrate(pool, dir)).toEqual([]);
    await writeFile(join(dir, '030-third.sql'), 'create table third (id int)');
    expect(await migrate(pool, dir)).toEqual(['030-third.sql']);
  });

  it('are applied once by processes that start together', async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(pool, dir)));
    expect(applied.flat().sort()).toEqual(['010-first.sql', '020-second.sql']);
  });

  it('are refused when one that was applied has been changed, and it is named', async () => {
    await migrate(pool, dir);
    await writeFile(join(dir, '010-first.sql'), 'create table first (id bigint primary key)');
    await writeFile(join(dir, '030-third.sql'), 'create table third (id int)');
    await expect(migrate(pool, dir)).rejects.toThrow('010-first.sql was changed after it was applied');
    expect((await pool.query(`select to_regclass('third') as third`)).rows).toEqual([{ third: null }]);
  });

  it('leave nothing of a file that fails, keep those before it, and go on once it is mended', async () => {
    await writeFile(join(dir, '020-second.sql'), 'create table second (id int); create table nonsense (id no_such_type)');
    await expect(migrate(pool, dir)).rejects.toThrow('020-second.sql could not be applied: type "no_such_type" does not exist');
    expect((await pool.query(`select to_regclass('first')::text as first, to_regclass('second') as second`)).rows).toEqual([{ first: 'first', second: null }]);
    await writeFile(join(dir, '020-second.sql'), 'create table second (id int)');
    expect(await migrate(pool, dir)).toEqual(['020-second.sql']);
  });

  it('lay the whole schema of the store, also where the roles are there already', async () => {
    const applied = await migrate(pool, join(__dirname, '../../../../infra/postgres'));
    expect(applied.slice(0, 5)).toEqual(['010-roles.sql', '020-events.sql', '021-openings.sql', '030-head.sql', '040-privileges.sql']);
  });
});
