import type { Pool } from 'pg';
import { NewerRelease } from '../errors';
import type { Release } from '../port';
import { ask } from './ask';
import { told } from './failure';

/** In one statement, as the fence of the append asks for it: an older release waits for the head row and finds it taken. */
const registration = {
  name: 'register',
  text: `
    with taken as (
      update head set release = $1 where release <= $1 returning release
    ), kept as (
      insert into bundles (hash, process, release, text)
      select bundle.hash, bundle.process, taken.release, bundle.text from taken, unnest($2::text[], $3::text[], $4::text[]) as bundle (hash, process, text)
      on conflict (hash) do nothing
    )
    select release from taken`,
};

const newest = { name: 'release', text: 'select release from head' };

/** Why an append of that release found no head row. */
export const grounded = async (pool: Pool, release: number): Promise<Error> => {
  const [head] = await ask<{ release: number }>(pool, newest, []);
  return head ? new NewerRelease(release, head.release) : new Error('the head row is missing: run the migrations');
};

/**
 * Keeps the tables of a release that is about to write, and lets no older one append from here on. Throws `NewerRelease`
 * where this is the older one, `StoreUnavailable` where the server does not answer.
 */
export const register = async (pool: Pool, { number, tables }: Release): Promise<void> => {
  const column = (of: (table: Release['tables'][number]) => string) => tables.map(of);
  const [taken] = await ask<{ release: number }>(pool, registration, [number, column(({ hash }) => hash), column(({ process }) => process), column(({ text }) => text)]).catch((error: unknown) => {
    throw told(error);
  });
  if (!taken) throw await grounded(pool, number);
};

/** The text of the table that events name by this hash; undefined where no release that wrote here had it. */
export const bundleText = async (pool: Pool, hash: string): Promise<string | undefined> => {
  const { rows } = await pool.query<{ text: string }>('select text from bundles where hash = $1', [hash]);
  return rows[0]?.text;
};
