import { eventId } from './event-id';
import type { Append, CommandRecord, EventDraft, Receipt, StoredEvent } from './port';

/** An event as every adapter keeps it: what is asked for by column, the rest as the JSON it was written in. */
export type Row = {
  readonly stream: string;
  readonly command: string;
  readonly n: number;
  readonly body: string;
  readonly id: string;
  readonly process: string;
  readonly type: string;
  readonly row: string | null;
  readonly schema: number;
  readonly correlation: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: string;
  readonly envelope: string;
};

export type PlacedRow = Row & { readonly revision: number; readonly position: number };

type Envelope = Pick<EventDraft, 'table' | 'sealed' | 'organ' | 'actor' | 'approvals' | 'basis' | 'policy' | 'calendar' | 'read' | 'confidentiality' | 'causation'>;

const envelope = (draft: EventDraft): Envelope => ({
  table: draft.table,
  sealed: draft.sealed,
  organ: draft.organ,
  actor: draft.actor,
  approvals: draft.approvals,
  basis: draft.basis,
  policy: draft.policy,
  calendar: draft.calendar,
  read: draft.read,
  confidentiality: draft.confidentiality,
  ...(draft.causation !== undefined && { causation: draft.causation }),
});

/** All that is kept of a row outside its JSON, one field a line. */
export const columns = (row: Row): string =>
  `${row.stream}\n${row.command}\n${row.body}\n${row.process}\n${row.type}\n${row.row ?? ''}\n${row.correlation}\n${row.occurredAt}\n${row.recordedAt}`;

export const encode = ({ stream, command, body, events }: Append): readonly Row[] =>
  events.map((draft, n) => ({
    stream,
    command,
    n,
    body,
    id: eventId(stream, command, n),
    process: draft.process,
    type: draft.type,
    row: draft.row ?? null,
    schema: draft.schema,
    correlation: draft.correlation,
    occurredAt: draft.occurredAt,
    recordedAt: draft.recordedAt,
    data: JSON.stringify(draft.data),
    envelope: JSON.stringify(envelope(draft)),
  }));

/** Members that every envelope has. */
const always = 10;

/** Decoding makes new objects each time, so no caller can change what another one reads. What may be missing stands last: adding to a spread is slow. */
export const decode = (row: PlacedRow): StoredEvent => {
  const written = JSON.parse(row.envelope) as Envelope; // by `encode` alone
  const { table, sealed, organ, actor, approvals, basis, policy, calendar, read, confidentiality, causation } = written;
  return {
    id: row.id,
    stream: row.stream,
    revision: row.revision,
    position: row.position,
    command: row.command,
    n: row.n,
    body: row.body,
    process: row.process,
    type: row.type,
    schema: row.schema,
    data: JSON.parse(row.data) as EventDraft['data'], // likewise
    occurredAt: row.occurredAt,
    recordedAt: row.recordedAt,
    correlation: row.correlation,
    table, sealed, organ, actor, approvals, basis, policy, calendar, read, confidentiality,
    ...(row.row !== null && { row: row.row }),
    ...(causation !== undefined && { causation }),
    // What else stands there nobody of us wrote: it is not hidden from those who hold the event against its seal.
    ...(Object.keys(written).length > (causation === undefined ? always : always + 1) && written),
  };
};

export const receiptOf = ({ stream, revision, position }: PlacedRow): Receipt => ({ stream, revision, position });

/** The last row of a command carries its receipt. */
export const commandsOf = (rows: readonly PlacedRow[]): readonly CommandRecord[] =>
  rows
    .filter(({ command }, i) => rows[i + 1]?.command !== command)
    .map((row) => ({ command: row.command, body: row.body, receipt: receiptOf(row) }));
