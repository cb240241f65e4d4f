import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Database } from '../../../../test/support/fresh-database';
import { StoreUnavailable } from '../errors';
import type { Answer, Append, EventStore } from '../port';
import { openPool } from './pool';

/** Ends the server's side of connections to the same database, all or those that match. */
export const terminate = (owner: Pool, which = 'true') =>
  owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${which}`);

/** Comes back once so many connections of the same database wait for a lock. */
export const lockedOut = async (owner: Pool, count = 1): Promise<void> => {
  const asked = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  for (let found = 0; found < count; await pause(5)) found = (await owner.query(asked)).rowCount ?? 0;
};

/** Holds the head row, so that nobody appends; ends it by giving what it did back. */
export const holdHead = async (owner: Pool): Promise<() => Promise<void>> => {
  const session = await owner.connect();
  await session.query('begin; update head set position = position');
  return async () => {
    await session.query('rollback');
    session.release();
  };
};

/** The server refuses events of that stream with that code, as often as said, in the name of a constraint of the table if need be. */
export const refuse = (owner: Pool, stream: string, code: string, times = Number.MAX_SAFE_INTEGER, constraint = '') =>
  owner.query(`create sequence if not exists refusals; select setval('refusals', 1, false);
    create or replace function refused() returns trigger language plpgsql security definer as $$ begin
      if nextval('refusals') <= ${times} then raise exception 'refused' using errcode = '${code}', constraint = '${constraint}'; end if; return new; end $$;
    create or replace trigger refused before insert on events for each row when (new.stream = '${stream}') execute function refused()`);

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

/** Asks the server from outside the database, by a connection that what is done to the database does not touch. */
export const elsewhere = async (database: Database, statement: (name: string) => string) => {
  const server = openPool(Object.assign(new URL(database.url), { pathname: '/postgres' }).href, { max: 1 });
  await server.query(statement(new URL(database.url).pathname.slice(1)));
  await server.end();
};
/** Nobody can connect any more; who is connected stays. */
export const shut = (database: Database) => elsewhere(database, (name) => `alter database ${name} allow_connections false`);
export const reopen = (database: Database) => elsewhere(database, (name) => `alter database ${name} allow_connections true`);
