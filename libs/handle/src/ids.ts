import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './keys';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 characters hold 130 bits: five of them each, which lie in two bytes at most. */
const base32 = (digest: Buffer): string => {
  let text = '';
  for (let bit = 0; bit < 130; bit += 5) text += alphabet[(digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31];
  return text;
};

/** As JSON, so that no two lists of parts can run together into the same text. */
const opaque = (keys: Keys, ...parts: readonly string[]): string => base32(createHmac('sha256', keys.opaque).update(JSON.stringify(parts)).digest());

/** The stream of the matter with that number; whoever lacks the key learns nothing from it. */
export const numberedStream = (keys: Keys, organ: string, process: string, number: string): string => `${process}-${opaque(keys, organ, process, 'number', number.normalize('NFKC').trim())}`;

/** Without a number the command's id stands in, so that a retried intake lands on the same stream. */
export const unnumberedStream = (keys: Keys, organ: string, process: string, command: string): string => `${process}-${opaque(keys, organ, process, 'command', command)}`;

type Fields = Readonly<Record<string, unknown>>;

/** A number is given out per source and year: the same one from another ledger is another matter. */
export const ledgerNumber = ({ name, asked }: { readonly name: string; readonly asked: unknown }): string | undefined => {
  const { number, source, receivedOn }: Fields = typeof asked === 'object' && asked !== null ? (asked as Fields) : {};
  if (typeof number !== 'string' || number.trim() === '') return undefined;
  return JSON.stringify([typeof source === 'string' ? source : name, typeof receivedOn === 'string' ? receivedOn.slice(0, 4) : '', number.normalize('NFKC').trim()]);
};

/** Ties clue, case and what follows into one history. */
export const historyOf = (keys: Keys, stream: string): string => `history-${opaque(keys, 'history', stream)}`;

export const processOf = (stream: string): string | undefined => /^([a-z]+)-[a-z2-7]{26}$/.exec(stream)?.[1];

/** UUIDv5 of the DNS name `commands.anjuan`. */
const namespace = Buffer.from('15d6a9a705ce53429844ae5cf481c362', 'hex');

/** Ids the engine works out begin so, and nobody else's may: an id that can be computed could be taken in advance. */
export const enginePrefix = 'engine:';

/** UUIDv5 of an event and what follows from it: the same whoever works it out, and however often. */
export const derivedCommand = (event: string, purpose: string): string => {
  const bytes = createHash('sha1').update(namespace).update(`${event}\0${purpose}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50; // a SHA-1 digest has twenty bytes
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `${enginePrefix}${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
};
