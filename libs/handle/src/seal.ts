import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { StoredEvent } from '@anjuan/event-store';
import type { Keys } from './keys';

/**
 * Where a value was sealed: the step is the row or standing command that asked for it, so that a proposal's value stays
 * readable under the same name in the act that carries it out. Moved anywhere else it no longer opens.
 */
export type Place = { readonly stream: string; readonly step: string; readonly field: string };

const written = /^sealed:v1:([0-9a-f]{16}):([A-Za-z0-9+/]+=*)$/;

export const isSealed = (value: unknown): value is string => typeof value === 'string' && written.test(value);
export const keyOfSealed = (value: string): string | undefined => written.exec(value)?.[1];

const bound = ({ stream, step, field }: Place) => Buffer.from(`${stream}|${step}|${field}`);

export const seal = (keys: Keys, place: Place, value: unknown): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce).setAAD(bound(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return `sealed:v1:${keys.id}:${Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64')}`;
};

/** Throws when the value was changed, moved, or sealed under another key. */
export const unseal = (keys: Keys, place: Place, value: string): unknown => {
  const [, key, body] = written.exec(value) ?? [];
  if (key !== keys.id || body === undefined) throw new Error(`a value sealed under key ${key ?? 'unknown'} cannot be opened with key ${keys.id} (${place.stream})`);
  const bytes = Buffer.from(body, 'base64');
  const cipher = createDecipheriv('aes-256-gcm', keys.seal, bytes.subarray(0, 12)).setAAD(bound(place)).setAuthTag(bytes.subarray(-16));
  return JSON.parse(Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString());
};

type Fields = Readonly<Record<string, unknown>>;

/** Fields in which a stored event may hold sealed values, and the step they were sealed under. */
const sealedIn = ({ row, data }: StoredEvent): { readonly step: string; readonly fields: Fields } =>
  'asked' in data ? { step: row ?? String(data['name']), fields: data['asked'] as Fields } : { step: 'correct', fields: data };

/** Opens every sealed value of one stream wherever it turns up, in facts as well as in what was asked. */
export const openerOf = (keys: Keys, events: readonly StoredEvent[]): (<T>(value: T) => T) => {
  const places = new Map<unknown, Place>();
  for (const event of events.filter(({ sealed }) => sealed.length > 0)) {
    const { step, fields } = sealedIn(event);
    for (const [field, value] of Object.entries(fields)) if (isSealed(value) && !places.has(value)) places.set(value, { stream: event.stream, step, field });
  }
  const open = (value: unknown): unknown => {
    const place = places.get(value);
    if (place) return unseal(keys, place, value as string);
    if (Array.isArray(value)) return value.map(open);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner)])) : value;
  };
  return <T>(value: T) => open(value) as T; // same shape, sealed strings apart
};
