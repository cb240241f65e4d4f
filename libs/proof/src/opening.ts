import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint, parseSize, type Checkpoint } from './checkpoint';
import { originNumber } from './origin';

/**
 * The first leaf of a log that was begun anew because a restore had lost leaves of the one before: which, how much of it is
 * still there, what was last seen of it, why, and by whose leave. The events follow it from the first on, in entries that are
 * the same bytes as in the closed log, so that what is left of that can still be held against its checkpoints.
 */
export type Opening = {
  readonly origin: string;
  /** The closed log. */
  readonly after: string;
  /** Leaves of the closed log that were still there. */
  readonly kept: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly reason: string;
  /** Two persons. */
  readonly approvals: readonly [string, string];
  /** The newest that anybody saw of the closed log: a note with its signatures, or its text alone from the signer's own file. */
  readonly seen: string;
};

const format = 'log-opening/v1';
const words = ['origin', 'after', 'kept', 'time', 'reason', 'approval', 'approval', 'seen'] as const;

const ascii = (value: string) => JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const formatOpening = ({ origin, after, kept, time, reason, approvals, seen }: Opening): Buffer =>
  Buffer.from(`${format}\n${[origin, after, String(kept), time, reason, ...approvals, seen].map((value, i) => `${words[i]} ${ascii(value)}\n`).join('')}`);

const valueOf = (line: string, word: string): string => {
  const value: unknown = line.startsWith(`${word} `) ? JSON.parse(line.slice(word.length + 1)) : undefined;
  if (typeof value !== 'string') throw new SyntaxError(`expected ${word}`);
  return value;
};

/** Undefined when it is no opening. */
export const parseOpening = (bytes: Buffer): Opening | undefined => {
  const [first, ...lines] = bytes.toString('latin1').split('\n');
  if (first !== format || lines.length !== words.length + 1 || lines.at(-1) !== '') return undefined;
  try {
    const [origin, after, kept, time, reason, one, two, seen] = words.map((word, i) => valueOf(lines[i]!, word)) as [string, string, string, string, string, string, string, string]; // as many as words
    const size = parseSize(kept);
    if (size === undefined || originNumber(origin) !== originNumber(after) + 1) return undefined;
    seenOf({ seen });
    return { origin, after, kept: size, time, reason, approvals: [one, two], seen };
  } catch {
    return undefined;
  }
};

/** How much of the closed log was seen. */
export const seenOf = ({ seen }: Pick<Opening, 'seen'>): Checkpoint => {
  const end = seen.indexOf('\n\n');
  return parseCheckpoint(end < 0 ? seen : seen.slice(0, end + 1));
};

/** In the folder of a log that was begun anew: its first leaf, and the whole folder of the closed one. */
export const chainFiles = { opening: 'opening', before: 'before' } as const;

/** The log's first leaf, if it was begun anew. */
export const openingIn = (folder: string): Buffer | undefined => {
  const file = join(folder, chainFiles.opening);
  return existsSync(file) ? readFileSync(file) : undefined;
};

/** Under which name the log in that folder goes on, and those that were closed before it, the newest first. */
export const namesOfLog = (folder: string, first: string): { readonly opening: Buffer | undefined; readonly origin: string; readonly closed: readonly string[] } => {
  const openings = chainOf(folder).flatMap((one) => openingIn(one) ?? []);
  const parsed = openings.map((bytes) => parseOpening(bytes) ?? refuse(`${join(folder, chainFiles.opening)} is damaged: bring it back from a backup`));
  return { opening: openings[0], origin: parsed[0]?.origin ?? first, closed: parsed.map(({ after }) => after) };
};
const refuse = (why: string): never => {
  throw new Error(why);
};

/** The folders of a log and of those it was begun anew after, the newest first. */
export const chainOf = (folder: string): readonly string[] => {
  const before = join(folder, chainFiles.before);
  return existsSync(before) ? [folder, ...chainOf(before)] : [folder];
};
