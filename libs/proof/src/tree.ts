import { hashBytes, type Hash, type Hashing } from './hash';

/** Sizes are whole numbers up to 2^53, so halves and not shifts: those end at 2^31. */
const half = (n: number) => Math.floor(n / 2);
const isOdd = (n: number) => n % 2 === 1;

export const isPowerOfTwo = (n: number): boolean => n > 0 && 2 ** Math.round(Math.log2(n)) === n;

/** Largest power of two below n (n ≥ 2): where RFC 6962 splits a tree. */
export const splitOf = (n: number): number => {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
};

/** A size ends at 2^53: a tree has 53 complete subtrees at most, and one leaf more before they are joined. */
const mostPeaks = 54;

/**
 * A tree that only grows, kept as the roots of its complete subtrees, widest first, side by side. `append` takes the hash of
 * the next leaf, or that in base64.
 */
export const growingTree = (hashing: Hashing) => {
  const { hashes: peaks, join } = hashing.places(mostPeaks);
  let end = 0;
  let size = 0;
  return {
    size: () => size,
    append: (leaf: Hash | string): void => {
      if (typeof leaf === 'string') peaks.write(leaf, end, 'base64');
      else peaks.set(leaf, end);
      for (let left = size; isOdd(left); left = half(left)) join((end -= hashBytes)); // an odd bit has its peak
      end += hashBytes;
      size += 1;
    },
    root: (): Hash => {
      if (size === 0) return hashing.emptyRoot;
      let root: Hash = Buffer.from(peaks.subarray(end - hashBytes, end));
      for (let at = end - 2 * hashBytes; at >= 0; at -= hashBytes) root = hashing.node(peaks.subarray(at, at + hashBytes), root);
      return root;
    },
  };
};

/** Whether the leaf is the one at `index` (from 0) of the tree of `size` with that root. RFC 9162 §2.1.3.2. */
export const verifyInclusion = (hashing: Hashing, leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean => {
  if (!(index >= 0 && index < size)) return false;
  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = hashing.node(sibling, hash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else hash = hashing.node(hash, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && hash.equals(root);
};

/** A tree of so many leaves with that root. */
export type Head = { readonly size: number; readonly root: Hash };

/** Whether the later tree is the earlier one with leaves added behind, and nothing else. RFC 9162 §2.1.4.2. */
export const verifyConsistency = (hashing: Hashing, earlier: Head, later: Head, proof: readonly Hash[]): boolean => {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0 && earlier.root.equals(hashing.emptyRoot);
  const [first, ...rest] = isPowerOfTwo(earlier.size) ? [earlier.root, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let place = earlier.size - 1;
  let last = later.size - 1;
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  let old = first;
  let grown = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      old = hashing.node(sibling, old);
      grown = hashing.node(sibling, grown);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else grown = hashing.node(grown, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && old.equals(earlier.root) && grown.equals(later.root);
};
