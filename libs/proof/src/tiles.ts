import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeAllDurably } from './files';
import { hashBytes, type Hash, type Hashing } from './hash';
import type { Subtrees } from './prove';
import { growingTree } from './tree';

/** Hashes, entries or positions that one file holds. */
export const tileWidth = 256;
const height = 8;

/** What is kept of one leaf: its entry, its hash, and its event's position in the store. */
export type Leaf = { readonly entry: Buffer; readonly leaf: Hash; readonly position: number };

/** A tile that is not there, or not as long as its tree says: the files were touched. */
export class BadTile extends Error {
  override readonly name = 'BadTile';
  constructor(readonly path: string, what: string) {
    super(`${path}: ${what}`);
  }
}

/** c2sp.org/tlog-tiles; `positions` is ours, cut alike. */
type Row = `tile/${number}` | 'tile/entries' | 'positions';

export const tilePath = (row: Row, n: number, width: number): string => {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0').match(/.{3}/g)!; // padded to threes
  const place = digits.map((three, i) => (i < digits.length - 1 ? `x${three}` : three)).join('/');
  return `${row}/${place}${width === tileWidth ? '' : `.p/${width}`}`;
};

const hashesIn = (tile: Buffer): Hash[] => Array.from({ length: tile.length / hashBytes }, (_, i) => tile.subarray(i * hashBytes, (i + 1) * hashBytes));

/**
 * A tree cut into tiles: of each level what is not a full tile yet. `full` is given each tile as it fills, with its level and
 * number; `count` says how many leaves are behind the rows already.
 */
export const growingRows = (hashing: Hashing, rows: Hash[][], count: number, full: (level: number, n: number, row: readonly Hash[]) => void) => {
  let size = count;
  const push = (level: number, hash: Hash, behind: number): void => {
    const row = (rows[level] ??= []);
    row.push(hash);
    if (row.length < tileWidth) return;
    rows[level] = [];
    full(level, behind / tileWidth - 1, row);
    push(level + 1, joined(hashing, row), behind / tileWidth);
  };
  return {
    rows,
    size: () => size,
    append: (leaf: Hash): void => push(0, leaf, (size += 1)),
    /** What is left over on a level is the last item of the one above. */
    root: (): Hash =>
      rows.reduce<Hash | undefined>((rest, row) => {
        const tree = growingTree(hashing);
        [...row, ...(rest ? [rest] : [])].forEach(tree.append);
        return tree.size() === 0 ? undefined : tree.root();
      }, undefined) ?? hashing.emptyRoot,
  };
};

/** Root of 2^k hashes side by side. */
const joined = (hashing: Hashing, hashes: readonly Hash[]): Hash => {
  let row = hashes;
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => hashing.node(row[2 * i]!, row[2 * i + 1]!)); // pairs of a power of two
  return row[0]!; // never called with none
};

const positionBytes = 8;
const positionAt = (tile: Buffer, i: number): number => Number(tile.readBigUInt64BE(i * positionBytes));
const inPositions = (tile: Buffer): number[] => Array.from({ length: tile.length / positionBytes }, (_, i) => positionAt(tile, i));
const asPositions = (positions: readonly number[]): Buffer => {
  const tile = Buffer.alloc(positions.length * positionBytes);
  positions.forEach((position, i) => tile.writeBigUInt64BE(BigInt(position), i * positionBytes));
  return tile;
};

/** Each entry behind its length in two bytes. */
const asEntries = (entries: readonly Buffer[]): Buffer => Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 0xff), entry]));
const inEntries = (bundle: Buffer): Buffer[] | undefined => {
  const entries: Buffer[] = [];
  let at = 0;
  while (at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return at === bundle.length ? entries : undefined;
};

/** The log's files in a folder, and what it is hashed with. Every question says of which tree: files of a longer one may be there already. */
export const tiles = (folder: string, hashing: Hashing) => {
  const widthOf = (level: number, n: number, size: number) => Math.min(tileWidth, Math.floor(size / tileWidth ** level) - n * tileWidth);

  /** A partial tile may be gone once the full one is there. */
  const read = async (row: Row, n: number, width: number): Promise<{ path: string; bytes: Buffer }> => {
    for (const there of width === tileWidth ? [tileWidth] : [width, tileWidth]) {
      const path = tilePath(row, n, there);
      const bytes = await readIfThere(join(folder, path));
      if (bytes) return { path, bytes };
    }
    throw new BadTile(tilePath(row, n, width), 'is not there');
  };

  const fixed = async (row: Row, n: number, width: number, each: number): Promise<Buffer> => {
    const { path, bytes } = await read(row, n, width);
    if (bytes.length !== width * each && bytes.length !== tileWidth * each) throw new BadTile(path, `expected ${width * each} bytes, found ${bytes.length}`);
    return bytes.subarray(0, width * each);
  };

  const hashes = async (level: number, n: number, size: number) => hashesIn(await fixed(`tile/${level}`, n, widthOf(level, n, size), hashBytes));
  const positionTile = (n: number, size: number) => fixed('positions', n, widthOf(0, n, size), positionBytes);
  const positions = async (n: number, size: number) => inPositions(await positionTile(n, size));
  const entries = async (n: number, size: number): Promise<readonly Buffer[]> => {
    const width = widthOf(0, n, size);
    const { path, bytes } = await read('tile/entries', n, width);
    const found = inEntries(bytes);
    if (found?.length !== width && found?.length !== tileWidth) throw new BadTile(path, `expected ${width} entries, found ${found?.length ?? 'a length that leads beyond the end'}`);
    return found.slice(0, width);
  };

  const over = async (level: number, index: number, size: number): Promise<Hash> => {
    const row = Math.floor(level / height);
    const count = 2 ** (level % height);
    const from = index * count;
    const n = Math.floor(from / tileWidth);
    const tile = await fixed(`tile/${row}`, n, widthOf(row, n, size), hashBytes);
    const within = (from % tileWidth) * hashBytes;
    return joined(hashing, hashesIn(tile.subarray(within, within + count * hashBytes)));
  };
  const subtrees = (size: number): Subtrees => ({ hashing, over: (level, index) => over(level, index, size) });

  /** Everything already at the right edge of a tree of that size, to be written again with what comes behind it. */
  const edge = async (size: number) => {
    const n = Math.floor(size / tileWidth);
    const rows: Hash[][] = [];
    for (let level = 0; size >= tileWidth ** level; level += 1) {
      const above = Math.floor(size / tileWidth ** (level + 1));
      rows.push(widthOf(level, above, size) > 0 ? await hashes(level, above, size) : []);
    }
    const open = widthOf(0, n, size) > 0;
    return { rows, entries: open ? [...(await entries(n, size))] : [], positions: open ? await positions(n, size) : [] };
  };

  /** Puts leaves behind a tree of `size`; all of it is on disk when this returns. Written again after a crash, the files are the same. */
  const extend = async (size: number, leaves: readonly Leaf[]): Promise<void> => {
    const files = new Map<string, Buffer>();
    const full: string[] = [];
    const now = await edge(size);
    const close = (row: Row, n: number, bytes: Buffer) => {
      files.set(tilePath(row, n, tileWidth), bytes);
      full.push(`${tilePath(row, n, tileWidth)}.p`);
    };
    const before = now.rows.map((row) => row.length);
    const tree = growingRows(hashing, now.rows, size, (level, n, row) => {
      before[level] = 0;
      close(`tile/${level}`, n, Buffer.concat(row));
    });
    let count = size;
    for (const { entry, leaf, position } of leaves) {
      count += 1;
      now.entries.push(entry);
      now.positions.push(position);
      if (now.entries.length === tileWidth) {
        close('tile/entries', count / tileWidth - 1, asEntries(now.entries.splice(0)));
        close('positions', count / tileWidth - 1, asPositions(now.positions.splice(0)));
      }
      tree.append(leaf);
    }
    const n = Math.floor(count / tileWidth);
    if (now.entries.length > 0) {
      files.set(tilePath('tile/entries', n, now.entries.length), asEntries(now.entries));
      files.set(tilePath('positions', n, now.positions.length), asPositions(now.positions));
    }
    tree.rows.forEach((row, level) => {
      if (row.length > (before[level] ?? 0)) files.set(tilePath(`tile/${level}`, Math.floor(count / tileWidth ** (level + 1)), row.length), Buffer.concat(row));
    });
    await writeAllDurably(new Map([...files].map(([path, bytes]) => [join(folder, path), bytes])));
    await Promise.all(full.map((partial) => rm(join(folder, partial), { recursive: true, force: true })));
  };

  /** The leaf of the event at that position of the store; undefined if there is none. */
  const indexOf = async (position: number, size: number): Promise<number | undefined> => {
    let from = 0;
    // Positions grow from 1 on, so that none stands before its number, or one later behind an opening; without gaps it stands right there.
    let to = position < 1 ? 0 : Math.min(size, position + 1);
    for (let at = Math.min(to, position) - 1; from < to; at = Math.floor((from + to) / 2)) {
      const found = positionAt(await positionTile(Math.floor(at / tileWidth), size), at % tileWidth);
      if (found === position) return at;
      if (found < position) from = at + 1;
      else to = at;
    }
    return undefined;
  };

  /** Every file of a tree of that size, cut to it where a longer tree has filled it further. */
  async function* files(size: number): AsyncGenerator<{ readonly path: string; readonly bytes: Buffer }> {
    for (let level = 0; size >= tileWidth ** level; level += 1)
      for (let n = 0, width = widthOf(level, n, size); width > 0; n += 1, width = widthOf(level, n, size)) {
        yield { path: tilePath(`tile/${level}`, n, width), bytes: await fixed(`tile/${level}`, n, width, hashBytes) };
        if (level > 0) continue;
        yield { path: tilePath('tile/entries', n, width), bytes: asEntries(await entries(n, size)) };
        yield { path: tilePath('positions', n, width), bytes: await fixed('positions', n, width, positionBytes) };
      }
  }

  /** Position of the last leaf's event; 0 when there is none. */
  const lastPosition = async (size: number): Promise<number> => (size === 0 ? 0 : positionAt(await positionTile(Math.floor((size - 1) / tileWidth), size), (size - 1) % tileWidth));

  return { subtrees, hashes, entries, positions, extend, indexOf, files, lastPosition };
};

export type Tiles = ReturnType<typeof tiles>;
