import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

export const hashBytes = 32;

/** By way of a string: a buffer straight from the hash is allocated outside the pool, which takes as long as hashing. */
const sha256 = (bytes: Uint8Array): Hash => Buffer.from(hash('sha256', bytes, 'binary'), 'binary');

export const emptyRoot: Hash = sha256(Buffer.alloc(0));

/** Reused: hashing is synchronous, and an allocation would cost as much as the hash. Leaves begin with 0, nodes with 1. */
const leaf = Buffer.alloc(0x10000);
const pair = Buffer.alloc(1 + 2 * hashBytes, 1);

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry). An entry has at most 65,535 bytes, as its length must fit the tiles. */
export const leafHash = (entry: Uint8Array): Hash => {
  if (entry.length >= leaf.length) throw new RangeError(`an entry holds at most ${leaf.length - 1} bytes, found ${entry.length}`);
  leaf.set(entry, 1);
  return sha256(leaf.subarray(0, entry.length + 1));
};

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Hash, right: Hash): Hash => {
  pair.set(left, 1);
  pair.set(right, 1 + hashBytes);
  return sha256(pair);
};
