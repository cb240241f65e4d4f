import { randomUUID } from 'node:crypto';
import { openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { follow, type Follower, type Log } from '@anjuan/follow';
import { freshDatabase } from '@anjuan/test/support';
import { createQueries, readModels } from '../src/index';
import { rules } from './clues';

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** A database with a store, the projector's follower when asked for, and the queries. */
export const openOffice = async () => {
  const database = await freshDatabase();
  const owner = openPool(database.url, { max: 4 });
  const pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  const models = (given: Omit<Parameters<typeof readModels>[0], 'store'> = rules) => readModels({ ...given, store });
  const revisions = new Map<string, number>();
  let follower: Follower | undefined;
  const upTo = async () => {
    if (!(await queries.waitFor(await store.head(), 10_000))) throw new Error('the projector does not come on');
  };
  return {
    owner, pool, store, queries, upTo, models,
    follow: (own = models()) => (follower = follow({ store, pool, log: silent, ...own })),
    stored: async (stream: string, ...drafts: EventDraft[]) => {
      for (const draft of drafts) {
        const expected = revisions.get(stream) ?? 0;
        const answer = await store.append({ stream, expected, command: randomUUID(), body: '', events: [draft] });
        if (answer.kind !== 'appended') throw new Error(answer.kind);
        revisions.set(stream, expected + 1);
      }
    },
    close: async () => {
      await follower?.stop();
      await queries.close();
      await store.close();
      await Promise.all([pool.end(), owner.end()]);
      await database.drop();
    },
  };
};
