import { hash } from 'node:crypto';
import { join } from 'node:path';
import { bytesOf } from './base64';
import { formatCheckpoint, parseCheckpoint, parseSize, type Checkpoint } from './checkpoint';
import { readIfThere, writeDurably } from './files';
import { hashBytes, type Hash } from './hash';
import { BadNote, formatNote, formatSignature, parseNote, signText, verifiedSignatures, type Note, type SigningKey, type VerifierKey } from './note';
import { hashingOf } from './origin';
import { verifyConsistency, type Head } from './tree';

export type Witnessing = {
  /** Where the last checkpoint of each log is kept. */
  readonly folder: string;
  readonly key: SigningKey;
  /** Logs it knows, by their origin. */
  readonly logs: readonly VerifierKey[];
  /** Seconds since 1970. */
  readonly now: () => number;
};

export type WitnessAnswer = { readonly status: 200 | 400 | 403 | 404 | 409 | 422; readonly body: string; readonly type: string };
export type Witness = {
  /** Takes the body of `POST add-checkpoint` (c2sp.org/tlog-witness). */
  addCheckpoint(body: string): Promise<WitnessAnswer>;
  /** The last checkpoint of the log whose origin hashes to that, with its signature and ours. */
  checkpoint(originHash: string): Promise<string | undefined>;
};

type Asked = { readonly old: number; readonly proof: readonly Hash[]; readonly note: Note; readonly checkpoint: Checkpoint };

const plain = 'text/plain; charset=utf-8';
const longestProof = 63;

export const formatAddCheckpoint = (old: number, proof: readonly Hash[], note: Note): string => `old ${old}\n${proof.map((part) => `${part.toString('base64')}\n`).join('')}\n${formatNote(note)}`;

const parseAsked = (body: string): Asked => {
  const end = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(0, end)).split('\n');
  const old = first.startsWith('old ') ? parseSize(first.slice(4)) : undefined;
  if (end < 0 || old === undefined) throw new BadNote('expected `old SIZE`, proof lines, an empty line and a checkpoint');
  if (lines.length > longestProof) throw new BadNote(`a proof has at most ${longestProof} lines, found ${lines.length}`);
  const proof = lines.map((line) => bytesOf(line, hashBytes) ?? refuse(`not a hash: ${line.slice(0, 100)}`));
  const note = parseNote(body.slice(end + 2));
  return { old, proof, note, checkpoint: parseCheckpoint(note.text) };
};
const refuse = (why: string): never => {
  throw new BadNote(why);
};

const originHash = (origin: string) => hash('sha256', origin, 'hex');

/**
 * Signs a checkpoint only if it is what it signed last with leaves behind it, and has that on disk before it answers. It
 * believes nobody but the logs' signatures, and knows nothing of what the leaves say.
 */
export const witness = ({ folder, key, logs, now }: Witnessing): Witness => {
  const fileOf = (hashed: string) => join(folder, `${hashed}.checkpoint`);
  const kept = async (hashed: string) => (await readIfThere(fileOf(hashed)))?.toString();
  /** Checking against the last one and replacing it must not be parted by another request. */
  let turn: Promise<unknown> = Promise.resolve();

  const judge = async ({ old, proof, note, checkpoint }: Asked): Promise<WitnessAnswer> => {
    const known = logs.filter(({ name }) => name === checkpoint.origin);
    if (known.length === 0) return { status: 404, type: plain, body: `this witness does not know ${checkpoint.origin}\n` };
    const signatures = signedBy(known, note);
    if (typeof signatures === 'string') return { status: 403, type: plain, body: signatures };
    if (old > checkpoint.size) return { status: 400, type: plain, body: `old ${old} is larger than ${checkpoint.size}\n` };
    const before = await kept(originHash(checkpoint.origin));
    const hashing = hashingOf(checkpoint.origin);
    const last: Head = before === undefined ? { size: 0, root: hashing.emptyRoot } : signedLast(before, checkpoint.origin);
    if (old !== last.size) return { status: 409, type: 'text/x.tlog.size', body: `${last.size}\n` };
    if (!verifyConsistency(hashing, last, checkpoint, proof)) return { status: 422, type: plain, body: `the proof does not lead from ${old} leaves under ${last.root.toString('base64')} to ${checkpoint.size} under ${checkpoint.root.toString('base64')}\n` };
    const text = formatCheckpoint(checkpoint);
    const ours = signText(key, text, now());
    await writeDurably(fileOf(originHash(checkpoint.origin)), formatNote({ text, signatures: [...signatures, ours] }));
    return { status: 200, type: plain, body: formatSignature(ours) };
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  return {
    addCheckpoint: async (body) => {
      try {
        const asked = parseAsked(body);
        return await inTurn(() => judge(asked));
      } catch (error) {
        if (error instanceof BadNote) return { status: 400, type: plain, body: `${error.message}\n` };
        throw error;
      }
    },
    checkpoint: (hashed) => (/^[0-9a-f]{64}$/.test(hashed) ? kept(hashed) : Promise.resolve(undefined)),
  };
};

/** As it is on our own disk: if it cannot be read, that is not the fault of whoever asks. */
const signedLast = (text: string, origin: string): Head => {
  try {
    return parseCheckpoint(parseNote(text).text);
  } catch (error) {
    throw error instanceof BadNote ? new Error(`what it signed last of ${origin} cannot be read: ${error.message}`) : error;
  }
};

/** The logs' signatures, or why there are none to go by. */
const signedBy = (known: readonly VerifierKey[], note: Note) => {
  try {
    const signatures = verifiedSignatures(note, known);
    return signatures.length > 0 ? signatures : 'no key known for this log signed it\n';
  } catch (error) {
    if (error instanceof BadNote) return `${error.message}\n`;
    throw error;
  }
};
