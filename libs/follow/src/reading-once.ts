import type { EventStore, StoredEvent } from './port';

/** Some followers come after others by so many. */
const kept = 2_500;

/**
 * The store for several followers of one process: what one of them has just read is given to the others as it is, so that
 * each event is fetched and decoded once, though they come at their own pace. Nothing that was stored ever changes, so what
 * is kept cannot be wrong, unless the store was put back to an earlier day; whoever asks for what lies before or beyond it
 * asks the store.
 */
export const readingOnce = (store: EventStore): EventStore => {
  /** The newest that were read, without a gap, behind position `after`. */
  let after = 0;
  let recent: readonly StoredEvent[] = [];
  let under: { readonly wanted: number; readonly limit: number; readonly events: Promise<readonly StoredEvent[]> } | undefined;

  const end = () => recent.at(-1)?.position ?? after;

  const keep = (wanted: number, read: readonly StoredEvent[]) => {
    if (wanted < end() || read.length === 0) return;
    const all = wanted === end() ? [...recent, ...read] : read;
    const from = Math.max(0, all.length - Math.max(kept, read.length));
    after = all[from - 1]?.position ?? (wanted === end() ? after : wanted);
    recent = all.slice(from);
  };

  const fetch = async (wanted: number, limit: number) => {
    const read = await store.readAll(wanted, limit);
    keep(wanted, read);
    return read;
  };

  return {
    ...store,
    readAll: async (wanted, limit) => {
      // Whoever begins to lead asks for one alone, to see whether this is still the log it followed: what is kept may be gone.
      if (limit === 1) {
        [after, recent, under] = [0, [], undefined];
        return store.readAll(wanted, 1);
      }
      if (wanted >= after && wanted < end()) {
        const from = recent.findIndex(({ position }) => position > wanted);
        return recent.slice(from, from + limit);
      }
      if (under?.wanted === wanted && under.limit === limit) {
        const events = await under.events.catch(() => []);
        if (events.length > 0) return events;
        // It may have looked before that was stored which we were woken for.
      }
      const events = fetch(wanted, limit);
      under = { wanted, limit, events };
      return events;
    },
  };
};
