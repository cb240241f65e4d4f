import pg, { type ClientBase, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';

/** The driver has it, its types forget it. */
type Connected = { readonly connection: { readonly stream: { readonly destroy: () => void } } };

/**
 * Asks by callback and with a clock of our own: without an answer for `patience` ms it rejects, and the connection is cut. Behind the
 * driver's own promise or its `query_timeout` one question hangs on the next: the collector copies each, with its values and
 * rows, out of the young generation, and is rid of none until it looks through the old one.
 */
export const calledBack = <R extends QueryResultRow>(client: ClientBase, asked: QueryConfig, patience: number): Promise<QueryResult<R>> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`timeout: the database has not answered for ${patience / 1_000} s (${asked.name ?? asked.text.slice(0, 100)})`));
      (client as ClientBase & Connected).connection.stream.destroy(); // whatever else was asked on it waits behind this
    }, patience);
    pg.Client.prototype.query.call<ClientBase, [QueryConfig, (error: Error | undefined, result: QueryResult<R>) => void], void>(client, asked, (error, result) => {
      clearTimeout(late);
      if (error) reject(error);
      else resolve(result);
    });
  });
