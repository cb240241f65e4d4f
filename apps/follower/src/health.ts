import type { EventStore, Follower, Log } from '@anjuan/follow';
import type { Pool } from 'pg';

type Watched = { readonly store: EventStore; readonly pool: Pool; readonly projector: Follower; readonly publisher: Follower | undefined; readonly pending: () => Promise<number>; readonly log: Log; readonly everySeconds: number };

/** One line now and then that says how the followers stand; a warning when somebody should look. */
export const tellHealth = ({ store, pool, projector, publisher, pending, log, everySeconds }: Watched) => {
  const tell = async () => {
    const { leading, failing, building } = projector.health();
    const [head, position, parked, unsent] = await Promise.all([
      store.head(), projector.position(), pool.query<{ n: number }>('select count(*)::int as n from parked').then(({ rows }) => rows[0]?.n ?? 0), pending(),
    ]);
    const publishing = publisher?.health();
    const line = { leading, position, lag: head - position, parked, unsent, ...(failing !== undefined && { failing }), ...(building && { building }), ...(publishing && { publishing: { ...publishing, lag: head - publishing.position } }) };
    if (failing !== undefined || publishing?.failing !== undefined || parked > 0) log.warn(line, 'followers need a look');
    else log.info(line, 'followers');
  };
  const timer = setInterval(() => void tell().catch((error: Error) => log.warn({ cause: error.message }, 'followers: no answer from the database')), everySeconds * 1_000);
  return { stop: () => clearInterval(timer) };
};
