import type { KeyObject } from 'node:crypto';
import { cloudEventType, topicOf, type CloudEvent } from '@anjuan/derive';
import type { EventStore, ParkStream, StoredEvent } from '@anjuan/follow';
import { evolve, type Lifecycle, type Matter } from '@anjuan/lifecycle';
import { noLeaf, sealEvent, sha256, type Hash } from '@anjuan/proof';
import type { Message } from './port';

const kept = 20_000;

/** A stream as one of its events left it. */
type Told = { readonly revision: number; readonly matter: Matter | undefined; readonly leaf: Hash };
const unopened: Told = { revision: 0, matter: undefined, leaf: noLeaf };

type Announcing = { readonly store: EventStore; readonly processes: Readonly<Record<string, Lifecycle>>; readonly secret: KeyObject };

const messageOf = (event: StoredEvent, stage: string, leaf: Hash): Message => {
  const { id, organ, process, type, stream, recordedAt, revision, position, correlation } = event;
  const told: CloudEvent = {
    specversion: '1.0', id, source: `/anjuan/${encodeURIComponent(organ)}`, type: cloudEventType(process, type), subject: stream, time: recordedAt, datacontenttype: 'application/json',
    data: { revision, position, history: correlation, stage, leaf: leaf.toString('base64') },
  };
  return { position, topic: topicOf(process), key: stream, value: JSON.stringify(told) };
};

/**
 * What is said of events. Stage and leaf come from the stream alone, so that they are the same however often an event is
 * told, and wait for neither a read model nor the notary. `done` is called once the batch is out: until then it may come again.
 */
export const announcing = ({ store, processes, secret }: Announcing) => {
  /** The oldest first. */
  const streams = new Map<string, Told>();

  const next = ({ matter, leaf }: Told, event: StoredEvent): { told: Told; stage: string } => {
    const lifecycle = processes[event.process];
    if (!lifecycle) throw new Error(`no process table '${event.process}'`);
    const now = evolve(lifecycle, matter, event);
    return { told: { revision: event.revision, matter: now, leaf: sealEvent(event, leaf, secret, sha256).leaf }, stage: now.stage };
  };

  /** How far the stream is known, and what lies between that and the event. */
  const leadTo = async ({ stream, revision }: StoredEvent): Promise<readonly [Told, readonly StoredEvent[]]> => {
    const known = streams.get(stream) ?? unopened;
    if (known.revision === revision - 1) return [known, []];
    return [unopened, (await store.read(stream)).events.filter((event) => event.revision < revision)];
  };

  const keep = (stream: string, told: Told) => {
    streams.delete(stream);
    streams.set(stream, told);
    if (streams.size > kept) streams.delete(streams.keys().next().value!); // not empty: set above
  };

  return async (events: readonly StoredEvent[]) => {
    const now = new Map<string, Told>();
    const parks = new Map<string, ParkStream>();
    const messages: Message[] = [];
    for (const event of events) {
      const { stream, position } = event;
      if (parks.has(stream)) continue;
      const here = now.get(stream);
      const [from, missed] = here ? [here, []] : await leadTo(event);
      try {
        const { told, stage } = next(missed.reduce((told, earlier) => next(told, earlier).told, from), event);
        now.set(stream, told);
        messages.push(messageOf(event, stage, told.leaf));
      } catch (error) {
        parks.set(stream, { stream, position, cause: error instanceof Error ? error.message : String(error) });
      }
    }
    return { messages, parks: [...parks.values()], done: () => now.forEach((told, stream) => keep(stream, told)) };
  };
};
