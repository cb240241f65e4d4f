import type { Pool } from 'pg';
import { kurrentEventStore } from './kurrent/kurrent-event-store';
import { StoreUnavailable } from './errors';
import type { EventStore, Release } from './port';
import { postgresEventStore } from './postgres/postgres-event-store';
import { register } from './postgres/release';

/** As the environment says it: `postgres` where nothing is said, or `kurrent`, which needs its connection string. */
export type StoreSettings = { readonly EVENT_STORE?: string | undefined; readonly KURRENTDB_URL?: string | undefined; /** The folder of archived events. */ readonly ANJUAN_ARCHIVE_DIR?: string | undefined };

const opened = async ({ EVENT_STORE = 'postgres', KURRENTDB_URL, ANJUAN_ARCHIVE_DIR }: StoreSettings, pool: Pool, release?: Release): Promise<EventStore> => {
  if (EVENT_STORE === 'postgres') return postgresEventStore(pool, { release: release?.number ?? 0, archives: ANJUAN_ARCHIVE_DIR });
  if (EVENT_STORE !== 'kurrent') throw new Error(`EVENT_STORE: found ${EVENT_STORE}, expected postgres or kurrent`);
  if (KURRENTDB_URL === undefined) throw new Error('EVENT_STORE=kurrent needs KURRENTDB_URL, see docs/kurrentdb.md');
  return kurrentEventStore(KURRENTDB_URL);
};

/** A program may be started before its database: it appends nothing until its release is registered. */
const registered = async (store: EventStore, pool: Pool, release: Release): Promise<EventStore> => {
  let done = false;
  const once = async () => {
    if (!done) await register(pool, release);
    done = true;
  };
  await once().catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
  });
  return done ? store : { ...store, append: (item) => once().then(() => store.append(item)) };
};

/**
 * The store that the installation keeps its events in. The pool is that of its Postgres, which has the read
 * models and the releases in any case. A program that appends says by which release, and is refused where a newer one
 * writes (`NewerRelease`); one that only reads says none.
 */
export const openEventStore = async (settings: StoreSettings, pool: Pool, release?: Release): Promise<EventStore> => {
  const store = await opened(settings, pool, release);
  if (!release) return store;
  try {
    return await registered(store, pool, release);
  } catch (error) {
    await store.close();
    throw error;
  }
};
