import { createHmac, hash, type KeyObject } from 'node:crypto';
import type { StoredEvent } from '@anjuan/event-store';
import { hashBytes, leafHash, type Hash } from './hash';

/**
 * What the log keeps of an event: hashes and opaque ids, no content, so that it can be shown to anybody. One line a field,
 * in this order, under a line that names the format.
 */
export const fields = ['id', 'stream', 'version', 'type', 'schema', 'time', 'actor', 'cmd', 'prev', 'body', 'keys', 'policy'] as const;
export type Field = (typeof fields)[number];
export type Entry = Readonly<Record<Field, string>>;

/** The first knew nothing of the hash by which a command is known again. What was sealed in a format stays in it. */
export const formats = ['clue-event/v1', 'clue-event/v2'] as const;
export type Format = (typeof formats)[number];
const newest: Format = 'clue-event/v2';

const longest = 4_096;

/** `prev` of a stream's first event. */
export const noLeaf: Hash = Buffer.alloc(hashBytes);

const sha256 = (text: string): string => hash('sha256', text, 'base64');

/** One line of ASCII, whatever the value: what is not is written as JSON, what is too long by its hash. */
const line = (value: string): string => {
  if (value.length > longest) return `"sha256 ${sha256(value)}"`;
  return /^[!#-~][!-~]*$/.test(value) ? value : JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
};

/** What was worked out lately is not worked out again. */
const recently = (work: (text: string) => string): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? work(text);
    if (known.size >= 1_000) known.clear();
    known.set(text, found);
    return found;
  };
};

/** Quoting takes longer than seeing that there is nothing to quote. */
const nothingToQuote = /^[ !#-[\]-~]*$/;
const quoted = (text: string): string => (nothingToQuote.test(text) ? `"${text}"` : JSON.stringify(text));

/** RFC 8785: the same content gives the same bytes however it was written or stored. Frozen: every body that was sealed hangs on it. */
export const canonical = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if (inner !== undefined) members += `${members === '' ? '' : ','}${quoted(key)}:${canonical(inner)}`;
  }
  return `{${members}}`;
};

const keyed = (secret: KeyObject, purpose: string, value: string): string => createHmac('sha256', secret).update(JSON.stringify(['proof', purpose, value])).digest('base64');

/**
 * All of the event that its entry does not show, sealed fields as they are encrypted: shredding their key leaves the hash
 * as it is. The salt keeps anybody without the body from guessing names by their hash.
 */
const bodyOf = ({ id, stream: _, revision: __, position: ___, type: ____, schema: _____, recordedAt: ______, command: _______, body, ...rest }: StoredEvent, secret: KeyObject, format: Format): string =>
  canonical({ ...rest, ...(format !== 'clue-event/v1' && { body }), salt: keyed(secret, 'salt', id) });

const actors = new WeakMap<KeyObject, (actor: string) => string>();
/** Few act, again and again. */
const actorOf = ({ actor }: StoredEvent, secret: KeyObject): string => {
  const named = actors.get(secret) ?? recently((text) => keyed(secret, 'actor', text));
  actors.set(secret, named);
  return named(canonical(actor));
};
const policyOf = recently(sha256);

export type Sealed = { readonly entry: Buffer; readonly body: string; readonly leaf: Hash };

/** `prev` is the leaf of the event before it in its stream; `secret` the installation's key for names that shall stay opaque. */
export const sealEvent = (event: StoredEvent, prev: Hash, secret: KeyObject, format: Format = newest): Sealed => {
  const body = bodyOf(event, secret, format);
  const entry = formatEntry({
    id: event.id, stream: event.stream, version: String(event.revision), type: event.type, schema: String(event.schema), time: event.recordedAt,
    actor: actorOf(event, secret), cmd: event.command, prev: prev.toString('base64'), body: sha256(body), keys: event.sealed.join(','), policy: policyOf(event.policy),
  }, format);
  return { entry, body, leaf: leafHash(entry) };
};

export const formatEntry = (entry: Entry, format: Format = newest): Buffer => Buffer.from(`${format}\n${fields.map((field) => `${field} ${line(entry[field])}\n`).join('')}`);

const plain = (value: string): string => (value.startsWith('"') && !value.startsWith('"sha256 ') ? (JSON.parse(value) as string) : value);

const heads = fields.map((field) => `${field} `);

/** Both names are as long. */
const formatIn = (text: string): Format | undefined => (text[newest.length] === '\n' ? formats.find((format) => text.startsWith(format)) : undefined);

/** Undefined when it is no entry of an event. */
export const formatOf = (bytes: Buffer): Format | undefined => formatIn(bytes.toString('latin1', 0, newest.length + 1));

/** Undefined when it is no entry of an event. */
export const parseEntry = (bytes: Buffer): Entry | undefined => {
  const text = bytes.toString('latin1');
  const format = formatIn(text);
  if (format === undefined) return undefined;
  let at = format.length + 1;
  /** The next line's value; the verifier reads millions, so nothing is split or copied on the way. */
  const value = (i: number): string => {
    const head = heads[i]!; // asked for in their order
    const end = text.indexOf('\n', at);
    if (end < 0 || !text.startsWith(head, at)) throw new SyntaxError(`expected ${head}`);
    const found = text.slice(at + head.length, end);
    at = end + 1;
    return plain(found);
  };
  try {
    const entry = {
      id: value(0), stream: value(1), version: value(2), type: value(3), schema: value(4), time: value(5), actor: value(6), cmd: value(7), prev: value(8), body: value(9), keys: value(10), policy: value(11),
    };
    return at === text.length ? entry : undefined;
  } catch {
    return undefined;
  }
};
