import type { Hash, Hashing } from './hash';
import { isPowerOfTwo, splitOf } from './tree';

/** A tree whose complete subtrees can be asked for: `over` is the hash over that of 2^level leaves which begins at leaf index × 2^level. */
export type Subtrees = { readonly hashing: Hashing; readonly over: (level: number, index: number) => Promise<Hash> };

/** MTH(D[from:to]) of RFC 6962 §2.1. */
const hashOver = async (subtrees: Subtrees, from: number, to: number): Promise<Hash> => {
  const count = to - from;
  if (isPowerOfTwo(count)) return subtrees.over(Math.round(Math.log2(count)), from / count);
  const middle = from + splitOf(count);
  return subtrees.hashing.node(await hashOver(subtrees, from, middle), await hashOver(subtrees, middle, to));
};

export const rootOf = (subtrees: Subtrees, size: number): Promise<Hash> => (size === 0 ? Promise.resolve(subtrees.hashing.emptyRoot) : hashOver(subtrees, 0, size));

/** PATH(m, D[n]) of RFC 6962 §2.1.1: from the leaf's sibling up to the root's child. */
export const inclusionProof = (subtrees: Subtrees, index: number, size: number): Promise<readonly Hash[]> => {
  const path = async (from: number, to: number): Promise<Hash[]> => {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle ? [...(await path(from, middle)), await hashOver(subtrees, middle, to)] : [...(await path(middle, to)), await hashOver(subtrees, from, middle)];
  };
  if (!(index >= 0 && index < size)) throw new RangeError(`there is no leaf ${index} in a tree of ${size}`);
  return path(0, size);
};

/** PROOF(m, D[n]) of RFC 6962 §2.1.2; nothing is to be shown of an empty tree. */
export const consistencyProof = (subtrees: Subtrees, earlier: number, later: number): Promise<readonly Hash[]> => {
  /** `known`: the whole of this part is the earlier tree, whose root the verifier has. */
  const path = async (count: number, from: number, to: number, known: boolean): Promise<Hash[]> => {
    if (count === to - from) return known ? [] : [await hashOver(subtrees, from, to)];
    const k = splitOf(to - from);
    return count <= k
      ? [...(await path(count, from, from + k, known)), await hashOver(subtrees, from + k, to)]
      : [...(await path(count - k, from + k, to, false)), await hashOver(subtrees, from, from + k)];
  };
  if (!(earlier >= 0 && earlier <= later)) throw new RangeError(`a tree of ${earlier} does not come before one of ${later}`);
  return earlier === 0 ? Promise.resolve([]) : path(earlier, 0, later, true);
};
