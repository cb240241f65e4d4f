import { beginAt } from './checkpoint';
import { applyAndMove } from './advance';
import { openSession } from './leadership';
import type { Following, Model, Tx } from './port';
import { inTransaction } from './transaction';

export type Rebuilding = Following & { readonly model: Model; readonly onProgress?: (done: number, all: number) => void };

/**
 * Builds a model anew from the first event up to now, in one transaction: readers see the old rows until all new ones are
 * there, and the live follower, who cannot have the checkpoint meanwhile, goes on behind it.
 */
export const rebuildWithin = (tx: Tx, by: Rebuilding): Promise<number> =>
  inTransaction(tx, async () => {
    const { name, model, store, batch = 10_000, onProgress } = by;
    await beginAt(tx, name, model);
    // This takes the checkpoint's row, when the batch under way is done.
    await tx.query('update checkpoints set position = 0, basis = $2 where follower = $1', [name, model.basis]);
    await tx.query('delete from parked where follower = $1', [name]);
    await model.clear(tx);
    const head = await store.head();
    let position = 0;
    while (position < head) {
      const events = await store.readAll(position, Math.min(batch, 10_000));
      if (events.length === 0) throw new Error(`the store's head is ${head}, but nothing can be read after ${position}`);
      position = await applyAndMove(tx, by, position, events);
      onProgress?.(position, head);
    }
    return position;
  });

/** The same on a connection of its own, for the command line. */
export const rebuild = async (by: Rebuilding): Promise<number> => {
  const session = await openSession(by.pool, () => undefined);
  try {
    return await rebuildWithin(session.client, by);
  } finally {
    await session.end();
  }
};
