import { join } from 'node:path';
import { readIfThere } from './files';
import type { Findings } from './finding';
import type { Hash } from './hash';
import { logFiles } from './notary';
import { chainOf, openingIn, parseOpening, seenOf, type Opening } from './opening';
import { hashingOf, originNumber } from './origin';
import type { Policy } from './policy';
import type { SealedLeaf } from './sealed-leaves';
import { growingTree } from './tree';
import { vouched, type Vouched } from './vouched';

type Chain = { readonly folder: string; readonly policy: Policy; readonly heads: readonly Vouched[]; readonly origin: string };

/** A log that was closed: what is left of it is the same leaves as at the beginning of the one begun after it. */
type Closed = { readonly by: Opening; /** Leaves before its first event. */ readonly opened: number; readonly tree: ReturnType<typeof growingTree>; readonly heads: readonly Vouched[] };

/** What the logs before this one say: as much of them as was kept is held against their own checkpoints, and what was lost must be owned up to. */
export const closedLogs = async ({ folder, policy, heads, origin }: Chain, findings: Findings) => {
  const hashing = hashingOf(origin);
  const folders = chainOf(folder);
  const openings = folders.map(openingIn);
  const begun = openings.map((bytes) => bytes && parseOpening(bytes)).filter((opening): opening is Opening => opening !== undefined);
  const closed: Closed[] = [];
  for (const [i, by] of begun.entries()) {
    const tree = growingTree(hashing);
    const first = openings[i + 1];
    if (first) tree.append(hashing.leaf(first));
    closed.push({ by, opened: tree.size(), tree, heads: [...heads.filter((head) => head.origin === by.after), ...(await ownHeads(folders[i + 1], by, policy, findings))] });
  }

  const forked = (zh: string, en: string) => findings.add({ kind: 'forked', zh, en });
  for (const { by, heads: known } of closed)
    for (const head of known.filter(({ size }) => size > seenOf(by).size))
      forked(`${by.after} 曾有 ${head.size} 条被签名，而另起 ${by.origin} 时只承认见过 ${seenOf(by).size} 条`, `${head.size} leaves of ${by.after} were signed, but ${by.origin} was begun as if only ${seenOf(by).size} had been seen`);

  return {
    begun,
    /** Whether that checkpoint is of a log this one was begun anew after. */
    knows: (head: Vouched): boolean => closed.some(({ by }) => by.after === head.origin),
    /** Whether the leaf is the log's opening and no event's. */
    opens: ({ index, bytes }: SealedLeaf): boolean => {
      if (index > 0 || originNumber(origin) === 1) return false;
      const opening = parseOpening(bytes);
      if (opening?.origin !== origin || !openings[0]?.equals(bytes)) findings.add({ kind: 'files', index, zh: `${origin} 的首条不是它的开启记录`, en: `the first leaf of ${origin} is not its opening` });
      return true;
    },
    /** The next event's leaf; where a closed log had a checkpoint at that size, it must have been the same. */
    next: (leaf: Hash): void => {
      for (const { by, tree, heads: known } of closed) {
        if (tree.size() >= by.kept) continue;
        tree.append(leaf);
        for (const head of known)
          if (head.size === tree.size() && !head.root.equals(tree.root()))
            forked(`${by.after} 的前 ${head.size} 条与当时的检查点不符：另起日志之前的历史被改写`, `the first ${head.size} leaves of ${by.after} are not those of its checkpoint: the history before the log was begun anew was rewritten`);
      }
    },
    /** There are no more leaves: what was said to be kept of a closed log, and is not there, was held against nothing. */
    end: (): void => {
      let events = Infinity; // what was lost since is owned up to by a later opening
      for (const { by, opened, tree } of closed) {
        events = Math.min(events, by.kept - opened);
        if (tree.size() < opened + events)
          findings.add({ kind: 'truncated', index: tree.size(), expected: String(opened + events), found: String(tree.size()), zh: `${by.origin} 称留存 ${by.after} 的前 ${by.kept} 条，而只有 ${tree.size()} 条`, en: `${by.origin} says that it kept the first ${by.kept} leaves of ${by.after}, and holds ${tree.size()} of them` });
      }
    },
  };
};

/** The closed log's own checkpoints, and the one its successor quotes. Whoever trusts the new name alone cannot judge them. */
const ownHeads = async (folder: string | undefined, by: Opening, policy: Policy, findings: Findings): Promise<readonly Vouched[]> => {
  if (!policy.logs.some(({ name }) => name === by.after)) return [];
  const files = folder === undefined ? [] : await Promise.all([logFiles.checkpoint, logFiles.cosigned].map((name) => readIfThere(join(folder, name))));
  const notes = [...files.flatMap((bytes) => bytes?.toString() ?? []), ...(by.seen.includes('\n\n') ? [by.seen] : [])];
  return notes.flatMap((note) => vouched(note, policy, 'seen', findings) ?? []);
};
