import { damaged } from '../unreadable';
import type { Zip } from './zip';

const mostMerges = 100_000;

/** `A` is 0. */
export const columnOf = (letters: string): number => {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column - 1;
};

export type Merge = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** The merged ranges by their first row. The format tells them after the rows that they are about, so they are looked for beforehand. */
export const mergesOf = async (zip: Zip, part: string): Promise<Map<number, Merge[]>> => {
  const merges = new Map<number, Merge[]>();
  let [carry, count] = ['', 0];
  for await (const piece of zip.pieces(part)) {
    const text = carry + piece.toString('latin1');
    let end = 0;
    for (const found of text.includes('mergeCell') ? text.matchAll(/<(?:\w+:)?mergeCell\s[^<>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/gu) : []) {
      const merge = { left: columnOf(found[1]!), top: Number(found[2]), right: columnOf(found[3]!), bottom: Number(found[4]) };   // the pattern has four groups
      if (++count > mostMerges) throw damaged();
      const beside = merges.get(merge.top);
      if (beside) beside.push(merge);
      else merges.set(merge.top, [merge]);
      end = found.index + found[0].length;
    }
    carry = text.slice(Math.max(end, text.length - 200));
  }
  return merges;
};
