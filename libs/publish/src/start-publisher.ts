import type { KeyObject } from 'node:crypto';
import { follow, type EventStore, type Follower, type Log } from '@anjuan/follow';
import type { Lifecycle } from '@anjuan/lifecycle';
import type { Pool } from 'pg';
import { keepAcknowledged, publisherName, readAcknowledged } from './acknowledged';
import { announcing } from './announce';
import type { Publisher } from './port';

export type Publishing = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly log: Log;
  readonly processes: Readonly<Record<string, Lifecycle>>;
  /** The installation's key for names that shall stay opaque: leaves are those of its log. */
  readonly secret: KeyObject;
  readonly publisher: Publisher;
  /** For fault tests: may end the process at that point. */
  readonly crash?: (point: 'publisher.afterAck') => void;
};

/** So many thin events stay below what a broker takes at once by default (1 MB). Nothing else is held in memory: what waits, waits in the store. */
const batch = 500;

/** Publishes every event in the order of its stream; the checkpoint moves when the brokers have acknowledged. */
export const startPublisher = ({ store, pool, log, processes, secret, publisher, crash = () => undefined }: Publishing): Follower => {
  const announce = announcing({ store, processes, secret });
  const follower = follow({
    store, pool, log, batch, name: publisherName, anew: 'anjuan rebuild topics',
    apply: async (tx, events) => {
      const { messages, parks, done } = await announce(events);
      const { acknowledged, refused } = await publisher.publish(messages, await readAcknowledged(tx));
      crash('publisher.afterAck');
      await keepAcknowledged(tx, acknowledged);
      done();
      return [...parks, ...refused.map(({ message, cause }) => ({ stream: message.key, position: message.position, cause }))];
    },
  });
  return { ...follower, stop: async () => { await follower.stop(); await publisher.close(); } };
};
