import type { EventStore, StoredEvent } from '@anjuan/event-store';
import type { ClientBase, Pool } from 'pg';
import type { Crowd } from './crowded';

export type { EventStore, FoldedEvent, StoredEvent, StreamOrder, StreamRange } from '@anjuan/event-store';

/** The transaction that also moves the checkpoint: what is written through it happens exactly once. */
export type Tx = Pick<ClientBase, 'query'> & { readonly pipeline?: boolean };

/** An event that cannot be read or applied: its stream is left alone from there on, by this follower. */
export type ParkStream = { readonly stream: string; readonly position: number; readonly cause: string };

/**
 * Does what follows from the events, in order, and answers which streams it could not go on with; what it did for them
 * before the bad event stays. It throws only when something it depends on is down: the batch then comes again, whole.
 */
export type Apply = (tx: Tx, events: readonly StoredEvent[]) => Promise<readonly ParkStream[]>;

/** As pino has it. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (about: object, text: string) => void>>;

/** A table of a model. `key` names a row to a person; rows for which `counts` is not true say nothing, and may be there or not. */
export type ModelTable = { readonly name: string; readonly key: readonly string[]; readonly counts?: string };

/**
 * Rows that can be thrown away and worked out again: by `basis`, in `tables`, which `sql` makes where the search path
 * leads first. A build has them in a schema of its own, so the live ones are neither emptied nor waited for.
 */
export type Model = {
  readonly basis: string;
  readonly sql: string;
  readonly tables: readonly ModelTable[];
  /** Apart from what the live one remembers. `fill` makes the rows up to `head` at once; without it events come batch by batch. */
  readonly build: () => { readonly apply: Apply; readonly fill?: Fill };
  /** What no event tells, brought over from the live rows (in `public`) in the transaction that ends them. */
  readonly bringOver?: (tx: Tx) => Promise<void>;
};

export type Filling = {
  readonly store: EventStore;
  readonly head: number;
  /** Told how many events have been read, and how far that is. */
  readonly read: (events: number, position: number) => void;
  /** Streams to leave out. */
  readonly without: ReadonlySet<string>;
  readonly stopped: () => boolean;
};

/** Fills empty tables without indexes; answers the streams it left out because something is wrong with them. */
export type Fill = (tx: Tx, filling: Filling) => Promise<readonly string[]>;

export type Following = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly name: string;
  readonly apply: Apply;
  readonly log: Log;
  /**
   * What `apply` does, it does elsewhere, in files, and for long: so before the transaction that moves the checkpoint. A
   * transaction that stays open keeps the server from clearing away the rows that every append leaves behind.
   */
  readonly outside?: boolean;
  /** Absent: the follower's doing is not rows, and never begins again by itself. */
  readonly model?: Model;
  /** Without a model: the command that does all of it anew. Without either it looks to `apply` whether the store still holds the log it followed. */
  readonly anew?: string;
  readonly batch?: number;
  /**
   * Milliseconds from the beginning of one batch to the next where events keep coming: it costs nearly the same for one as
   * for a hundred. An event that comes alone is followed at once.
   */
  readonly pace?: number;
  /** So many milliseconds lie between one look at the store and the next at least, also where an event comes alone. */
  readonly apart?: number;
  /** For whom to stand back. Unless it is given, a follower looks at this machine by itself. */
  readonly crowd?: Crowd;
  /** Into so many parts the streams are dealt, each led by one process. Only where nothing rests on the order between streams. */
  readonly partitions?: number;
};

export type Health = {
  /** False: other processes lead all of it and this one stands by, or it is failing. */
  readonly leading: boolean;
  /** The lowest of what this process leads. */
  readonly position: number;
  readonly failing?: string;
  readonly building?: Progress;
};

export type Progress = {
  readonly phase: 'reading' | 'indexing' | 'catchingUp';
  readonly events: number;
  readonly position: number;
  readonly head: number;
  readonly eventsPerSecond: number;
  /** Seconds, if it goes on like this. */
  readonly left: number;
};

export type Follower = {
  stop(): Promise<void>;
  health(): Health;
  /** Checkpoint as committed, whichever processes lead: the lowest of all parts. */
  position(): Promise<number>;
  /** Whether the checkpoint reached `position` within `ms`. */
  caughtUp(position: number, ms: number): Promise<boolean>;
};
