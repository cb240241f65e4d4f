import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PlacedRow } from '../row';

/**
 * A file of archived events: gzip of one row of the table a line, in the order of their positions, whole, so that it can
 * be read without the table. What leaves the table is the text, `data` and `envelope`, by far the most of it.
 */
export type Texts = Pick<PlacedRow, 'data' | 'envelope'>;

export const nameOf = (segment: number): string => `${String(segment).padStart(8, '0')}.jsonl.gz`;

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const pack = (rows: readonly PlacedRow[]): Buffer => gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

/** The texts by position. */
export const unpack = (bytes: Buffer): ReadonlyMap<number, Texts> => {
  const lines = gunzipSync(bytes).toString('utf8').split('\n').slice(0, -1);
  return new Map(lines.map((line) => JSON.parse(line) as PlacedRow).map(({ position, data, envelope }) => [position, { data, envelope }])); // written by `pack`, known by its sha256
};
