import type { Pool } from 'pg';
import type { Receipt, StoredEvent } from '../port';
import { decode } from '../row';
import { fly } from './append-statement';
import { failureOf, isGuard, told } from './failure';
import { explain } from './reads';
import type { Runway } from './runway';
import type { Waiting } from './waiting';

/** What was appended, placed and decoded when somebody looks: most callers want the receipt alone. */
class Landed {
  readonly kind = 'appended';
  readonly receipt: Receipt;
  readonly #waiting: Waiting;
  readonly #base: number;
  #events: readonly StoredEvent[] | undefined;

  constructor(waiting: Waiting, base: number) {
    const { item: { stream, expected }, rows } = waiting;
    this.receipt = { stream, revision: expected + rows.length, position: base + rows.length };
    this.#waiting = waiting;
    this.#base = base;
  }

  get events(): readonly StoredEvent[] {
    const { item: { expected }, rows } = this.#waiting;
    return (this.#events ??= rows.map((row, n) => decode({ ...row, revision: expected + n + 1, position: this.#base + n + 1 })));
  }
}

const landed = (batch: readonly Waiting[], base: number): number => {
  let position = base;
  for (const waiting of batch) {
    waiting.resolve(new Landed(waiting, position));
    position += waiting.rows.length;
  }
  return position;
};

/**
 * Appends a batch and answers every item of it, whatever happens; `appended` hears of each position reached. A refused
 * batch left nothing behind: what stands in the way of which item is looked up at once for all, the others fly again. If
 * nothing explains the refusal they fly one by one, so that no item fails by another's fault.
 */
export const settler = (pool: Pool, runway: Runway, release: number, appended: (position: number) => void) => {
  const refused = async (batch: readonly Waiting[], error: unknown, again: boolean): Promise<void> => {
    const explained = await explain(pool, batch.map(({ item }) => item));
    const rest = batch.filter((_, i) => explained[i] === undefined);
    batch.forEach(({ resolve }, i) => explained[i] && resolve(explained[i]));
    if (rest.length < batch.length) await settle(rest);
    else if (batch.length > 1) for (const one of batch) await settle([one]);
    // The stream was behind `expected` when tried and has come up to it since.
    else if (isGuard(error) && again) await settle(batch, false);
    else throw error;
  };

  /** A lost connection leaves the outcome unknown. Flying again is safe: if the first flight landed, or lands yet, the guards refuse the other. */
  const settle = async (batch: readonly Waiting[], again = true): Promise<void> => {
    if (batch.length === 0) return;
    try {
      const base = await fly(pool, runway, release, batch.map(({ item, rows }) => ({ expected: item.expected, rows })));
      appended(landed(batch, base));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'away' && again) return settle(batch, false);
      try {
        if (failure !== 'refused') throw told(error);
        await refused(batch, error, again);
      } catch (fatal) {
        batch.forEach(({ reject }) => reject(fatal));
      }
    }
  };

  return settle;
};
