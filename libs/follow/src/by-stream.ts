import type { StoredEvent } from './port';

/** The events of each stream, in order. */
export const byStream = (events: readonly StoredEvent[]): ReadonlyMap<string, readonly [StoredEvent, ...StoredEvent[]]> => {
  const streams = new Map<string, [StoredEvent, ...StoredEvent[]]>();
  for (const event of events) {
    const own = streams.get(event.stream);
    if (own) own.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
};
