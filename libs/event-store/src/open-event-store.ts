import type { Pool } from 'pg';
import { kurrentEventStore } from './kurrent/kurrent-event-store';
import type { EventStore, Release } from './port';
import { postgresEventStore } from './postgres/postgres-event-store';
import { register } from './postgres/release';

/** As the environment says it: `postgres` where nothing is said, or `kurrent`, which needs its connection string. */
export type StoreSettings = { readonly EVENT_STORE?: string | undefined; readonly KURRENTDB_URL?: string | undefined; /** The folder of archived events. */ readonly ANJUAN_ARCHIVE_DIR?: string | undefined };

/**
 * The store that the installation keeps its events in. The pool is that of its Postgres, which has the read
 * models and the releases in any case. A program that appends says by which release; one that only reads says none.
 */
export const openEventStore = async ({ EVENT_STORE = 'postgres', KURRENTDB_URL, ANJUAN_ARCHIVE_DIR }: StoreSettings, pool: Pool, release?: Release): Promise<EventStore> => {
  if (release) await register(pool, release);
  if (EVENT_STORE === 'postgres') return postgresEventStore(pool, { release: release?.number ?? 0, archives: ANJUAN_ARCHIVE_DIR });
  if (EVENT_STORE !== 'kurrent') throw new Error(`EVENT_STORE: found ${EVENT_STORE}, expected postgres or kurrent`);
  if (KURRENTDB_URL === undefined) throw new Error('EVENT_STORE=kurrent needs KURRENTDB_URL, see docs/kurrentdb.md');
  return kurrentEventStore(KURRENTDB_URL);
};
