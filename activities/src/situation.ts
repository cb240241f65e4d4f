import type { Instant, Owed } from '@anjuan/lifecycle';

/**
 * How a stream stands in time: a receipt and what follows from it. It travels through Temporal, so nothing of the matter
 * itself is in it: no facts, no names, no words of the domain.
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
  readonly next?: Instant;
  readonly owed: readonly Owed[];
  /** Clocks that have started and not stopped. */
  readonly clocks: number;
};
