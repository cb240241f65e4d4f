import type { ClientBase, Pool, QueryResultRow } from 'pg';
import { calledBack } from './called-back';
import { failureOf, told } from './failure';

export type Statement = { readonly name: string; readonly text: string };

/** A server that does not answer for this long is taken to be away. */
const patience = 30_000;

const int8 = 20;
const int4 = 23;
/** Positions stay far below 2^53; JSON stays the text it was stored as. */
const types = { getTypeParser: (oid: number) => (oid === int8 || oid === int4 ? Number : String) };

/** One prepared statement, committed by the server on its own. */
export const askOn = async <R extends QueryResultRow>(client: ClientBase, { name, text }: Statement, values: unknown[]): Promise<R[]> =>
  (await calledBack<R>(client, { name, text, values, types }, patience)).rows;

/** A connection is kept unless it may be the one at fault. */
export const ask = async <R extends QueryResultRow>(pool: Pool, statement: Statement, values: unknown[]): Promise<R[]> => {
  const client = await pool.connect();
  try {
    const rows = await askOn<R>(client, statement, values);
    client.release();
    return rows;
  } catch (error) {
    client.release(failureOf(error) !== 'refused');
    throw error;
  }
};

/** A question changes nothing, so a connection that turns out to be dead is forgiven once. */
export const askTwice = async <R extends QueryResultRow>(pool: Pool, statement: Statement, values: unknown[]): Promise<R[]> => {
  try {
    return await ask<R>(pool, statement, values).catch((error: unknown) => {
      if (failureOf(error) !== 'away') throw error;
      return ask<R>(pool, statement, values);
    });
  } catch (error) {
    throw told(error);
  }
};
