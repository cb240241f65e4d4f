import { eventId, type CommandRecord, type EventDraft, type EventStore, type StoredEvent } from '@anjuan/event-store';
import { fold, type Lifecycle, type Matter, type Recorded } from '@anjuan/lifecycle';
import type { DoorCommand } from './door-command';

/** A stream as it stood when it was read, and every command it held by then: both stay true whatever is appended. */
export type Folded = { readonly matter: Matter | undefined; readonly commands: Map<string, CommandRecord>; readonly events: readonly StoredEvent[] };

export const readFolded = async (store: EventStore, lifecycle: Lifecycle, stream: string): Promise<Folded> => {
  const { events, commands } = await store.read(stream);
  return { matter: fold(lifecycle, events), commands: new Map(commands.map((record) => [record.command, record])), events };
};

/** The matter as it stood after that revision. */
export const matterAt = (lifecycle: Lifecycle, { events }: Folded, revision: number): Matter | undefined => fold(lifecycle, events.filter((event) => event.revision <= revision));

/**
 * The matter as the append will leave it, but for its position. An act that cannot be folded must never be stored, for it
 * would shut its stream for good: a bug in a row stops here.
 */
export const rehearse = (lifecycle: Lifecycle, matter: Matter | undefined, { stream, id }: DoorCommand, events: readonly EventDraft[]): Matter => {
  const expected = matter?.revision ?? 0;
  const position = matter?.position ?? 0;
  // Field by field: adding to a spread copy costs the engine a hundred times as much.
  const recorded = events.map(({ process, correlation, type, row, schema, data, sealed, actor, approvals, occurredAt, recordedAt }, n): Recorded => ({
    id: eventId(stream, id, n), stream, process, correlation, revision: expected + n + 1, position, type, row, schema, data, sealed, actor, approvals, occurredAt, recordedAt,
  }));
  return fold(lifecycle, recorded, matter)!; // an append holds at least one event
};
