import pg from 'pg';
import type { Apply, ParkStream, StoredEvent, Tx } from './port';
import { inSavepoint } from './transaction';

/** The server took the statement and would not have the values: data, integrity, limits. Anything else is a part that is down. */
const refused = (error: unknown): error is pg.DatabaseError => error instanceof pg.DatabaseError && ['22', '23', '54'].includes(error.code?.slice(0, 2) ?? '');

const byStream = (events: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] =>
  [...new Set(events.map(({ stream }) => stream))].map((stream) => events.filter((event) => event.stream === stream));

/**
 * Applies the batch; if the database refuses what came of it, halves it by streams until the ones at fault are found, so
 * that one bad stream costs some savepoints and never the others.
 */
export const applyIsolating = async (tx: Tx, apply: Apply, events: readonly StoredEvent[]): Promise<readonly ParkStream[]> => {
  if (events.length === 0) return [];
  try {
    return await inSavepoint(tx, () => apply(tx, events));
  } catch (error) {
    if (!refused(error)) throw error;
    const streams = byStream(events);
    if (streams.length === 1) {
      const { stream, position } = events[0]!; // not empty: returned above
      return [{ stream, position, cause: `${error.code} ${error.message}` }];
    }
    const middle = Math.ceil(streams.length / 2);
    const inOrder = (part: typeof streams) => part.flat().sort((a, b) => a.position - b.position);
    return [...(await applyIsolating(tx, apply, inOrder(streams.slice(0, middle)))), ...(await applyIsolating(tx, apply, inOrder(streams.slice(middle))))];
  }
};
