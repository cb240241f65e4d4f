import { createPrivateKey, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BadNote, logKey, originNumber, parseCheckpoint, parseNote, readIfThere, signedFile, Unusable, verifiedSignatures, type Checkpoint, type Policy, type SigningKey } from '@anjuan/proof';
import type { KeyRing } from './key-ring';
import { ringKeyOf, type InstalledLog } from '../logs';

/** How long a log was known to be, by whom, and the note that says so; the signer's own file is no note. */
export type Seen = Checkpoint & { readonly by: string; readonly note?: string };

const patience = 5_000;

/** The key of the log under the name that it bore then: one that was begun anew bears the first's with a number. */
export const signerOf = (ring: KeyRing, { ringKey }: Pick<InstalledLog, 'ringKey'>, origin?: string): SigningKey | undefined => {
  const own = ring[ringKey] ?? undefined;
  return own === undefined ? undefined : logKey(createPrivateKey(own), origin);
};

const seenIn = (note: string, ring: KeyRing, by: string): Seen => {
  const parsed = parseNote(note);
  const checkpoint = parseCheckpoint(parsed.text);
  const key = signerOf(ring, { ringKey: ringKeyOf(checkpoint.origin) }, checkpoint.origin);
  if (!key || verifiedSignatures(parsed, [key]).length === 0) throw new BadNote(`it is of ${checkpoint.origin}, which the key of this installation did not sign`);
  return { ...checkpoint, by, note };
};

/** Checkpoints that an auditor kept: each must be of this log. */
export const keptBy = (files: readonly string[], ring: KeyRing): readonly Seen[] =>
  files.map((file) => {
    try {
      return seenIn(readFileSync(file, 'utf8'), ring, file);
    } catch (error) {
      throw new Unusable(`--seen ${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });

/** Checkpoints in the log's own folder; one without signatures is from the signer's own file. */
export const keptBeside = async (files: readonly string[], ring: KeyRing): Promise<readonly Seen[]> => {
  const texts = await Promise.all(files.map(async (by) => ({ by, text: (await readIfThere(by))?.toString() })));
  return texts.flatMap(({ by, text }) => (text === undefined ? [] : [text.includes('\n\n') ? seenIn(text, ring, by) : { ...parseCheckpoint(text), by }]));
};

/** What the witnesses of the policy have seen last of that log; those that do not answer are named by the cosigner. */
export const askWitnesses = async ({ witnesses }: Policy, origin: string, ring: KeyRing): Promise<readonly Seen[]> => {
  const answers = await Promise.allSettled(witnesses.flatMap(({ name, url }) => (url === undefined ? [] : [askWitness(name, `${url.replace(/\/$/, '')}/${hash('sha256', origin, 'hex')}/checkpoint`, ring)])));
  return answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []));
};

const askWitness = async (name: string, url: string, ring: KeyRing): Promise<Seen | undefined> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'error' });
  return answer.ok ? seenIn(await answer.text(), ring, `witness ${name}`) : undefined;
};

/** What the signer itself wrote down, where its home outlived the database. */
export const signedBefore = async (signingKeyFile: string): Promise<readonly Seen[]> => {
  const text = await readIfThere(signedFile(signingKeyFile));
  return text ? [{ ...parseCheckpoint(text.toString()), by: 'signer' }] : [];
};

/** Of a log begun anew more is known than of the one before it, however long that was. */
export const newest = <T extends Checkpoint>(seen: readonly T[]): T | undefined =>
  [...seen].sort((a, b) => originNumber(b.origin) - originNumber(a.origin) || b.size - a.size)[0];
