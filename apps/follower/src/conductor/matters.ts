import type { EventStore, StoredEvent } from '@anjuan/event-store';
import { byStream, inTurns, type ParkStream } from '@anjuan/follow';
import { evolve, type Lifecycle, type Matter } from '@anjuan/lifecycle';

const kept = 20_000;

/** A matter, and the key of the row that was written of it. */
type Fold = { readonly matter: Matter; readonly key?: string | undefined };

/** `known`: what was written before these events, where nothing lies between. */
export type Moved = { readonly matter: Matter; readonly known?: Fold };
export type Folded = { readonly moved: readonly Moved[]; readonly parks: readonly ParkStream[] };

/**
 * The conductor's own folds, so that it depends on events alone. A fold may be ahead of the batch that asks for it: it is
 * what the stream holds now, and whoever came later finds it done.
 */
export const matters = (store: EventStore, processes: Readonly<Record<string, Lifecycle>>) => {
  const folds = new Map<string, Fold>();

  const keep = (fold: Fold) => {
    folds.delete(fold.matter.stream);
    folds.set(fold.matter.stream, fold);
    if (folds.size > kept) folds.delete(folds.keys().next().value!); // not empty: set above
  };

  const foldStream = async (stream: string, events: readonly StoredEvent[]): Promise<{ moved?: Moved; park?: ParkStream }> => {
    const before = folds.get(stream);
    const first = events[0]?.revision ?? 1;
    // Events that come again follow a batch that was rolled back, and its rows with it.
    const known = before?.matter.revision === first - 1 ? before : undefined;
    let matter = before?.matter;
    let park: ParkStream | undefined;
    const joins = (matter?.revision ?? 0) + 1 >= first;
    const all = joins ? events : (await store.read(stream, matter?.revision)).events;
    for (const event of all) {
      if (event.revision <= (matter?.revision ?? 0)) continue;
      try {
        const lifecycle = processes[event.process];
        if (!lifecycle) throw new Error(`no process table '${event.process}'`);
        matter = evolve(lifecycle, matter, event);
      } catch (error) {
        park = { stream, position: event.position, cause: error instanceof Error ? error.message : String(error) };
        break;
      }
    }
    if (matter) keep({ matter });
    return { ...(matter && { moved: { matter, ...(known && { known }) } }), ...(park && { park }) };
  };

  return {
    fold: async (events: readonly StoredEvent[]): Promise<Folded> => {
      const folded = await inTurns([...byStream(events)], 8, ([stream, own]) => foldStream(stream, own));
      return { moved: folded.flatMap(({ moved }) => moved ?? []), parks: folded.flatMap(({ park }) => park ?? []) };
    },
    written: keep,
    /** What is known of a stream, whenever that was. */
    known: (stream: string): Matter | undefined => folds.get(stream)?.matter,
  };
};
