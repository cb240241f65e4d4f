/** Who did it, and for whom: an office and a post at the time of the act, not today's. */
export type Actor = { readonly person: string; readonly office: string; readonly post: string; readonly onBehalfOf?: string };

/** One approval of the chain that carried an act, as it stood when the act was recorded. */
export type Approval = {
  readonly level: string;
  readonly approver: Actor;
  /** Civil date (Asia/Shanghai) of the signature. */
  readonly signedOn: string;
  /** SHA-256 of the signed sheet when the approval was given on paper. */
  readonly paper?: string;
};

/** What a caller hands to `append`: everything but the places the store gives. */
export type EventDraft = {
  readonly process: string;
  readonly type: string;
  /** The row of the process table that recorded it; wrappers (approvals, corrections, clocks) have none. */
  readonly row?: string;
  readonly schema: number;
  /** Hash of the bundle of process tables in force when it was recorded. */
  readonly table: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Names of the keys that the sealed fields of `data` are encrypted under. */
  readonly sealed: readonly string[];
  readonly organ: string;
  readonly actor: Actor;
  readonly approvals: readonly Approval[];
  /** Articles the act rests on. */
  readonly basis: readonly string[];
  readonly policy: string;
  readonly calendar: string;
  /** Other streams a guard looked at, and the revision it saw. */
  readonly read: Readonly<Record<string, number>>;
  readonly confidentiality: string;
  /** Civil date (YYYY-MM-DD) or instant (ISO 8601) of the act. */
  readonly occurredAt: string;
  /** Instant (ISO 8601, UTC) of the door's clock when the act was entered. */
  readonly recordedAt: string;
  readonly causation?: string;
  /** Opaque id of the whole history: clue, case, measures, appeals, rectification. */
  readonly correlation: string;
};

export type StoredEvent = EventDraft & {
  /** UUIDv5 of (stream, command id, n). */
  readonly id: string;
  readonly stream: string;
  /** 1, 2, 3 … within the stream, dense. */
  readonly revision: number;
  /** The store's total order: dense in Postgres, commit position in KurrentDB. */
  readonly position: number;
  readonly command: string;
  /** Place of the event within its command, from 0. */
  readonly n: number;
  /** Keyed hash of what the command asked, as `Append` has it. */
  readonly body: string;
};

/** All that one command leaves in one stream. */
export type Append = {
  readonly stream: string;
  /** Revision the decision was taken at; 0 for a stream that does not exist yet. */
  readonly expected: number;
  readonly command: string;
  /** Keyed hash of the command's body: the same id with another body is refused. */
  readonly body: string;
  readonly events: readonly [EventDraft, ...EventDraft[]];
};

export type Receipt = { readonly stream: string; readonly revision: number; readonly position: number };

export type Answer =
  | { readonly kind: 'appended'; readonly receipt: Receipt; readonly events: readonly StoredEvent[] }
  | { readonly kind: 'alreadyAppended'; readonly receipt: Receipt }
  | { readonly kind: 'conflict'; readonly expected: number; readonly current: number }
  | { readonly kind: 'commandReused'; readonly receipt: Receipt };

/** What a program writes by: the number of its release, and the tables that its events name by hash (of `text`). */
export type Release = { readonly number: number; readonly tables: readonly { readonly process: string; readonly hash: string; readonly text: string }[] };

/** What a command left behind, found again by its id. */
export type CommandRecord = { readonly command: string; readonly body: string; readonly receipt: Receipt };

/** An event as far as it is folded: without what names its command and what only proves it, which would be half of the work of reading it. */
export type FoldedEvent = Pick<StoredEvent, 'id' | 'stream' | 'revision' | 'position' | 'process' | 'type' | 'schema' | 'data' | 'approvals' | 'correlation' | 'occurredAt' | 'recordedAt'> & { readonly row?: string | undefined };

/** Streams by the order of their names: behind `after`, up to `last` and with it, or to the end. */
export type StreamRange = { readonly after: string; readonly last?: string | undefined };

/** The other way to read all of it: one stream after another, each to its end. The order of names is the store's own. */
export type StreamOrder = {
  /** Where a range of `count` streams behind `after` ends; undefined where fewer are left. */
  end(after: string, count: number): Promise<string | undefined>;
  /** Events of the range up to position `to`, page by page, each stream in order. */
  read(range: StreamRange, to: number): AsyncIterable<readonly FoldedEvent[]>;
};

/**
 * The only truth. Every adapter passes `contract.ts`.
 *
 * `append` throws only when the outcome is unknown or the store cannot be reached (`StoreUnavailable`) or too much is
 * waiting already (`StoreBusy`): the caller may send the very same append again; or when no store may take the draft
 * (`AppendTooLarge`, `UnstorableText`). A command already in the stream is answered before the expected revision is looked
 * at. A command opens one stream only: sent again to open another it is `commandReused`, with the receipt of what it
 * opened. A receipt names the last event of its command. Strings and JSON come back as they were given.
 */
export interface EventStore {
  append(item: Append): Promise<Answer>;
  /** Events of one stream after `after` (default 0), in order, with the commands that wrote them. */
  read(stream: string, after?: number): Promise<{ events: readonly StoredEvent[]; commands: readonly CommandRecord[] }>;
  /** Up to `limit` events after position `after`, in the one total order. Fewer is no sign of the end, none is. */
  readAll(after: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Only where positions are dense and streams are found by name: whoever wants all of them reads them by `readAll` elsewhere. */
  readonly streams?: StreamOrder;
  /** Position of the last committed event, 0 when empty. */
  head(): Promise<number>;
  /** Calls `listener` soon after something was appended by any process; a hint, never a promise. Returns the way to stop. */
  onAppended(listener: () => void): () => void;
  /** Whether some process's appends wait for the store rather than for their callers, as far as it was said lately to who listens by `onAppended`; a hint. */
  pressed(): boolean;
  close(): Promise<void>;
}

/**
 * Stated limits. Sizes are bytes of UTF-8; ids are those of streams and commands; `readAll` gives no more at once however
 * much is asked. A stream is read whole to decide on it: one that grew for ever would in the end take its readers down.
 */
export const limits = { eventsPerCommand: 1_000, eventsPerStream: 100_000, bytesPerEvent: 1_000_000, bytesPerCommand: 8_000_000, bytesPerId: 500, eventsPerRead: 10_000 } as const;

/** A draft that no store may take: the message names the limit, the number found and the stream. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
}
