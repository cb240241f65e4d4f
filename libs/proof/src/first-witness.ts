import { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint';
import { readIfThere, writeDurably } from './files';
import type { Hash } from './hash';
import { signText, type SigningKey, type Signature } from './note';
import { hashingOf } from './origin';
import { verifyConsistency } from './tree';

/** What was to be signed is not what was signed before with leaves behind it. Nothing was signed. */
export class Inconsistent extends Error {
  override readonly name = 'Inconsistent';
}

/** Where the signer of that key keeps what it signed last: beside its key, apart from the log. */
export const signedFile = (keyFile: string): string => `${keyFile}.signed`;

const oldEntriesFile = (signed: string): string => `${signed}.v1`;

/** All that a signer remembers, by the names it has in a backup. */
export const signerFiles = (keyFile: string): Readonly<Record<string, string>> => ({ signed: signedFile(keyFile), 'signed.v1': oldEntriesFile(signedFile(keyFile)) });

export type FirstWitness = {
  /** What was signed last; undefined before the first time. */
  last(): Promise<Checkpoint | undefined>;
  /** How many events, the first of all, were sealed as `clue-event/v1`: written down when a build that seals otherwise first asks. */
  oldEntries(): Promise<number>;
  /** Signs, if the proof leads there from what was signed last. */
  sign(next: Checkpoint, proof: readonly Hash[]): Promise<Signature>;
};

/**
 * The signer remembers by itself what it signed, in a file apart from the log's, and writes it down before it gives the
 * signature away: neither an old backup of the log nor a crash makes it sign two histories.
 */
export const firstWitness = (key: SigningKey, file: string): FirstWitness => {
  const last = async () => {
    const text = await readIfThere(file);
    return text && parseCheckpoint(text.toString());
  };
  return {
    last,
    oldEntries: async () => {
      const kept = await readIfThere(oldEntriesFile(file));
      if (kept) return Number(kept);
      const size = (await last())?.size ?? 0;
      await writeDurably(oldEntriesFile(file), `${size}\n`);
      return size;
    },
    sign: async (next, proof) => {
      const before = await last();
      if (before && before.origin !== next.origin) throw new Inconsistent(`this key signs for ${before.origin}, not for ${next.origin}`);
      if (before && !verifyConsistency(hashingOf(next.origin), before, next, proof))
        throw new Inconsistent(`signed before: ${before.size} leaves under ${before.root.toString('base64')}; asked to sign ${next.size} leaves under ${next.root.toString('base64')}, which are not the same with more behind them`);
      await writeDurably(file, formatCheckpoint(next));
      return signText(key, formatCheckpoint(next), 0);
    },
  };
};
