import type { CommandRecord, EventStore, StoredEvent } from '@anjuan/event-store';
import type { Lifecycle, Matter } from '@anjuan/lifecycle';
import { fold } from '@anjuan/lifecycle';

/** A stream as it stood when it was read, and every command it held by then: both stay true whatever is appended. */
export type Folded = { readonly matter: Matter | undefined; readonly commands: Map<string, CommandRecord>; readonly events: readonly StoredEvent[] };

export const readFolded = async (store: EventStore, lifecycle: Lifecycle, stream: string): Promise<Folded> => {
  const { events, commands } = await store.read(stream);
  return { matter: fold(lifecycle, events), commands: new Map(commands.map((record) => [record.command, record])), events };
};

/** The matter as it stood after that revision. */
export const matterAt = (lifecycle: Lifecycle, { events }: Folded, revision: number): Matter | undefined => fold(lifecycle, events.filter((event) => event.revision <= revision));
