import type { Tx } from './port';

/**
 * Sent without waiting for its answer where the connection takes statements ahead: each wait is one for the server and one
 * for ourselves to be let back to work. Should it be refused, so is the next.
 */
const ahead = async (tx: Tx, text: string): Promise<void> => {
  const sent = tx.query(text);
  if (!tx.pipeline) return void (await sent);
  sent.catch(() => undefined);
};

/** All of it or nothing. A rollback on a broken connection is not worth a second error: the server rolls back by itself. */
export const inTransaction = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  await ahead(tx, 'begin');
  try {
    const result = await work();
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch(() => undefined);
    throw error;
  }
};

/** All of it or nothing, within a transaction that goes on. */
export const inSavepoint = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  await ahead(tx, 'savepoint attempt');
  try {
    const result = await work();
    await ahead(tx, 'release savepoint attempt');
    return result;
  } catch (error) {
    await tx.query('rollback to savepoint attempt; release savepoint attempt');
    throw error;
  }
};
