import type { EventStore, StoredEvent } from '@anjuan/event-store';
import { processOf } from '@anjuan/handle';
import { lifecycleOf, type Today } from './line';

export type Places = Pick<EventStore, 'read'> & {
  /** Streams of one correlation, as far as the read model has come. */
  readonly linked: (correlation: string) => Promise<readonly { readonly stream: string }[]>;
};

/** Ids of streams, however deep they lie. */
const namedIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return processOf(value) === undefined ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namedIn) : [];
};

/** Streams whose history this one goes on with: an act that inherits duties names where they were done. */
const inheritedFrom = (today: Pick<Today, 'processes'>, events: readonly StoredEvent[]): readonly string[] =>
  events
    .filter(({ process, row }) => row !== undefined && lifecycleOf(today, process).rows[row]?.inherits !== undefined)
    .flatMap(({ data }) => namedIn(data['asked']));

const settledIn = (events: readonly StoredEvent[]): readonly string[] => events.flatMap(({ type, data }) => (type === 'ReactionSettled' && typeof data['stream'] === 'string' ? [data['stream']] : []));

/**
 * Every event of the history a stream belongs to: of its correlation, and of clues that joined a case begun by another
 * and so keep a correlation of their own. Empty when there is no such stream.
 */
export const linkedHistory = async (stream: string, { read, linked }: Places, today: Pick<Today, 'processes'>): Promise<readonly StoredEvent[]> => {
  const streams = new Map<string, readonly StoredEvent[]>();
  const correlations = new Set<string>();
  const visit = async (name: string, goesOn?: string): Promise<void> => {
    if (streams.has(name)) return;
    const { events } = await read(name);
    const [first] = events;
    const from = inheritedFrom(today, events);
    // A reaction may also have reached a stream that belongs to no one history, such as a register of numbers.
    if (!first || (goesOn !== undefined && !from.includes(goesOn))) return;
    streams.set(name, events);
    for (const each of from) await visit(each);
    for (const each of settledIn(events)) await visit(each, name);
    if (correlations.has(first.correlation)) return;
    correlations.add(first.correlation);
    for (const each of await linked(first.correlation)) await visit(each.stream);
  };
  await visit(stream);
  return [...streams.values()].flat();
};
