import { createHmac } from 'node:crypto';
import type { Command } from '@anjuan/lifecycle';
import type { Keys } from './keys';

/** JSON with sorted keys, so that the same content gives the same bytes however it was written or stored. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(fields).sort()) if (fields[key] !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonical(fields[key])}`;
  return `{${text}}`;
};

/** How deep a command's content may go; anything deeper comes from no form. */
export const deepest = 32;

export const isTooDeep = (value: unknown, left: number = deepest): boolean =>
  typeof value === 'object' && value !== null && (left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1)));

/** Keyed: a plain hash of a body with a name in it could be guessed back to the name. */
export const bodyHash = (keys: Keys, { name, asked, papers, on, actor, stream }: Command): string =>
  createHmac('sha256', keys.body).update(canonical({ name, asked: asked ?? {}, papers: papers ?? [], on, actor, stream })).digest('hex');
