import { freshDatabase, type DevTemporal } from '@anjuan/test/support';
import { defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { Client, Connection } from '@temporalio/client';
import { office } from '../../../../workflows/test/rig';
import { startConductor } from '.';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const clock = { now: () => new Date().toISOString() };

/** An office with a store of its own, and a conductor that tells this Temporal server of it. */
export const given = async ({ address }: DevTemporal) => {
  const database = await freshDatabase();
  const pool = openPool(database.url, { max: 10, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const connection = Connection.lazy({ address });
  const client = new Client({ connection });
  const here = office({ clock, store });
  return {
    pool, store, client, here,
    conduct: (log = quiet, crash: (point: string) => void = () => undefined) =>
      startConductor({ pool, store, processes, counting: here.handle.count, policy: defaultPolicy, clock, client, log, crash, searchAttributes: true }),
    today: () => here.handle.count.dateOf(clock.now()),
    rowOf: async (stream: string) => (await pool.query('select * from conducted where stream = $1', [stream])).rows[0],
    end: async () => {
      await connection.close();
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
};
