import type { EventStore, StoredEvent } from '@anjuan/event-store';
import type { ClientBase, Pool } from 'pg';

export type { EventStore, StoredEvent } from '@anjuan/event-store';

/** The transaction that also moves the checkpoint: what is written through it happens exactly once. */
export type Tx = Pick<ClientBase, 'query'>;

/** An event that cannot be read or applied: its stream is left alone from there on, by this follower. */
export type ParkStream = { readonly stream: string; readonly position: number; readonly cause: string };

/**
 * Does what follows from the events, in order, and answers which streams it could not go on with; what it did for them
 * before the bad event stays. It throws only when something it depends on is down: the batch then comes again, whole.
 */
export type Apply = (tx: Tx, events: readonly StoredEvent[]) => Promise<readonly ParkStream[]>;

/** As pino has it. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (about: object, text: string) => void>>;

/** Rows that can be thrown away: worked out by `basis`, emptied by `clear`. */
export type Model = { readonly basis: string; readonly clear: (tx: Tx) => Promise<void> };

export type Following = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly name: string;
  readonly apply: Apply;
  readonly log: Log;
  /** Absent: the follower's doing is not rows, and never begins again by itself. */
  readonly model?: Model;
  readonly batch?: number;
};

export type Health = {
  /** False: another process leads and this one stands by, or it is failing. */
  readonly leading: boolean;
  readonly position: number;
  readonly failing?: string;
};

export type Follower = {
  stop(): Promise<void>;
  health(): Health;
  /** Checkpoint as committed, whichever process leads. */
  position(): Promise<number>;
  /** Whether the checkpoint reached `position` within `ms`. */
  caughtUp(position: number, ms: number): Promise<boolean>;
};
