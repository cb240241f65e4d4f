import { AppendTooLarge, limits, type Append } from './port';
import { columns, encode, type Row } from './row';
import { isSuspect, refuseUnstorable } from './unstorable';

export type Admitted = { readonly rows: readonly Row[]; readonly bytes: number };

const within = (limit: number, found: number, what: string, { stream }: Append) => {
  if (found > limit) throw new AppendTooLarge(`${what}: found ${found}, the limit is ${limit} (stream ${stream.slice(0, 100)})`);
};

const whole = (value: number, what: string, { stream }: Append) => {
  if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff) throw new RangeError(`${what}: found ${value}, expected a whole number (stream ${stream.slice(0, 100)})`);
};

/** The last fence before any store; the door has validated long before. */
export const admit = (item: Append): Admitted => {
  const count: number = item.events.length;
  if (count === 0) throw new TypeError(`an append holds at least one event, found 0 (stream ${item.stream})`);
  within(limits.eventsPerCommand, count, 'events in one command', item);
  within(limits.bytesPerId, Buffer.byteLength(item.stream), 'bytes in the stream id', item);
  within(limits.bytesPerId, Buffer.byteLength(item.command), 'bytes in the command id', item);
  whole(item.expected, 'expected revision', item);
  within(limits.eventsPerStream, item.expected + count, 'events in one stream', item);
  const rows = encode(item);
  let bytes = 0;
  let suspect = false;
  for (const row of rows) {
    whole(row.schema, `schema of events[${row.n}]`, item);
    const rest = columns(row);
    const own = Buffer.byteLength(row.data) + Buffer.byteLength(row.envelope) + Buffer.byteLength(rest);
    suspect ||= isSuspect(row, rest);
    within(limits.bytesPerEvent, own, `bytes in events[${row.n}]`, item);
    bytes += own;
  }
  within(limits.bytesPerCommand, bytes, 'bytes in one command', item);
  if (suspect) refuseUnstorable(item);
  return { rows, bytes };
};

/** How many events a reader gets who asks for `limit`. */
export const pageOf = (limit: number): number => Math.max(0, Math.min(limit, limits.eventsPerRead));
