import { holdCheckpoint, moveCheckpoint } from './checkpoint';
import { applyIsolating } from './isolate';
import { askedForRetry, park, unpark, withoutParked } from './parked';
import type { Following, ParkStream, StoredEvent, Tx } from './port';
import { inTransaction } from './transaction';

type By = Pick<Following, 'name' | 'apply' | 'store' | 'log'>;

const tell = ({ name, log }: By, parks: readonly ParkStream[]) =>
  parks.forEach((bad) => log.error({ follower: name, ...bad }, 'stream parked: this event cannot be read or applied; the others go on'));

/** What the events do and the checkpoint behind them, within a transaction under way. */
export const applyAndMove = async (tx: Tx, by: By, from: number, events: readonly StoredEvent[]): Promise<number> => {
  const to = events.at(-1)?.position ?? from;
  const parks = await applyIsolating(tx, by.apply, await withoutParked(tx, by.name, events));
  await park(tx, by.name, parks);
  await moveCheckpoint(tx, by.name, from, to);
  tell(by, parks);
  return to;
};

/** One batch, one transaction. Returns the new checkpoint. */
export const advance = (tx: Tx, by: By, from: number, events: readonly StoredEvent[]): Promise<number> =>
  inTransaction(tx, async () => {
    await holdCheckpoint(tx, by.name, from);
    return applyAndMove(tx, by, from, events);
  });

/** Streams that somebody asked to be tried again: from their bad event up to the checkpoint, each in its own transaction. */
export const retryParked = async (tx: Tx, by: By, checkpoint: number): Promise<void> => {
  for (const { stream, position } of await askedForRetry(tx, by.name)) {
    const { events } = await by.store.read(stream);
    const missed = events.filter((event) => event.position >= position && event.position <= checkpoint);
    await inTransaction(tx, async () => {
      await holdCheckpoint(tx, by.name, checkpoint);
      await unpark(tx, by.name, stream);
      const parks = await applyIsolating(tx, by.apply, missed);
      await park(tx, by.name, parks);
      if (parks.length === 0) by.log.info({ follower: by.name, stream, events: missed.length }, 'parked stream goes on');
      tell(by, parks);
    });
  }
};
