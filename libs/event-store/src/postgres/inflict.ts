import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { StoreUnavailable } from '../errors';
import type { Answer, Append, EventStore } from '../port';

/** Ends the server's side of connections to the same database, all or those that match. */
export const terminate = (owner: Pool, which = 'true') =>
  owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${which}`);

/** As the door does when the store is away: the very same append again. */
export const persist = async (store: EventStore, item: Append): Promise<Answer> => {
  for (;;) {
    try {
      return await store.append(item);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await pause(10);
    }
  }
};

/** Passes everything on until told to swallow the server's next answer and hang up. */
export const hungUpWire = async (url: string) => {
  const target = new URL(url);
  let cut = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.on('data', (data) => far.write(data)).on('close', () => far.destroy()).on('error', () => far.destroy());
    far.on('data', (data) => {
      if (cut) near.destroy();
      else near.write(data);
      cut = false;
    }).on('close', () => near.destroy()).on('error', () => near.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const own = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String((server.address() as AddressInfo).port) });
  return { url: own.href, cutNext: () => (cut = true), close: () => new Promise((resolve) => server.close(resolve)) };
};
