import type { AppendRecordInput, ConsistencyCheck, RecordedEvent } from '@kurrent/kurrentdb-client';
import { eventId } from '../event-id';
import type { Append } from '../port';
import type { PlacedRow, Row } from '../row';

/** An event as the server keeps it, with the call of `append` that wrote it: of two that sent the same command at once, one did. */
export type KeptRow = PlacedRow & { readonly attempt: string };

/** Where things lie on the server. Nobody else may use these names; the system's own begin with `$`. */
export const namesOf = (prefix: string) => {
  if (!/^[a-z][a-z0-9_]*$/.test(prefix)) throw new TypeError(`not a plain prefix: ${prefix}`); // with a dash, one could begin with another
  return {
    /** Every event lies under this, and nothing else does. */
    events: `${prefix}-`,
    stream: (id: string) => `${prefix}-${id}`,
    /** Written together with the stream that the command opened, and never again: it holds that stream's id. */
    opening: (command: string) => `${prefix}.opening-${command}`,
  };
};

export type Names = ReturnType<typeof namesOf>;

/** Ours count from 1 and say 0 for no stream; the server's count from 0. */
export const stateAt = (revision: number): ConsistencyCheck['expectedState'] => (revision === 0 ? 'no_stream' : BigInt(revision - 1));

/** A byte of the server's log. Beyond 2^53 (nine petabytes) a number would no longer tell two events apart. */
export const positionOf = (commit: bigint): number => {
  if (commit > Number.MAX_SAFE_INTEGER) throw new RangeError(`commit position ${commit} of KurrentDB is larger than ${Number.MAX_SAFE_INTEGER} and cannot be kept exactly`);
  return Number(commit);
};

/** All that is no data of the event; the server takes nothing but strings here. */
type Metadata = Pick<Row, 'command' | 'body' | 'process' | 'correlation' | 'occurredAt' | 'recordedAt' | 'envelope'> & { readonly n: string; readonly schema: string; readonly row?: string; readonly attempt: string };

const metadataOf = ({ command, n, body, process, row, schema, correlation, occurredAt, recordedAt, envelope }: Row, attempt: string): Metadata =>
  ({ command, n: String(n), body, process, ...(row !== null && { row }), schema: String(schema), correlation, occurredAt, recordedAt, envelope, attempt });

const record = (streamName: string, id: string, type: string, data: Readonly<Record<string, unknown>>, metadata: Metadata | undefined): AppendRecordInput =>
  ({ streamName, record: { id, contentType: 'application/json', type, data, metadata } });

const check = (streamName: string, revision: number): ConsistencyCheck => ({ type: 'stream_state', streamName, expectedState: stateAt(revision) });

/**
 * What the server writes whole or not at all. The same item gives the same ids, by which the server knows it again as long
 * as it is sent at the same revision. An opening takes its command's place among the openings in the same transaction.
 */
export const transactionOf = (names: Names, { stream, command, expected }: Append, rows: readonly Row[], attempt: string) => {
  const name = names.stream(stream);
  const events = rows.map((row) => record(name, row.id, row.type, JSON.parse(row.data) as Record<string, unknown>, metadataOf(row, attempt))); // written by `encode`
  if (expected > 0) return { records: events, checks: [check(name, expected)] };
  const opening = names.opening(command);
  return {
    records: [record(opening, eventId(opening, stream, 0), 'CommandOpened', { stream }, undefined), ...events],
    checks: [check(name, 0), check(opening, 0)],
  };
};

/** The way back. The server adds fields of its own (`$schema.…`) to the metadata, which we leave alone. */
export const keptRow = (names: Names, { streamId, revision, id, type, data, metadata, position }: RecordedEvent): KeptRow => {
  if (position === undefined) throw new Error(`event ${id} of ${streamId} has no position: it was not written by us`);
  const kept = metadata as Metadata | undefined; // written by `transactionOf`
  if (kept?.attempt === undefined) throw new Error(`event ${id} of ${streamId} was not written by us: names under ${names.events} are ours alone`);
  const { command, n, body, process, row = null, schema, correlation, occurredAt, recordedAt, envelope, attempt } = kept;
  return {
    stream: streamId.slice(names.events.length), command, n: Number(n), body, id, process, type, row, schema: Number(schema), correlation, occurredAt, recordedAt,
    data: JSON.stringify(data), envelope, attempt, revision: Number(revision) + 1, position: positionOf(position.commit),
  };
};
