import { hash } from 'node:crypto';

/** 32 bytes, whichever of the two made it. */
export type Hash = Buffer;

export const hashBytes = 32;

/** By way of a string: a buffer straight from the hash is allocated outside the pool, which takes as long as hashing. */
const inBytes = (digest: string): Hash => Buffer.from(digest, 'binary');

/** Reused: hashing is synchronous, and an allocation would cost as much as the hash. Leaves begin with 0, nodes with 1. */
const leafBytes = new ArrayBuffer(0x10000);
const leaf = new Uint8Array(leafBytes);
const pair = Buffer.alloc(1 + 2 * hashBytes, 1);

/** What a log is hashed with throughout: its leaves, its nodes, and the contents that its entries name. */
const hashingBy = (algorithm: 'sha256' | 'sm3') => {
  const digest = (bytes: Uint8Array | string, encoding: 'binary' | 'base64'): string => hash(algorithm, bytes, encoding);
  const ofLeaf = (entry: Uint8Array, encoding: 'binary' | 'base64'): string => {
    if (entry.length >= leaf.length) throw new RangeError(`an entry holds at most ${leaf.length - 1} bytes, found ${entry.length}`);
    leaf.set(entry, 1);
    return digest(new Uint8Array(leafBytes, 0, entry.length + 1), encoding); // half of what a Buffer over it costs
  };
  return {
    algorithm,
    emptyRoot: inBytes(digest('', 'binary')),
    /** Of a text or its bytes, in base64. */
    text: (content: Uint8Array | string): string => digest(content, 'base64'),
    /** RFC 6962 §2.1: HASH(0x00 ‖ entry). An entry has at most 65,535 bytes, as its length must fit the tiles. */
    leaf: (entry: Uint8Array): Hash => inBytes(ofLeaf(entry, 'binary')),
    /** The same in base64, as the next event of its stream names it. */
    leafText: (entry: Uint8Array): string => ofLeaf(entry, 'base64'),
    /** RFC 6962 §2.1: HASH(0x01 ‖ left ‖ right). */
    node: (left: Hash, right: Hash): Hash => {
      pair.set(left, 1);
      pair.set(right, 1 + hashBytes);
      return inBytes(digest(pair, 'binary'));
    },
    /** Places for so many hashes, side by side; `join` puts the node over the one at a byte and its neighbour in its place. Nothing is allocated for it. */
    places: (count: number) => {
      const room = Buffer.alloc((2 + count) * hashBytes + 1, 1);
      const both = room.subarray(0, pair.length);
      const hashes = room.subarray(pair.length);
      const join = (at: number): void => {
        room.copyWithin(1, pair.length + at, 2 * pair.length - 1 + at);
        hashes.write(digest(both, 'binary'), at, 'binary');
      };
      return { hashes, join };
    },
  };
};

export type Hashing = ReturnType<typeof hashingBy>;

/** As RFC 6962 and C2SP have it. */
export const sha256: Hashing = hashingBy('sha256');
/** GB/T 32905-2016, for a second log where the state's own algorithms are asked for (GB/T 39786-2021). */
export const sm3: Hashing = hashingBy('sm3');
