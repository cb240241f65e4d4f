import { StoreBusy, StoreUnavailable } from '@anjuan/event-store';
import { ApplicationFailure } from '@temporalio/common';
import type { Ports } from './door';

/**
 * Failures as Temporal may keep them: its history and pages are no place for facts, so messages and causes stay here. A
 * store that cannot be reached is tried again for as long as it takes; anything else is a bug, which trying will not mend.
 */
export const guarded =
  <Args extends readonly unknown[], R>({ onBug, crash }: Pick<Ports, 'onBug' | 'crash'>, work: (...args: Args) => Promise<R>) =>
  async (...args: Args): Promise<R> => {
    try {
      const result = await work(...args);
      crash?.('activity.beforeReturn');
      return result;
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      if (error instanceof StoreUnavailable || error instanceof StoreBusy)
        throw ApplicationFailure.retryable('the event store cannot take or answer anything now', error.name);
      onBug?.(error);
      throw ApplicationFailure.nonRetryable('a fault in the engine; see the worker\'s log', error instanceof Error ? error.name : 'Fault');
    }
  };

export const noSuchStream = () => ApplicationFailure.nonRetryable('the event store holds no such stream', 'NoSuchStream');
