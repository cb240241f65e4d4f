import { createHmac, timingSafeEqual } from 'node:crypto';
import { refusal, type Refusal } from '@anjuan/lifecycle';

const mark = (key: string, about: unknown, place: string) => createHmac('sha256', key).update(JSON.stringify([about, place])).digest().subarray(0, 16);

/** The place after which the next page begins, signed together with the question it belongs to. */
export const writeCursor = (key: string, about: unknown, place: readonly string[]): string => {
  const text = JSON.stringify(place);
  return Buffer.concat([mark(key, about, text), Buffer.from(text)]).toString('base64url');
};

export const readCursor = (key: string, about: unknown, cursor: string): { readonly place: readonly string[] } | { readonly refused: Refusal } => {
  const bytes = Buffer.from(cursor.slice(0, 4_000), 'base64url');
  const text = bytes.subarray(16).toString();
  if (bytes.length > 16 && timingSafeEqual(bytes.subarray(0, 16), mark(key, about, text))) return { place: JSON.parse(text) as string[] }; // signed, so written above
  return { refused: refusal('bad-cursor', '翻页标记无效，或不属于这一查询；请从第一页重新查起', 'this page mark is not valid, or belongs to another question; begin again at the first page', { field: 'after', value: cursor.slice(0, 80) }) };
};
