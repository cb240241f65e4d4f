import type { Pool } from 'pg';
import { type Database, freshDatabase } from '../../../../test/support/fresh-database';
import type { EventStore } from '../port';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

type Given = { readonly store: EventStore; readonly owner: Pool; readonly database: Database };

/** A store in a database of its own, which goes with the test. */
export const given = (body: (given: Given) => Promise<void>) => async () => {
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
