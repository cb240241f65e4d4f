import pg, { type Pool } from 'pg';

/**
 * A pool whose connections act as `role`. The role is set as the session starts, so that `reset role` and `discard all`
 * lead back to it, and is looked at once per connection: a proxy between may drop start options without a word.
 */
export const openPool = (url: string, { max, role }: { readonly max: number; readonly role?: string }): Pool => {
  if (role !== undefined && !/^[a-z_][a-z0-9_]*$/.test(role)) throw new TypeError(`not a plain role name: ${role}`);
  const address = new URL(url);
  const options = [address.searchParams.get('options'), role && `-c role=${role}`].filter(Boolean).join(' ');
  address.searchParams.delete('options');
  const pool = new pg.Pool({
    connectionString: address.href,
    ...(options !== '' && { options }),
    max,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    onConnect: async (client) => {
      // A connection that breaks is noticed by whoever asks it next; unheard, the event would end the process.
      client.on('error', () => undefined);
      if (role === undefined) return;
      const { rows } = await client.query<{ current_user: string }>('select current_user');
      if (rows[0]?.current_user !== role) throw new Error(`connected as ${rows[0]?.current_user}, expected ${role}`);
    },
  });
  pool.on('error', () => undefined);
  return pool;
};
