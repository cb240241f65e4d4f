import type { StoredEvent } from '@anjuan/event-store';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { hash, type KeyObject } from 'node:crypto';
import { bytesOf } from './base64';
import { chains } from './chains';
import { parseCheckpoint, parseSize, type Checkpoint } from './checkpoint';
import { parseEntry, sealEvent, type Entry } from './entry';
import { readIfThere } from './files';
import { findings as newFindings, Unusable, type Finding, type Findings, type Report, type Tampering } from './finding';
import { hashBytes, leafHash, type Hash } from './hash';
import { BadNote, parseNote } from './note';
import { Altered, logFiles } from './notary';
import { judge, parsePolicy, type Policy } from './policy';
import { inclusionProof } from './prove';
import { tiles, tileWidth } from './tiles';
import { growingTree, verifyInclusion } from './tree';

/**
 * A sealed case file: text, in parts whose lengths stand before them, so that it is read from front to back whatever its
 * size. Head: `scope` (a history, or `log` for all of it), `policy`, `checkpoint`. Then each event: `event INDEX ENTRY BODY
 * PROOF`, the entry, the body (both in bytes), the proof (that many hashes, one a line; none when the whole log is there).
 * Last `end` and the number of events.
 */
const format = 'anjuan-bundle/v1';
export const wholeLog = 'log';
const limits = { entry: 0xffff, body: 16_000_000, proof: 64, text: 1_000_000, line: 300 } as const;

export type ToBundle = {
  readonly folder: string;
  readonly secret: KeyObject;
  readonly scope: string;
  /** In the order of the store. */
  readonly events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>;
  readonly write: (text: string | Buffer) => Promise<void>;
};

const part = (name: string, text: string) => `${name} ${Buffer.byteLength(text)}\n${text}\n`;

/** The cosigned checkpoint if it covers the events; the signed one else, and all of it for the whole log. */
const checkpointFor = async (folder: string, needed: number): Promise<{ text: string; checkpoint: Checkpoint }> => {
  for (const name of [logFiles.cosigned, logFiles.checkpoint]) {
    const text = (await readIfThere(join(folder, name)))?.toString();
    if (text === undefined) continue;
    const checkpoint = parseCheckpoint(parseNote(text).text);
    if (checkpoint.size >= needed) return { text, checkpoint };
  }
  throw new Unusable(`the log does not reach leaf ${needed} yet: the notary seals each second; is it running?`);
};

/** Writes the bundle; answers how many events are in it. Refuses events that are not as they were sealed. */
export const writeBundle = async ({ folder, secret, scope, events, write }: ToBundle, last: number): Promise<number> => {
  const log = tiles(folder);
  const known = parseCheckpoint(parseNote(String((await readIfThere(join(folder, logFiles.checkpoint))) ?? '')).text);
  const needed = scope === wholeLog ? 0 : ((await log.indexOf(last, known.size)) ?? known.size) + 1;
  const { text, checkpoint } = await checkpointFor(folder, needed);
  const { size } = checkpoint;
  const policy = (await readIfThere(join(folder, logFiles.policy)))?.toString();
  if (policy === undefined) throw new Unusable(`${folder} holds no ${logFiles.policy}`);
  await write(`${format}\nscope ${scope}\n${part('policy', policy)}${part('checkpoint', text)}`);
  const subtree = log.subtree(size);
  let [count, n, entries]: [number, number, readonly Buffer[]] = [0, -1, []];
  for await (const event of events) {
    const index = await log.indexOf(event.position, size);
    if (index === undefined) {
      if (scope === wholeLog) break;
      throw new Altered(`position ${event.position} was never sealed`);
    }
    if (n !== Math.floor(index / tileWidth)) [n, entries] = [Math.floor(index / tileWidth), await log.entries(Math.floor(index / tileWidth), size)];
    const entry = entries[index % tileWidth]!; // as many as the tree has there
    const { entry: now, body } = sealEvent(event, Buffer.from(parseEntry(entry)?.prev ?? '', 'base64'), secret);
    if (!now.equals(entry)) throw new Altered(`position ${event.position}: ${event.stream} revision ${event.revision} is not as it was sealed. Run \`anjuan verify --database\``);
    const proof = scope === wholeLog ? [] : await inclusionProof(subtree, index, size);
    await write(`event ${index} ${entry.length} ${Buffer.byteLength(body)} ${proof.length}\n${entry.toString('latin1')}${body}\n${proof.map((one) => `${one.toString('base64')}\n`).join('')}`);
    count += 1;
  }
  await write(`end ${count}\n`);
  return count;
};

type Item =
  | { readonly kind: 'event'; readonly index: number; readonly entry: Buffer; readonly body: Buffer; readonly proof: readonly Hash[] }
  | { readonly kind: 'end'; readonly count: number };

const none: readonly Hash[] = [];
const eventWord = Buffer.from('event ');
const [space, newline] = [0x20, 0x0a];

/** Reads from front to back; whatever is cut off or does not fit its own lengths is unusable. Its parts are views, good until the next one is read. */
const reader = (chunks: AsyncIterator<Buffer>) => {
  let buffer: Buffer = Buffer.alloc(0);
  let at = 0;
  let offset = 0;
  const broken = (why: string): never => {
    throw new Unusable(`the bundle is damaged at byte ${offset + at}: ${why}`);
  };
  const more = async () => {
    const { value, done } = await chunks.next();
    if (done) broken('it ends too early');
    buffer = Buffer.concat([buffer.subarray(at), value as Buffer]);
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
  /** The next part if all of it is here; nothing is taken otherwise. */
  const itemHere = (): Item | undefined => {
    const start = at;
    const end = buffer.indexOf(newline, at);
    if (end < 0) return lineHere() as undefined; // there is none: it may be too long
    if (buffer.compare(eventWord, 0, eventWord.length, at, at + eventWord.length) !== 0) {
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
    const [entryBytes, bodyBytes] = [take(entry), take(body)];
    if (buffer[at++] !== newline) broken('a body is longer than it says');
    return { kind: 'event', index, entry: entryBytes, body: bodyBytes, proof: hashes === 0 ? none : Array.from({ length: hashes }, proofLine) };
  };
  const isOver = async () => at === buffer.length && (await chunks.next()).done === true;
  return { line, word, text, itemHere, more, isOver, broken };
};

type Bundled = Pick<ReturnType<typeof reader>, 'itemHere' | 'more' | 'isOver'> & { readonly scope: string; readonly policy: string; readonly checkpoint: string };

const open = async (chunks: AsyncIterable<Buffer>): Promise<Bundled> => {
  const { line, word, text, itemHere, more, isOver, broken } = reader(chunks[Symbol.asyncIterator]());
  const first = await line();
  if (first !== format) broken(`expected ${format}, found ${first.slice(0, 60)}`);
  return { scope: await word('scope'), policy: await text('policy'), checkpoint: await text('checkpoint'), itemHere, more, isOver };
};

const asUnusable = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw error instanceof BadNote ? new Unusable(error.message) : error;
  }
};

export type BundleReport = Report & { readonly scope: string; readonly streams: number; readonly trust: 'given' | 'bundled' };

const signedBy = (policy: Policy, text: string, origin: string, findings: Findings) => {
  try {
    return judge(policy, parseNote(text), origin);
  } catch (error) {
    if (!(error instanceof BadNote)) throw error;
    findings.add({ kind: 'signature', zh: `检查点的签名不成立：${error.message}`, en: `the checkpoint does not hold: ${error.message}` });
    return undefined;
  }
};

/** Verifies a bundle with nothing but itself and whom one trusts; without `trust`, by the keys it brings, which proves only that it hangs together. */
export const verifyBundle = async (chunks: AsyncIterable<Buffer>, trust?: Policy, seen: readonly string[] = []): Promise<BundleReport> => {
  const findings = newFindings();
  const { scope, policy: own, checkpoint: text, itemHere, more, isOver } = await open(chunks);
  const policy = trust ?? asUnusable(() => parsePolicy(own));
  const { origin, size, root } = asUnusable(() => parseCheckpoint(parseNote(text).text));
  const judged = signedBy(policy, text, origin, findings);
  const older = seen.map((one) => asUnusable(() => parseCheckpoint(parseNote(one).text)));
  seen.forEach((one) => signedBy(policy, one, origin, findings));
  const tree = scope === wholeLog ? growingTree() : undefined;
  if (!tree && older.some((one) => one.size !== size)) throw new Unusable('a kept checkpoint of another size can be held against the whole log only: make that bundle, or use --database');
  const chain = chains(findings);
  const rewritten = (expected: Hash, found: Hash, at: number, kind: 'rewritten' | 'forked') =>
    findings.add({ kind, expected: expected.toString('base64'), found: found.toString('base64'), zh: `前 ${at} 条与${kind === 'forked' ? '留存的' : ''}检查点不符：被删、被插、被换序或被改写`, en: `the first ${at} leaves are not those of the ${kind === 'forked' ? 'kept ' : ''}checkpoint: deleted, inserted, reordered or rewritten` });
  for (const one of older) if (one.size > size || (!tree && !one.root.equals(root))) rewritten(one.root, root, one.size, 'forked');
  const reach = (at: number) => older.forEach((one) => { if (tree && one.size === at && !tree.root().equals(one.root)) rewritten(one.root, tree.root(), at, 'forked'); });
  const wrong = (index: number, told: Entry | undefined, kind: Tampering, zh: string, en: string, more: Partial<Finding> = {}) =>
    findings.add({ kind, index, ...(told && { stream: told.stream, revision: Number(told.version) }), ...more, zh: `第 ${index} 条（${told?.stream} ${told?.version}）${zh}`, en: `leaf ${index} (${told?.stream} ${told?.version}) ${en}` });
  let count = 0;
  let before = -1;
  for (;;) {
    const next = itemHere();
    if (!next) {
      await more();
      continue;
    }
    if (next.kind === 'end') {
      if (next.count !== count) throw new Unusable(`the bundle says it holds ${next.count} events, found ${count}`);
      if (!(await isOver())) throw new Unusable('the bundle goes on after its end');
      break;
    }
    const { index, entry, body, proof } = next;
    const leaf = leafHash(entry);
    const told = parseEntry(entry);
    if (index <= before || (tree && index !== before + 1)) wrong(index, told, 'moved', '次序不对', 'is out of order', { expected: String(before + 1), found: String(index) });
    if (tree) {
      tree.append(leaf);
      if (older.length > 0) reach(tree.size());
    } else if (!verifyInclusion(leaf, index, size, proof, root)) wrong(index, told, 'edited', '不在检查点的树中：被修改、插入或换了位置', 'is not in the tree of the checkpoint: edited, inserted or moved');
    if (!told) wrong(index, told, 'files', '登记无法读取', 'cannot be read');
    else {
      const found = hash('sha256', body, 'base64');
      if (found !== told.body) wrong(index, told, 'edited', '的内容在封存之后被修改', 'has content that was edited after it was sealed', { field: 'body', expected: told.body, found });
      chain.next(told, leaf, index);
    }
    before = index;
    count += 1;
  }
  if (tree && !(tree.size() === size && tree.root().equals(root))) {
    if (tree.size() < size) findings.add({ kind: 'truncated', index: tree.size(), expected: String(size), found: String(tree.size()), zh: `检查点有 ${size} 条，案卷只有 ${tree.size()} 条：末尾被截去`, en: `the checkpoint has ${size} leaves, the bundle ${tree.size()}: its end was cut off` });
    else rewritten(root, tree.root(), size, 'rewritten');
  }
  const unmet = judged && !judged.quorum;
  return {
    scope, origin, size, events: count, streams: chain.streams(), trust: trust ? 'given' : 'bundled', cosigned: judged?.cosigned ?? [], findings: findings.kept, found: findings.count(),
    doubts: unmet ? [{ kind: 'quorum', zh: `没有达到见证要求（${policy.quorum.rule}）`, en: `not enough witnesses have signed (${policy.quorum.rule})` }] : [],
  };
};

/** A file in large pieces. */
export const piecesOf = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: 1 << 20 });
