import type { EventStore, StoredEvent } from '@anjuan/event-store';
import { byStream, type ParkStream } from '@anjuan/follow';
import { evolve, type Lifecycle, type Matter } from '@anjuan/lifecycle';
import { inTurns } from '@anjuan/follow';

const kept = 20_000;

export type Folded = { readonly matters: readonly Matter[]; readonly parks: readonly ParkStream[] };

/**
 * The conductor's own folds, so that it depends on events alone. A fold may be ahead of the batch that asks for it: it is
 * what the stream holds now, and whoever came later finds it done.
 */
export const matters = (store: EventStore, processes: Readonly<Record<string, Lifecycle>>) => {
  const folds = new Map<string, Matter>();

  const keep = (matter: Matter) => {
    folds.delete(matter.stream);
    folds.set(matter.stream, matter);
    if (folds.size > kept) folds.delete(folds.keys().next().value!); // not empty: set above
  };

  const foldStream = async (stream: string, events: readonly StoredEvent[]): Promise<{ matter?: Matter; park?: ParkStream }> => {
    let matter = folds.get(stream);
    const joins = (matter?.revision ?? 0) + 1 >= (events[0]?.revision ?? 1);
    const all = joins ? events : (await store.read(stream, matter?.revision)).events;
    for (const event of all) {
      if (event.revision <= (matter?.revision ?? 0)) continue;
      try {
        const lifecycle = processes[event.process];
        if (!lifecycle) throw new Error(`no process table '${event.process}'`);
        matter = evolve(lifecycle, matter, event);
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        if (matter) keep(matter);
        return { ...(matter && { matter }), park: { stream, position: event.position, cause } };
      }
    }
    if (matter) keep(matter);
    return { ...(matter && { matter }) };
  };

  return {
    fold: async (events: readonly StoredEvent[]): Promise<Folded> => {
      const folded = await inTurns([...byStream(events)], 8, ([stream, own]) => foldStream(stream, own));
      return { matters: folded.flatMap(({ matter }) => matter ?? []), parks: folded.flatMap(({ park }) => park ?? []) };
    },
  };
};
