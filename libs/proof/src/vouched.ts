import { parseCheckpoint, type Checkpoint } from './checkpoint';
import type { Findings } from './finding';
import { BadNote, parseNote } from './note';
import { judge, type Judgement, type Policy } from './policy';

/** A checkpoint that somebody trusted has signed, and where it was found. */
export type Vouched = Checkpoint & Judgement & { readonly from: 'checkpoint' | 'cosigned' | 'seen' };

/** A checkpoint that a trusted key has signed; undefined, and a finding, when none has. */
export const vouched = (text: string, policy: Policy, from: Vouched['from'], findings: Findings): Vouched | undefined => {
  try {
    const note = parseNote(text);
    const checkpoint = parseCheckpoint(note.text);
    return { ...checkpoint, ...judge(policy, note, checkpoint.origin), from };
  } catch (error) {
    if (!(error instanceof BadNote)) throw error;
    findings.add({ kind: 'signature', zh: `检查点（${from}）的签名不成立：${error.message}`, en: `the ${from} checkpoint does not hold: ${error.message}` });
    return undefined;
  }
};
