import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

export const hashBytes = 32;

const sha256 = (bytes: Uint8Array, encoding: 'binary' | 'base64'): string => hash('sha256', bytes, encoding);
/** By way of a string: a buffer straight from the hash is allocated outside the pool, which takes as long as hashing. */
const inBytes = (digest: string): Hash => Buffer.from(digest, 'binary');

export const emptyRoot: Hash = inBytes(sha256(Buffer.alloc(0), 'binary'));

/** Reused: hashing is synchronous, and an allocation would cost as much as the hash. Leaves begin with 0, nodes with 1. */
const leafBytes = new ArrayBuffer(0x10000);
const leaf = new Uint8Array(leafBytes);
const pair = Buffer.alloc(1 + 2 * hashBytes, 1);

const ofLeaf = (entry: Uint8Array, encoding: 'binary' | 'base64'): string => {
  if (entry.length >= leaf.length) throw new RangeError(`an entry holds at most ${leaf.length - 1} bytes, found ${entry.length}`);
  leaf.set(entry, 1);
  return sha256(new Uint8Array(leafBytes, 0, entry.length + 1), encoding); // half of what a Buffer over it costs
};

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry). An entry has at most 65,535 bytes, as its length must fit the tiles. */
export const leafHash = (entry: Uint8Array): Hash => inBytes(ofLeaf(entry, 'binary'));

/** The same in base64, as the next event of its stream names it. */
export const leafText = (entry: Uint8Array): string => ofLeaf(entry, 'base64');

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Hash, right: Hash): Hash => {
  pair.set(left, 1);
  pair.set(right, 1 + hashBytes);
  return inBytes(sha256(pair, 'binary'));
};

/** Places for so many hashes, side by side; `join` puts the node over the one at a byte and its neighbour in its place. Nothing is allocated for it. */
export const placesForHashes = (count: number) => {
  const room = Buffer.alloc((2 + count) * hashBytes + 1, 1);
  const both = room.subarray(0, pair.length);
  const hashes = room.subarray(pair.length);
  const join = (at: number): void => {
    room.copyWithin(1, pair.length + at, 2 * pair.length - 1 + at);
    hashes.write(sha256(both, 'binary'), at, 'binary');
  };
  return { hashes, join };
};
