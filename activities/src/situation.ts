import type { Instant, Owed, Text } from '@anjuan/lifecycle';

/** An instant with the words of the tables as they are now; what an older build sent has none. */
export type Told = Instant & { readonly words?: { readonly clock: Text; readonly mark: Text; readonly to: Text } };

/**
 * How a stream stands in time: a receipt and what follows from it. It travels through Temporal, so nothing of the matter
 * itself is in it: no facts and no names. Its words are those of the tables: they are shown, and nothing is decided by them.
 */
export type Situation = {
  readonly stream: string;
  readonly process: string;
  readonly position: number;
  readonly revision: number;
  readonly stage: string;
  /** No step leads on from the stage. */
  readonly final: boolean;
  /** Soonest instant still to be noticed, absolute. */
  readonly next?: Told;
  readonly owed: readonly Owed[];
  /** Clocks that have started and not stopped. */
  readonly clocks: number;
};
