import { holdCheckpoint, lowest, moveCheckpoint, type Lead, type Places } from './checkpoint';
import { applyIsolating } from './isolate';
import { askedForRetry, park, unpark, withoutParked } from './parked';
import { partitionOf } from './partition';
import type { Apply, Following, ParkStream, StoredEvent, Tx } from './port';
import { inTransaction } from './transaction';

type By = Pick<Following, 'name' | 'apply' | 'store' | 'log' | 'outside' | 'partitions'>;

const tell = ({ name, log }: By, parks: readonly ParkStream[]) =>
  parks.forEach((bad) => log.error({ follower: name, ...bad }, 'stream parked: this event cannot be read or applied; the others go on'));

/** What the events do, within a transaction under way; streams that cannot go on are parked. */
export const applyParking = async (tx: Tx, name: string, apply: Apply, events: readonly StoredEvent[]): Promise<readonly ParkStream[]> => {
  const parks = await applyIsolating(tx, apply, await withoutParked(tx, name, events));
  await park(tx, name, parks);
  return parks;
};

/** Those of the events that belong to parts which are led here and have not seen them. */
const ownOf = (events: readonly StoredEvent[], places: Places, partitions: number): readonly StoredEvent[] =>
  events.filter(({ stream, position }) => position > (places.get(partitionOf(stream, partitions)) ?? Infinity));

type Work = (readable: readonly StoredEvent[]) => Promise<readonly ParkStream[]>;

/** Does the work of a batch and moves the checkpoint in one transaction. */
const workAndMove = (tx: Tx, by: By, lead: Lead, events: readonly StoredEvent[], work: Work): Promise<Lead> =>
  inTransaction(tx, async () => {
    const { name, partitions = 1 } = by;
    const [held, readable] = await Promise.all([holdCheckpoint(tx, name, partitions, lead), withoutParked(tx, name, ownOf(events, lead.places, partitions))]);
    if (held.built !== lead.built) return held;
    const parks = await work(readable);
    await park(tx, name, parks);
    const last = events.at(-1)!; // a batch has one
    const mark = { after: events.at(-2)?.position ?? lowest(lead.places), event: last.id };
    const places = await moveCheckpoint(tx, name, partitions, lead.places, last.position, mark);
    tell(by, parks);
    return { ...lead, places };
  });

/** One batch. Returns the new checkpoint; if the rows were replaced meanwhile, theirs, and nothing was done. */
export const advance = async (tx: Tx, by: By, lead: Lead, events: readonly StoredEvent[]): Promise<Lead> => {
  const { name, apply, outside = false, partitions = 1 } = by;
  if (!outside) return workAndMove(tx, by, lead, events, (readable) => applyIsolating(tx, apply, readable));
  await inTransaction(tx, () => holdCheckpoint(tx, name, partitions, lead)); // or somebody else leads by now
  const parks = await apply(tx, await withoutParked(tx, name, ownOf(events, lead.places, partitions)));
  return workAndMove(tx, by, lead, events, async () => parks);
};

/** Streams that somebody asked to be tried again: from their bad event up to the checkpoint, each in its own transaction. One that cannot even be read stays where it is, and holds up nobody. */
export const retryParked = async (tx: Tx, by: By, lead: Lead): Promise<void> => {
  for (const { stream, position } of await askedForRetry(tx, by.name)) {
    const checkpoint = lead.places.get(partitionOf(stream, by.partitions ?? 1));
    if (checkpoint === undefined) continue;
    const history = await by.store.read(stream).catch((error: Error) => error);
    if (history instanceof Error) {
      const unread = [{ stream, position, cause: history.message }];
      await park(tx, by.name, unread);
      tell(by, unread);
      continue;
    }
    const missed = history.events.filter((event) => event.position >= position && event.position <= checkpoint);
    await inTransaction(tx, async () => {
      if ((await holdCheckpoint(tx, by.name, by.partitions ?? 1, lead)).built !== lead.built) return; // the next batch sees to it
      await unpark(tx, by.name, stream);
      const parks = await applyIsolating(tx, by.apply, missed);
      await park(tx, by.name, parks);
      if (parks.length === 0) by.log.info({ follower: by.name, stream, events: missed.length }, 'parked stream goes on');
      tell(by, parks);
    });
  }
};
