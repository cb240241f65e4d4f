import type { EventStore, StoredEvent } from './port';

/**
 * The store for several followers of one process: a page that one of them has just read is given to the others as it is,
 * so that each event is fetched and decoded once. Nothing that was stored ever changes, so what is kept cannot be wrong;
 * whoever asks for what lies beyond it asks the store.
 */
export const readingOnce = (store: EventStore): EventStore => {
  let after = 0;
  let page: readonly StoredEvent[] = [];
  return {
    ...store,
    readAll: async (wanted, limit) => {
      const next = wanted < after ? -1 : page.findIndex(({ position }) => position > wanted);
      if (next >= 0) return page.slice(next, next + limit);
      const read = await store.readAll(wanted, limit);
      if (read.length > 0) [after, page] = [wanted, read];
      return read;
    },
  };
};
