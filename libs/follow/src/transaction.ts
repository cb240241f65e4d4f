import type { Tx } from './port';

/** All of it or nothing. A rollback on a broken connection is not worth a second error: the server rolls back by itself. */
export const inTransaction = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  await tx.query('begin');
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
  await tx.query('savepoint attempt');
  try {
    const result = await work();
    await tx.query('release savepoint attempt');
    return result;
  } catch (error) {
    await tx.query('rollback to savepoint attempt; release savepoint attempt');
    throw error;
  }
};
