import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { StoreUnavailable } from '../errors';
import type { PlacedRow } from '../row';
import { askTwice } from './ask';
import { nameOf, sha256, unpack, type Texts } from './segment';

/** A row as the table has it: with its texts, or with the segment they lie in. */
type Here = PlacedRow & { readonly archived: null };
type Away = Omit<PlacedRow, keyof Texts> & { readonly data: null; readonly envelope: null; readonly archived: number };
export type Found = Here | Away;

const isHere = (row: Found): row is Here => row.archived === null;

const entry = { name: 'segment', text: 'select sha256 from archives where segment = $1' };

/** Some ten MB; a history lies in few segments, and a reader in the order of positions needs one at a time. */
const held = 16;

/**
 * Gives archived rows their texts back from the files in `folder`. A file that is missing or is not the one that was
 * archived makes the store unavailable for what lies in it, and for nothing else: an event is never told without its text.
 */
export const archiveOf = (pool: Pool, folder: string | undefined) => {
  const segments = new Map<number, Promise<ReadonlyMap<number, Texts>>>();

  const read = async (segment: number): Promise<ReadonlyMap<number, Texts>> => {
    if (folder === undefined) throw new StoreUnavailable(`events were archived to ${nameOf(segment)}, and no folder of archives is set: set ANJUAN_ARCHIVE_DIR`);
    const path = join(folder, nameOf(segment));
    const [expected] = await askTwice<{ sha256: string }>(pool, entry, [segment]);
    const bytes = await readFile(path).catch((error: Error) => {
      throw new StoreUnavailable(`events were archived to ${path}, which cannot be read (${error.message}): bring it back, or set ANJUAN_ARCHIVE_DIR to the folder it is in`);
    });
    const found = sha256(bytes);
    if (found !== expected?.sha256) throw new StoreUnavailable(`${path} is not the file that was archived: expected sha256 ${expected?.sha256}, found ${found}; bring it back from a backup`);
    return unpack(bytes);
  };

  const textsOf = (segment: number) => {
    const known = segments.get(segment);
    if (known) return known;
    const reading = read(segment);
    segments.set(segment, reading);
    if (segments.size > held) segments.delete([...segments.keys()][0]!); // the one read longest ago; there is one
    reading.catch(() => segments.delete(segment)); // it may be brought back
    return reading;
  };

  return async (rows: readonly Found[]): Promise<readonly PlacedRow[]> => {
    if (rows.every(isHere)) return rows;
    const texts = new Map<number, ReadonlyMap<number, Texts>>();
    for (const row of rows) if (!isHere(row) && !texts.has(row.archived)) texts.set(row.archived, await textsOf(row.archived));
    return rows.map((row) => {
      if (isHere(row)) return row;
      const text = texts.get(row.archived)?.get(row.position);
      if (!text) throw new StoreUnavailable(`${nameOf(row.archived)} holds no event at position ${row.position}, which says it does: run anjuan verify --database`);
      return { ...row, ...text };
    });
  };
};
