import { calledBack } from '@anjuan/event-store';
import pg, { type Client, type Pool, type QueryConfig, type Submittable } from 'pg';
import type { Alarm } from './alarm';

/** First half of the key of every follower's lock; the second is its name, or that of one of its parts. */
const followers = 0x666f6c6c;
const builders = 0x6275696c;
export const standby = 500;
/** A server that does not answer for so long is gone, though the connection does not know it. An index over millions of rows takes less. */
const patience = 300_000;
/**
 * The server ends the session, and with it the lead and any batch under way, of a process that has not been heard of for so
 * long: it may be frozen, and nobody else could take over. Should it wake, its session is gone.
 */
const leading = '-c idle_session_timeout=10s -c idle_in_transaction_session_timeout=60s';

export type Session = { readonly client: Client; readonly lost: () => boolean; readonly end: () => Promise<void> };

/** A client whose questions are called back; what it is given to carry out by itself, as a COPY, goes to the driver. */
const patient = (client: Client): Client => {
  const carryOut = client.query.bind(client);
  const ask = (asked: string | QueryConfig | Submittable, values?: unknown[]) => {
    if (typeof asked === 'string') return calledBack(client, { text: asked, ...(values && { values }) }, patience);
    return 'submit' in asked ? carryOut(asked) : calledBack(client, asked, patience);
  };
  client.query = ask as Client['query']; // nobody here gives it a callback
  return client;
};

/** A connection of the follower's own. `changed` rings when it is lost. */
export const openSession = async (pool: Pool, changed: () => void, options = '', pipeline = false): Promise<Session> => {
  const client = patient(new pg.Client({ ...pool.options, pipeline, options: `${pool.options.options ?? ''} ${options}`, keepAliveInitialDelayMillis: 10_000 }));
  let lost = false;
  const lose = () => {
    lost = true;
    changed();
  };
  client.on('error', lose).on('end', lose);
  // What we end ourselves is not lost, and must not wake who waits to try again later.
  const end = () => client.off('end', lose).end().catch(() => undefined);
  try {
    await client.connect();
  } catch (error) {
    await end();
    throw error;
  }
  return { client, lost: () => lost, end };
};

/**
 * As `openSession`, but given up by the server when its process freezes; takes statements ahead. What writes nothing but
 * rows need not wait for the disk: a crash of the server takes of them what it takes of the checkpoint, and the events come
 * again. What was done elsewhere stays done, and would come again in vain.
 */
export const openLeading = (pool: Pool, changed: () => void, rowsAlone = false): Promise<Session> =>
  openSession(pool, changed, rowsAlone ? `${leading} -c synchronous_commit=off` : leading, true);

/** While something else is waited for, the server hears from the session, so that it does not give it up. */
export const keepingAlive = async <T>({ client }: Session, work: Promise<T>): Promise<T> => {
  let beat: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    beat ??= client.query('select').catch(() => undefined).finally(() => (beat = undefined)); // a lost session is noticed by `lost`
  }, 3_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    await beat;
  }
};

const turns = 0x7475726e;

/**
 * One at a time, in whichever process, does the work of that name; the others wait. No transaction is open meanwhile, and a
 * process that is frozen loses its turn.
 */
export const inTurnOf = async <T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> => {
  const session = await openLeading(pool, () => undefined);
  try {
    await session.client.query('select pg_advisory_lock($1, hashtext($2))', [turns, name]);
    return await keepingAlive(session, work());
  } finally {
    await session.end();
  }
};

type Locking = 'pg_try_advisory_lock' | 'pg_try_advisory_lock_shared' | 'pg_advisory_unlock' | 'pg_advisory_unlock_shared';

const lock = async ({ client }: Session, how: Locking, kind: number, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ done: boolean }>(`select ${how}($1, hashtext($2)) as done`, [kind, name]);
  return rows[0]?.done ?? false;
};

const nameOf = (name: string, part: number) => `${name} ${part}`;

/** Whoever follows, in whichever part, is a member; while there is one, nobody deals the streams out anew. */
export const join = (session: Session, name: string): Promise<boolean> => lock(session, 'pg_try_advisory_lock_shared', followers, name);

export const leave = (session: Session, name: string): Promise<boolean> => lock(session, 'pg_advisory_unlock_shared', followers, name);

/** Whether nobody follows, and nobody joins until `admit`. */
export const shutOut = (session: Session, name: string): Promise<boolean> => lock(session, 'pg_try_advisory_lock', followers, name);
export const admit = (session: Session, name: string): Promise<boolean> => lock(session, 'pg_advisory_unlock', followers, name);

/**
 * The lock belongs to the session, and every batch is committed by that same session, so whoever lost the one cannot do
 * the other. Asked for again and again, not waited for inside the server: a statement that waits for hours keeps the
 * vacuum from its work.
 */
export const takePart = (session: Session, name: string, part: number): Promise<boolean> => lock(session, 'pg_try_advisory_lock', followers, nameOf(name, part));
export const leavePart = (session: Session, name: string, part: number): Promise<boolean> => lock(session, 'pg_advisory_unlock', followers, nameOf(name, part));

/** How many processes there are to share the parts. */
export const countMembers = async ({ client }: Session, name: string): Promise<number> => {
  const { rows } = await client.query<{ n: number }>(
    `select count(distinct pid)::int as n from pg_locks
     where locktype = 'advisory' and mode = 'ShareLock' and granted and database = (select oid from pg_database where datname = current_database())
       and classid = $1::bigint::oid and objid::bigint = hashtext($2)::bigint & 4294967295`, [followers, name],
  );
  return rows[0]?.n ?? 1;
};

/** One builds a model at a time. False when `stopped` while waiting. */
export const takeBuilding = async (session: Session, name: string, bell: Alarm, stopped: () => boolean): Promise<boolean> => {
  for (; !stopped(); await bell.wait(standby)) if (await lock(session, 'pg_try_advisory_lock', builders, name)) return true;
  return false;
};
