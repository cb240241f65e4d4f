import pg, { type Client, type Pool } from 'pg';
import type { Alarm } from './alarm';

/** First half of the key of every follower's lock; the second is its name. */
const followers = 0x666f6c6c;
const standby = 500;
/** A server that does not answer for so long is gone, though the connection does not know it. Emptying a big table takes less. */
const patience = 300_000;

export type Session = { readonly client: Client; readonly lost: () => boolean; readonly end: () => Promise<void> };

/** A connection of the follower's own. `changed` rings when it is lost. */
export const openSession = async (pool: Pool, changed: () => void): Promise<Session> => {
  const client = new pg.Client({ ...pool.options, query_timeout: patience, keepAliveInitialDelayMillis: 10_000 });
  let lost = false;
  const lose = () => {
    lost = true;
    changed();
  };
  client.on('error', lose).on('end', lose);
  const end = () => client.end().catch(() => undefined);
  try {
    await client.connect();
  } catch (error) {
    await end();
    throw error;
  }
  return { client, lost: () => lost, end };
};

/**
 * Waits until this process leads the follower: the lock belongs to the session, and every batch is committed by that same
 * session, so whoever lost the one cannot do the other. Asked for again and again, not waited for inside the server: a
 * statement that waits for hours keeps the vacuum from its work. Undefined when `stopped` while waiting.
 */
export const takeLead = async (session: Session, name: string, bell: Alarm, stopped: () => boolean): Promise<Session | undefined> => {
  for (; !stopped(); await bell.wait(standby)) {
    const { rows } = await session.client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [followers, name]);
    if (rows[0]?.mine) return session;
  }
  return undefined;
};
