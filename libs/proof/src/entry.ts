import { createHmac, type KeyObject } from 'node:crypto';
import type { StoredEvent } from '@anjuan/event-store';
import { hashBytes, sha256, sm3, type Hash, type Hashing } from './hash';

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

/** One line of ASCII, whatever the value: what is not is written as JSON, what is too long by its hash. */
const line = (hashing: Hashing, value: string): string => {
  if (value.length > longest) return `"${hashing.algorithm} ${hashing.text(value)}"`;
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

const shown: ReadonlySet<string> = new Set<keyof StoredEvent>(['id', 'stream', 'revision', 'position', 'type', 'schema', 'recordedAt', 'command']);

type Member = { readonly key: string; readonly named: string };
/** Of the event seen last in each format: most have the same members in the same order, and to sort them takes longer than to see that. */
const shapes = new Map<Format, { readonly keys: readonly string[]; readonly members: readonly Member[] }>();

/** What of an event its entry does not show, in the order of the body, and the salt among it. */
const membersOf = (event: StoredEvent, format: Format): readonly Member[] => {
  const keys = Object.keys(event);
  const last = shapes.get(format);
  if (last && keys.length === last.keys.length && keys.every((key, i) => key === last.keys[i])) return last.members;
  const hidden = keys.filter((key) => !shown.has(key) && !(key === 'body' && format === 'clue-event/v1'));
  const members = [...hidden, 'salt'].sort().map((key) => ({ key, named: `${quoted(key)}:` }));
  shapes.set(format, { keys, members });
  return members;
};

/**
 * All of the event that its entry does not show, sealed fields as they are encrypted: shredding their key leaves the hash
 * as it is. The salt keeps anybody without the body from guessing names by their hash.
 */
const bodyOf = (event: StoredEvent, secret: KeyObject, format: Format): string => {
  const salt = keyed(secret, 'salt', event.id);
  let body = '';
  for (const { key, named } of membersOf(event, format)) {
    const inner = key === 'salt' ? salt : (event as unknown as Readonly<Record<string, unknown>>)[key];
    if (inner !== undefined) body += `${body === '' ? '{' : ','}${named}${canonical(inner)}`;
  }
  return `${body}}`;
};

const actors = new WeakMap<KeyObject, (actor: string) => string>();
/** Few act, again and again. */
const actorOf = ({ actor }: StoredEvent, secret: KeyObject): string => {
  const named = actors.get(secret) ?? recently((text) => keyed(secret, 'actor', text));
  actors.set(secret, named);
  return named(canonical(actor));
};
const policies = { sha256: recently(sha256.text), sm3: recently(sm3.text) } as const;

export type Sealed = { readonly entry: Buffer; readonly body: string; readonly leaf: Hash };

/** `prev` is the leaf of the event before it in its stream; `secret` the installation's key for names that shall stay opaque; hashed as its log is. */
export const sealEvent = (event: StoredEvent, prev: Hash, secret: KeyObject, hashing: Hashing, format: Format = newest): Sealed => {
  const body = bodyOf(event, secret, format);
  const entry = formatEntry({
    id: event.id, stream: event.stream, version: String(event.revision), type: event.type, schema: String(event.schema), time: event.recordedAt,
    actor: actorOf(event, secret), cmd: event.command, prev: prev.toString('base64'), body: hashing.text(body), keys: event.sealed.join(','), policy: policies[hashing.algorithm](event.policy),
  }, hashing, format);
  return { entry, body, leaf: hashing.leaf(entry) };
};

export const formatEntry = (entry: Entry, hashing: Hashing, format: Format = newest): Buffer => Buffer.from(`${format}\n${fields.map((field) => `${field} ${line(hashing, entry[field])}\n`).join('')}`);

const heads = fields.map((field) => Buffer.from(`${field} `));
const [newline, quote] = [0x0a, 0x22];

/** Both names are as long. */
const formatIn = (text: string): Format | undefined => {
  if (text.charCodeAt(newest.length) !== newline) return undefined;
  return text.startsWith(newest) ? newest : formats.find((format) => text.startsWith(format));
};

/** Undefined when it is no entry of an event. */
export const formatOf = (bytes: Buffer): Format | undefined => formatIn(bytes.toString('latin1', 0, newest.length + 1));

/** As it was before it was written. Most values that are quoted hold nothing. */
const plain = (value: string): string => (value.charCodeAt(0) !== quote || value.startsWith('"sha256 ') || value.startsWith('"sm3 ') ? value : value === '""' ? '' : (JSON.parse(value) as string));

const canBeRead = (value: string): boolean => {
  try {
    plain(value);
    return true;
  } catch {
    return false;
  }
};

/** Where each value of the entry looked at last begins and ends: a verifier looks at millions, and no memory is taken for it. */
const [from, to] = [new Int32Array(fields.length), new Int32Array(fields.length)];

/** Finds the values; false when it is no entry of an event. */
const locate = (bytes: Buffer, text: string): boolean => {
  if (formatIn(text) === undefined) return false;
  let at = newest.length + 1;
  for (let i = 0; i < heads.length; i += 1) {
    const head = heads[i]!; // i is below its length
    for (let k = 0; k < head.length; k += 1) if (bytes[at + k] !== head[k]) return false;
    const begin = at + head.length;
    const end = text.indexOf('\n', begin);
    if (bytes[begin] === quote && !canBeRead(text.slice(begin, end))) return false;
    from[i] = begin;
    to[i] = end;
    at = end + 1; // 0 when there is no end, where neither a head nor the end of an entry is
  }
  return at === bytes.length;
};

/** Undefined when it is no entry of an event. */
export const parseEntry = (bytes: Buffer): Entry | undefined => {
  const text = bytes.toString('latin1');
  if (!locate(bytes, text)) return undefined;
  const value = (i: number) => plain(text.slice(from[i], to[i]));
  return {
    id: value(0), stream: value(1), version: value(2), type: value(3), schema: value(4), time: value(5), actor: value(6), cmd: value(7), prev: value(8), body: value(9), keys: value(10), policy: value(11),
  };
};

/** What binds an event to its content and to the one before it. */
export type Link = Pick<Entry, 'stream' | 'version' | 'prev' | 'body'>;

/** No more than that of an entry, as strings that stand alone: pieces of a longer one take twice as long to compare, and keep it in memory. */
export const parseLink = (bytes: Buffer): Link | undefined => {
  if (!locate(bytes, bytes.toString('latin1'))) return undefined;
  const value = (i: number) => plain(bytes.toString('latin1', from[i], to[i]));
  return { stream: value(1), version: value(2), prev: value(8), body: value(9) };
};
