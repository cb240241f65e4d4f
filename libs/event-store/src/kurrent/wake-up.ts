import { setTimeout as pause } from 'node:timers/promises';
import type { AllStreamSubscription, Filter } from '@kurrent/kurrentdb-client';
import type { Connection } from './connect';
import type { Names } from './records';

const delays = { first: 25, longest: 1_000 };

/**
 * Calls listeners when any process appended: by a subscription from the end, made with the first listener and again when
 * it breaks; listeners are then called once, for what was said meanwhile.
 */
export const wakeUp = (connection: Connection, names: Names) => {
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  const filter: Filter = { filterOn: 'streamName', prefixes: [names.events], checkpointInterval: 1_000 };
  let subscription: AllStreamSubscription | undefined;
  let listening: Promise<void> | undefined;

  const hear = () => listeners.forEach(queueMicrotask);

  /** The client may say the end of a subscription in any of three ways, and may say an error after it. */
  const listenUntilBroken = () => new Promise<boolean>((resolve) => {
    let heard = false;
    const broken = () => resolve(heard);
    const own = connection.client().subscribeToAll({ fromPosition: 'end', filter });
    own.on('confirmation', () => {
      heard = true;
      hear();
    });
    own.on('data', hear).on('error', broken).on('end', broken).on('close', broken);
    subscription = own;
  });

  const end = async () => {
    subscription?.destroy();
    await subscription?.unsubscribe().catch(() => undefined);
  };

  const listen = async () => {
    let delay = delays.first;
    while (!closing.signal.aborted) {
      delay = (await listenUntilBroken()) ? delays.first : Math.min(2 * delay, delays.longest);
      await end();
      await pause(delay, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  return {
    hear,
    on: (listener: () => void) => {
      listeners.add(listener);
      if (!closing.signal.aborted) listening ??= listen();
      return () => void listeners.delete(listener);
    },
    close: async () => {
      listeners.clear();
      closing.abort();
      await end();
      await listening;
    },
  };
};
