import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { CsvError, parse, type Options } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import type { Batch, Line, Sheet } from './line';
import { unreadable } from './unreadable';

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];
export const delimiters = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof delimiters)[number];
/** How a csv is to be read. The byte order mark is no proof: it may stand before another encoding. */
export type Dialect = { readonly encoding: Encoding; readonly delimiter: Delimiter };

const pieceSize = 64 * 1024;
const options = (delimiter: Delimiter): Options => ({ delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_quotes: true, relax_column_count: true, max_record_size: 1_000_000 });

const withoutMark = (bytes: Uint8Array): Uint8Array => bytes.subarray(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 0);

/** `="001"`: how some systems keep a number from becoming one. */
const unwrapped = (cell: string): string => (cell.startsWith('="') && cell.endsWith('"') ? cell.slice(2, -1) : cell);
const lineOf = (cells: readonly string[], at: number): Line => ({ row: at + 1, cells: cells.map(unwrapped) });

/** The first lines under one reading, for finding the header; a line that is cut off is left out. */
export const headOf = (bytes: Uint8Array, { encoding, delimiter }: Dialect, count: number): readonly Line[] => {
  const records: string[][] = [];
  try {
    parseNow(new TextDecoder(encoding).decode(withoutMark(bytes.subarray(0, pieceSize))), { ...options(delimiter), to: count, on_record: (record: string[]) => { records.push(record); return null; } });
  } catch {
    // What cannot be read here is reported by row when the whole is read.
  }
  return records.map(lineOf);
};

async function* decoded(bytes: Uint8Array, encoding: Encoding, told: (share: number) => void): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.byteLength; at += pieceSize) {
    yield decoder.decode(bytes.subarray(at, at + pieceSize), { stream: true });
    told(Math.min(1, (at + pieceSize) / bytes.byteLength));
    await turn();   // csv-parse never leaves the microtasks by itself
  }
  yield decoder.decode();
}

async function* linesOf(bytes: Uint8Array, { encoding, delimiter }: Dialect): AsyncGenerator<Batch, void> {
  let [lines, share, count] = [[] as Line[], 0, 0];
  const parser = Readable.from(decoded(withoutMark(bytes), encoding, (done) => { share = done; })).pipe(parse(options(delimiter)));
  try {
    for await (const record of parser) {
      lines.push(lineOf(record as string[], count++));
      if (lines.length === 500) { yield { lines, share }; lines = []; }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable('unclosed-quote', `第 ${count + 1} 行起有引号没有成对，后面的内容都被当成一格。请检查这一行的引号`, `From line ${count + 1} on a quotation mark is not closed, so that all that follows is one cell. Check the quotation marks of that line`, { row: count + 1 });
  }
  yield { lines, share: 1 };
}

export const openCsv = (bytes: Uint8Array, dialect: Dialect): Sheet => ({ since1904: false, batches: () => linesOf(bytes, dialect) });
