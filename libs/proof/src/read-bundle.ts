import { closeSync, openSync, readSync } from 'node:fs';
import { bytesOf } from './base64';
import { format, limits } from './bundle-format';
import { parseSize } from './checkpoint';
import { Unusable } from './finding';
import { hashBytes, type Hash } from './hash';

type Item =
  | { readonly kind: 'opening'; readonly entry: Buffer; readonly proof: readonly Hash[] }
  | { readonly kind: 'event'; readonly index: number; readonly entry: Buffer; readonly body: Uint8Array; readonly proof: readonly Hash[] }
  | { readonly kind: 'end'; readonly count: number };

const none: readonly Hash[] = [];
const eventWord = Buffer.from('event ');
const openingWord = Buffer.from('opening ');
const [space, newline] = [0x20, 0x0a];

/** Reads from front to back; whatever is cut off or does not fit its own lengths is unusable. Its parts are views, good until the next one is read; so may the pieces be. */
const reader = (pieces: AsyncIterator<Buffer>) => {
  let room = new ArrayBuffer(0);
  /** As much of the room as is filled. */
  let buffer = Buffer.from(room);
  let at = 0;
  let offset = 0;
  const broken = (why: string): never => {
    throw new Unusable(`the bundle is damaged at byte ${offset + at}: ${why}`);
  };
  const more = async () => {
    const { value, done } = await pieces.next();
    if (done) broken('it ends too early');
    const piece = value as Buffer; // not done
    const left = buffer.subarray(at);
    const length = left.length + piece.length;
    // With as much to spare, so that the same room serves for all that comes: new memory for each piece takes longer than looking at what is in it.
    if (room.byteLength < length) room = new ArrayBuffer(2 * length);
    buffer = Buffer.from(room, 0, length);
    buffer.set(left);
    buffer.set(piece, left.length);
    offset += at;
    at = 0;
  };
  const need = async (bytes: number) => {
    while (buffer.length - at < bytes) await more();
  };
  /** A line, when it is there whole. */
  const lineHere = (): string | undefined => {
    const end = buffer.indexOf(newline, at);
    if (end < 0 ? buffer.length - at > limits.line : end - at > limits.line) broken(`a line of more than ${limits.line} bytes`);
    if (end < 0) return undefined;
    const text = buffer.toString('utf8', at, end);
    at = end + 1;
    return text;
  };
  const line = async (): Promise<string> => {
    for (let text = lineHere(); ; text = lineHere()) {
      if (text !== undefined) return text;
      await more();
    }
  };
  const word = async (name: string): Promise<string> => {
    const text = await line();
    return text.startsWith(`${name} `) ? text.slice(name.length + 1) : broken(`expected ${name}, found ${text.slice(0, 60)}`);
  };
  const sizeOf = (text: string | undefined, most: number, what: string): number => {
    const size = text === undefined ? undefined : parseSize(text);
    return size !== undefined && size <= most ? size : broken(`${what}: expected a number up to ${most}, found ${text}`);
  };
  const take = (length: number): Buffer => {
    at += length;
    return buffer.subarray(at - length, at);
  };
  const text = async (name: string): Promise<string> => {
    const length = sizeOf(await word(name), limits.text, name);
    await need(length + 1);
    const found = take(length).toString();
    if (take(1)[0] !== newline) broken(`${name} is longer than it says`);
    return found;
  };
  const proofLine = (): Hash => {
    const encoded = take(44).toString('latin1');
    return take(1)[0] === newline ? (bytesOf(encoded, hashBytes) ?? broken(`not a hash: ${encoded}`)) : broken('a proof line is too long');
  };
  /** Digits up to that byte, as the formats write numbers. */
  const numberHere = (stop: number, most: number, what: string): number => {
    const from = at;
    let number = 0;
    for (let byte = buffer[at]!; byte !== stop; byte = buffer[++at]!) {
      number = 10 * number + byte - 0x30;
      if (byte < 0x30 || byte > 0x39 || number > most) broken(`${what}: expected a number up to ${most}`);
    }
    if (at === from || (buffer[from] === 0x30 && at > from + 1)) broken(`${what}: expected a number without zeroes before it`);
    at += 1;
    return number;
  };
  const beginsWith = (word: Buffer) => {
    for (let i = 0; i < word.length; i += 1) if (buffer[at + i] !== word[i]) return false;
    return true;
  };
  /** The next part if all of it is here; nothing is taken otherwise. */
  const itemHere = (): Item | undefined => {
    const start = at;
    const end = buffer.indexOf(newline, at);
    if (end < 0) return lineHere() as undefined; // there is none: it may be too long
    if (!beginsWith(eventWord)) {
      if (beginsWith(openingWord)) {
        at += openingWord.length;
        const [length, hashes] = [numberHere(space, limits.entry, 'opening'), numberHere(newline, limits.proof, 'proof')];
        if (buffer.length - at < length + 1 + 45 * hashes) {
          at = start;
          return undefined;
        }
        const entry = take(length);
        if (buffer[at++] !== newline) broken('an opening is longer than it says');
        return { kind: 'opening', entry, proof: Array.from({ length: hashes }, proofLine) };
      }
      const [name, count, ...rest] = lineHere()!.split(' '); // its end was found above
      return name === 'end' && rest.length === 0 ? { kind: 'end', count: sizeOf(count, Number.MAX_SAFE_INTEGER, 'end') } : broken(`expected event or end, found ${name?.slice(0, 60)}`);
    }
    at += eventWord.length;
    const index = numberHere(space, Number.MAX_SAFE_INTEGER, 'index');
    const [entry, body, hashes] = [numberHere(space, limits.entry, 'entry'), numberHere(space, limits.body, 'body'), numberHere(newline, limits.proof, 'proof')];
    if (buffer.length - at < entry + body + 1 + 45 * hashes) {
      at = start;
      return undefined;
    }
    const entryBytes = take(entry);
    const bodyBytes = new Uint8Array(room, at, body); // half of what a Buffer over it costs
    at += body;
    if (buffer[at++] !== newline) broken('a body is longer than it says');
    return { kind: 'event', index, entry: entryBytes, body: bodyBytes, proof: hashes === 0 ? none : Array.from({ length: hashes }, proofLine) };
  };
  const isOver = async () => at === buffer.length && (await pieces.next()).done === true;
  return { line, word, text, itemHere, more, isOver, broken };
};

type Bundled = Pick<ReturnType<typeof reader>, 'itemHere' | 'more' | 'isOver'> & { readonly scope: string; readonly policy: string; readonly checkpoint: string };

/** The head of a bundle, and its parts one by one. */
export const openBundle = async (pieces: AsyncIterator<Buffer>): Promise<Bundled> => {
  const { line, word, text, itemHere, more, isOver, broken } = reader(pieces);
  const first = await line();
  if (first !== format) broken(`expected ${format}, found ${first.slice(0, 60)}`);
  return { scope: await word('scope'), policy: await text('policy'), checkpoint: await text('checkpoint'), itemHere, more, isOver };
};

const pieceBytes = 256 * 1_024;

/** A file in pieces, each good until the next is asked for. Read while one waits: handing each to another thread and back takes longer than reading it. */
export async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(pieceBytes);
    const next = () => readSync(file, buffer, 0, pieceBytes, null);
    for (let bytes = next(); bytes > 0; bytes = next()) yield buffer.subarray(0, bytes);
  } finally {
    closeSync(file);
  }
}
