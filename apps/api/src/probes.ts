import { connect } from 'node:net';
import type { Pool } from 'pg';
import type { Probes } from './parts';

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const [host, port] = address.split(':');
    const socket = connect({ host: host ?? '', port: Number(port), timeout: 1_000 });
    const end = (reached: boolean) => () => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });

/** Whether the schema is laid, asked of the tables the API needs; whether Temporal takes connections. */
export const probesOf = (pool: Pool, temporal: string | undefined): Probes => ({
  schema: async () => (await pool.query<{ there: boolean }>("select to_regclass('events') is not null and to_regclass('head') is not null and to_regclass('matters') is not null as there")).rows[0]?.there === true,
  temporal: async () => temporal !== undefined && (await answers(temporal)),
});
