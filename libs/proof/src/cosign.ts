import { join } from 'node:path';
import { parseCheckpoint, parseSize } from './checkpoint';
import { readIfThere, writeDurably } from './files';
import { BadNote, formatNote, parseNote, parseSignatures, verifiedSignatures, type Note, type Signature } from './note';
import { logFiles } from './notary';
import { hashingOf } from './origin';
import type { WitnessKey } from './policy';
import { consistencyProof } from './prove';
import { tiles } from './tiles';
import { formatAddCheckpoint } from './witness';

/** A witness that knows a longer log than ours: one of the two was put back, or there are two under one name. */
export class Ahead extends Error {
  override readonly name = 'Ahead';
  constructor(readonly witness: string, readonly size: number, here: number) {
    super(`witness ${witness} has signed ${size} leaves, this log has ${here}`);
  }
}

const patience = 5_000;

const originOf = ({ text }: Note): string => parseCheckpoint(text).origin;

const post = async (url: string, body: string) => {
  const answer = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body, signal: AbortSignal.timeout(patience), redirect: 'error' });
  return { status: answer.status, text: await answer.text() };
};

/**
 * Asks witnesses to sign the log's checkpoint as it stands on disk and keeps what they signed beside it. Answers who did not
 * sign and why; the log does not wait for them.
 */
export const cosigner = (folder: string, witnesses: readonly WitnessKey[]) => {
  /** What each is known to have signed last. */
  const sizes = new Map<string, number>();

  const ask = async ({ name, key, url }: WitnessKey & { readonly url: string }, note: Note): Promise<readonly Signature[]> => {
    const { origin, size } = parseCheckpoint(note.text);
    for (let tries = 0; tries < 3; tries += 1) {
      const old = sizes.get(name) ?? 0;
      if (old > size) throw new Ahead(name, old, size);
      const { status, text } = await post(url, formatAddCheckpoint(old, await consistencyProof(tiles(folder, hashingOf(origin)).subtrees(size), old, size), note));
      const theirs = status === 409 ? parseSize(text.trim()) : undefined;
      if (theirs !== undefined) sizes.set(name, theirs);
      else if (status === 200) {
        const signatures = verifiedSignatures({ text: note.text, signatures: parseSignatures(text) }, [key]);
        if (signatures.length === 0) throw new BadNote(`witness ${name} answered with another key than ${key.name} (${key.id})`);
        sizes.set(name, size);
        return signatures;
      } else throw new Error(`witness ${name} answered ${status}: ${text.slice(0, 300).trim()}`);
    }
    throw new Error(`witness ${name} is being asked by somebody else at the same time`);
  };

  return async (): Promise<readonly Error[]> => {
    const text = await readIfThere(join(folder, logFiles.checkpoint));
    if (!text) return [];
    const note = parseNote(text.toString());
    const asked = witnesses.filter((one): one is WitnessKey & { readonly url: string } => one.url !== undefined);
    const answers = await Promise.allSettled(asked.map((one) => ask(one, note)));
    const now = await readIfThere(join(folder, logFiles.checkpoint));
    if (!now || originOf(parseNote(now.toString())) !== originOf(note)) return []; // the log was begun anew meanwhile, in this folder
    const signatures = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (signatures.length > 0) await writeDurably(join(folder, logFiles.cosigned), formatNote({ ...note, signatures: [...note.signatures, ...signatures] }));
    return answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason instanceof Error ? answer.reason : new Error(String(answer.reason))] : []));
  };
};
