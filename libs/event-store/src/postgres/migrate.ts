import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

/** Names one lock of the database; all who migrate take it. */
const lock = 0x616e6a75;

const applyAll = async (session: PoolClient, dir: string): Promise<readonly string[]> => {
  await session.query('create table if not exists migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())');
  const { rows } = await session.query<{ name: string; hash: string }>('select name, hash from migrations');
  const known = new Map(rows.map(({ name, hash }) => [name, hash]));
  const applied: string[] = [];
  for (const name of (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort()) {
    const sql = await readFile(join(dir, name), 'utf8');
    const hash = createHash('sha256').update(sql).digest('hex');
    const before = known.get(name);
    if (before === hash) continue;
    if (before !== undefined)
      throw new Error(`${name} was changed after it was applied: expected sha256 ${before}, found ${hash}. Put it back and add a new file.`);
    try {
      await session.query('begin');
      await session.query(sql);
      await session.query('insert into migrations (name, hash) values ($1, $2)', [name, hash]);
      await session.query('commit');
    } catch (cause) {
      await session.query('rollback');
      throw new Error(`${name} could not be applied: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    applied.push(name);
  }
  return applied;
};

/**
 * Applies the SQL files of `dir` that are not applied yet, in the order of their names, each with its entry in
 * `migrations` or not at all. Returns their names. The pool's user must be allowed to create roles and tables.
 */
export const migrate = async (pool: Pool, dir: string): Promise<readonly string[]> => {
  const session = await pool.connect();
  try {
    await session.query('select pg_advisory_lock($1)', [lock]);
    return await applyAll(session, dir);
  } finally {
    // The connection is not kept: ending it gives the lock back even if it is broken.
    session.release(true);
  }
};
