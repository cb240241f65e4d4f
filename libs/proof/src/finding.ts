import type { Field } from './entry';
import type { Opening } from './opening';

/** What kind of tampering it looks like. */
export type Tampering = 'edited' | 'deleted' | 'inserted' | 'moved' | 'truncated' | 'rewritten' | 'forked' | 'chain' | 'files' | 'signature';

/** One thing that is not as it was sealed, and where. `index` counts leaves from 0; `position` is the store's. */
export type Finding = {
  readonly kind: Tampering;
  readonly zh: string;
  readonly en: string;
  readonly position?: number;
  readonly index?: number;
  readonly stream?: string;
  readonly revision?: number;
  readonly field?: Field;
  readonly expected?: string;
  readonly found?: string;
};

/** Why sound proof is not enough: no quorum, or nothing new for too long. */
export type Doubt = { readonly kind: 'quorum' | 'stale'; readonly zh: string; readonly en: string };

export type Report = {
  readonly origin: string;
  /** Leaves the checkpoint vouches for. */
  readonly size: number;
  /** Events that were looked at. */
  readonly events: number;
  /** Who signed, and when (seconds since 1970); `witnessed` says how many of the leaves they vouch for. */
  readonly cosigned: readonly { readonly name: string; readonly seconds: number }[];
  readonly witnessed: number;
  /** How the log was begun anew, the last time first, if it was. */
  readonly begun: readonly Opening[];
  /** The first of them, in the order they were met. */
  readonly findings: readonly Finding[];
  readonly found: number;
  readonly doubts: readonly Doubt[];
};

/** As `reliability` has it: 0 good, 1 tampered, 2 unusable, 3 stale or without quorum. */
export const exitCode = ({ found, doubts }: Report): 0 | 1 | 3 => (found > 0 ? 1 : doubts.length > 0 ? 3 : 0);

/** What was given cannot be judged at all: not ours, cut off, or not to be read. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}

/** Enough to act on; a store turned over whole would fill the screen and the memory. */
const told = 200;

export const findings = () => {
  const kept: Finding[] = [];
  let found = 0;
  return {
    kept,
    add: (finding: Finding): void => {
      found += 1;
      if (kept.length < told) kept.push(finding);
    },
    count: () => found,
  };
};
export type Findings = ReturnType<typeof findings>;
