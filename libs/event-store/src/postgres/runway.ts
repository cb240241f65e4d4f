import pg, { type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { askOn, type Statement } from './ask';
import { failureOf } from './failure';

/**
 * One connection beside the pool's own, to the same place as the same role, with one more setting. It takes a statement
 * while another is under way: the server carries them out one after the other, each committed or refused by itself, and
 * does not wait for us in between. Opened with the first, and anew when it may be the one at fault.
 */
export const runway = (pool: Pool, setting: string) => {
  const own = new pg.Pool({ ...pool.options, options: `${pool.options.options ?? ''} -c ${setting}`, max: 1, pipeline: true }).on('error', () => undefined);
  let open: Promise<PoolClient> | undefined;

  const leave = async (left: Promise<PoolClient>) => {
    if (open === left) open = undefined;
    await left.then((client) => client.release(true), () => undefined);
  };

  return {
    ask: async <R extends QueryResultRow>(statement: Statement, values: unknown[]): Promise<R[]> => {
      const asked = (open ??= own.connect());
      try {
        return await askOn<R>(await asked, statement, values);
      } catch (error) {
        if (open === asked && failureOf(error) !== 'refused') await leave(asked);
        throw error;
      }
    },
    end: async () => {
      if (open) await leave(open);
      await own.end();
    },
  };
};
export type Runway = ReturnType<typeof runway>;
