import { createHmac } from 'node:crypto';
import type { Command } from '@anjuan/lifecycle';
import type { Keys } from './keys';

/** Quoting takes longer than seeing that there is nothing to quote; sorting, than seeing that all is in order. */
const toQuote = /["\\\u0000-\u001f\ud800-\udfff]/;
const quoted = (text: string): string => (toQuote.test(text) ? JSON.stringify(text) : `"${text}"`);
const inOrder = (keys: string[]): string[] => (keys.every((key, i) => i === 0 || keys[i - 1]! < key) ? keys : keys.sort());

/** JSON with sorted keys, so that the same content gives the same bytes however it was written or stored. */
export const canonical = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of inOrder(Object.keys(fields))) if (fields[key] !== undefined) text += `${text && ','}${quoted(key)}:${canonical(fields[key])}`;
  return `{${text}}`;
};

/** How deep a command's content may go; anything deeper comes from no form. */
export const deepest = 32;

export const isTooDeep = (value: unknown, left: number = deepest): boolean =>
  typeof value === 'object' && value !== null && (left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1)));

/** Keyed: a plain hash of a body with a name in it could be guessed back to the name. */
export const bodyHash = (keys: Keys, { name, asked, papers, on, actor, stream }: Command): string =>
  createHmac('sha256', keys.body).update(canonical({ actor, asked: asked ?? {}, name, on, papers: papers ?? [], stream })).digest('hex');
