import pg from 'pg';
import { byStream } from './by-stream';
import type { Apply, ParkStream, StoredEvent, Tx } from './port';
import { inSavepoint } from './transaction';

/** The server took the statement and would not have the values: data, integrity, limits. Anything else is a part that is down. */
export const refusedByDatabase = (error: unknown): error is pg.DatabaseError => error instanceof pg.DatabaseError && ['22', '23', '54'].includes(error.code?.slice(0, 2) ?? '');

/** Up to the first that is refused, so that it does not matter which of its events came together. */
const oneByOne = async (tx: Tx, apply: Apply, events: readonly StoredEvent[]): Promise<readonly ParkStream[]> => {
  for (const event of events) {
    const parks = await applyIsolating(tx, apply, [event]);
    if (parks.length > 0) return parks;
  }
  return [];
};

/**
 * Applies the batch; if the database refuses what came of it, halves it by streams until the ones at fault are found, so
 * that one bad stream costs some savepoints and never the others.
 */
export const applyIsolating = async (tx: Tx, apply: Apply, events: readonly StoredEvent[]): Promise<readonly ParkStream[]> => {
  if (events.length === 0) return [];
  try {
    return await inSavepoint(tx, () => apply(tx, events));
  } catch (error) {
    if (!refusedByDatabase(error)) throw error;
    const streams = [...byStream(events).values()];
    if (streams.length === 1) {
      if (events.length > 1) return oneByOne(tx, apply, events);
      const { stream, position } = events[0]!; // the one that is left
      return [{ stream, position, cause: `${error.code} ${error.message}` }];
    }
    const middle = Math.ceil(streams.length / 2);
    const inOrder = (part: typeof streams) => part.flat().sort((a, b) => a.position - b.position);
    return [...(await applyIsolating(tx, apply, inOrder(streams.slice(0, middle)))), ...(await applyIsolating(tx, apply, inOrder(streams.slice(middle))))];
  }
};
