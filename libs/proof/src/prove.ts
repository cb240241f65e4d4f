import { emptyRoot, nodeHash, type Hash } from './hash';
import { isPowerOfTwo, splitOf } from './tree';

/** Hash over the complete subtree of 2^level leaves that begins at leaf index × 2^level. */
export type Subtree = (level: number, index: number) => Promise<Hash>;

/** MTH(D[from:to]) of RFC 6962 §2.1. */
const hashOver = async (subtree: Subtree, from: number, to: number): Promise<Hash> => {
  const count = to - from;
  if (isPowerOfTwo(count)) return subtree(Math.round(Math.log2(count)), from / count);
  const middle = from + splitOf(count);
  return nodeHash(await hashOver(subtree, from, middle), await hashOver(subtree, middle, to));
};

export const rootOf = (subtree: Subtree, size: number): Promise<Hash> => (size === 0 ? Promise.resolve(emptyRoot) : hashOver(subtree, 0, size));

/** PATH(m, D[n]) of RFC 6962 §2.1.1: from the leaf's sibling up to the root's child. */
export const inclusionProof = (subtree: Subtree, index: number, size: number): Promise<readonly Hash[]> => {
  const path = async (from: number, to: number): Promise<Hash[]> => {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle ? [...(await path(from, middle)), await hashOver(subtree, middle, to)] : [...(await path(middle, to)), await hashOver(subtree, from, middle)];
  };
  if (!(index >= 0 && index < size)) throw new RangeError(`there is no leaf ${index} in a tree of ${size}`);
  return path(0, size);
};

/** PROOF(m, D[n]) of RFC 6962 §2.1.2; nothing is to be shown of an empty tree. */
export const consistencyProof = (subtree: Subtree, earlier: number, later: number): Promise<readonly Hash[]> => {
  /** `known`: the whole of this part is the earlier tree, whose root the verifier has. */
  const path = async (count: number, from: number, to: number, known: boolean): Promise<Hash[]> => {
    if (count === to - from) return known ? [] : [await hashOver(subtree, from, to)];
    const k = splitOf(to - from);
    return count <= k
      ? [...(await path(count, from, from + k, known)), await hashOver(subtree, from + k, to)]
      : [...(await path(count - k, from + k, to, false)), await hashOver(subtree, from, from + k)];
  };
  if (!(earlier >= 0 && earlier <= later)) throw new RangeError(`a tree of ${earlier} does not come before one of ${later}`);
  return earlier === 0 ? Promise.resolve([]) : path(earlier, 0, later, true);
};
