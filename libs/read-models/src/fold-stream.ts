import type { FoldedEvent, ParkStream, StoredEvent } from '@anjuan/follow';
import { evolve, type Lifecycle, type Matter, type Recorded } from '@anjuan/lifecycle';

export type Processes = Readonly<Record<string, Lifecycle>>;

export const parked = ({ stream, position }: StoredEvent, error: unknown): ParkStream => ({ stream, position, cause: error instanceof Error ? error.message : String(error) });

/** The matter with one more event. Throws when the event cannot be read. */
export const next = (processes: Processes, matter: Matter | undefined, event: FoldedEvent): Matter => {
  const expected = (matter?.revision ?? 0) + 1;
  if (event.revision !== expected) throw new Error(`${event.stream}: expected revision ${expected}, found ${event.revision}`);
  const lifecycle = Object.hasOwn(processes, event.process) ? processes[event.process] : undefined;
  if (!lifecycle) throw new Error(`${event.stream} revision ${event.revision}: this build knows no process '${event.process}'`);
  return evolve(lifecycle, matter, event as Recorded); // all of it but `sealed` and `actor`, which no row looks at: who acted stands in `data`
};

/** Folds the events of one stream onto what is known of it, up to the first that cannot be read. */
export const foldStream = (processes: Processes, known: Matter | undefined, events: readonly StoredEvent[]): { readonly matter: Matter | undefined; readonly bad?: ParkStream } => {
  let matter = known;
  for (const event of events) {
    if (matter && event.revision <= matter.revision) continue;
    try {
      matter = next(processes, matter, event);
    } catch (error) {
      return { matter, bad: parked(event, error) };
    }
  }
  return { matter };
};
