import { wholeLog } from './bundle-format';
import { chains } from './chains';
import { parseCheckpoint } from './checkpoint';
import { parseLink, type Link } from './entry';
import { findings as newFindings, Unusable, type Finding, type Findings, type Report, type Tampering } from './finding';
import type { Hash } from './hash';
import { BadNote, parseNote } from './note';
import { parseOpening, type Opening } from './opening';
import { hashingOf, originNumber } from './origin';
import { judge, parsePolicy, type Policy } from './policy';
import { openBundle } from './read-bundle';
import { growingTree, verifyInclusion } from './tree';

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
  const pieces = chunks[Symbol.asyncIterator]();
  try {
    return await verified(pieces, trust, seen);
  } finally {
    await pieces.return?.();
  }
};

const verified = async (pieces: AsyncIterator<Buffer>, trust: Policy | undefined, seen: readonly string[]): Promise<BundleReport> => {
  const findings = newFindings();
  const { scope, policy: own, checkpoint: text, itemHere, more, isOver } = await openBundle(pieces);
  const policy = trust ?? asUnusable(() => parsePolicy(own));
  const { origin, size, root } = asUnusable(() => parseCheckpoint(parseNote(text).text));
  const hashing = hashingOf(origin);
  const judged = signedBy(policy, text, origin, findings);
  const older = seen.map((one) => asUnusable(() => parseCheckpoint(parseNote(one).text)));
  seen.forEach((one) => signedBy(policy, one, origin, findings));
  const strange = older.find((one) => originNumber(one.origin) !== originNumber(origin));
  if (strange) throw new Unusable(`留存的检查点属于 ${strange.origin}，案卷属于 ${origin}：另起过的日志请用 --database 核对 / the kept checkpoint is of ${strange.origin}, the bundle of ${origin}: where a log was begun anew, hold it against the log itself with --database`);
  const tree = scope === wholeLog ? growingTree(hashing) : undefined;
  if (!tree && older.some((one) => one.size !== size)) throw new Unusable('a kept checkpoint of another size can be held against the whole log only: make that bundle, or use --database');
  const chain = chains(findings);
  const rewritten = (expected: Hash, found: Hash, at: number, kind: 'rewritten' | 'forked') =>
    findings.add({ kind, expected: expected.toString('base64'), found: found.toString('base64'), zh: `前 ${at} 条与${kind === 'forked' ? '留存的' : ''}检查点不符：被删、被插、被换序或被改写`, en: `the first ${at} leaves are not those of the ${kind === 'forked' ? 'kept ' : ''}checkpoint: deleted, inserted, reordered or rewritten` });
  for (const one of older) if (one.size > size || (!tree && !one.root.equals(root))) rewritten(one.root, root, one.size, 'forked');
  const reach = (at: number) => older.forEach((one) => { if (tree && one.size === at && !tree.root().equals(one.root)) rewritten(one.root, tree.root(), at, 'forked'); });
  const wrong = (index: number, told: Link | undefined, kind: Tampering, zh: string, en: string, more: Partial<Finding> = {}) =>
    findings.add({ kind, index, ...(told && { stream: told.stream, revision: Number(told.version) }), ...more, zh: `第 ${index} 条${told ? `（${told.stream} ${told.version}）` : ''}${zh}`, en: `leaf ${index} ${told ? `(${told.stream} ${told.version}) ` : ''}${en}` });
  const begun: Opening[] = [];
  const openWith = (entry: Buffer, proof: readonly Hash[]) => {
    const opening = parseOpening(entry);
    if (!opening || opening.origin !== origin || (!tree && !verifyInclusion(hashing, hashing.leaf(entry), 0, size, proof, root)))
      findings.add({ kind: 'files', index: 0, zh: `${origin} 的首条不是它的开启记录`, en: `the first leaf of ${origin} is not its opening` });
    if (opening) begun.push(opening);
    tree?.append(hashing.leaf(entry));
  };
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
      if (!tree && count === 0) throw new Unusable('the bundle holds no event');
      if (!(await isOver())) throw new Unusable('the bundle goes on after its end');
      break;
    }
    if (next.kind === 'opening') {
      if (before >= 0 || originNumber(origin) === 1) throw new Unusable('the bundle has an opening where none belongs');
      openWith(next.entry, next.proof);
      before = 0;
      continue;
    }
    const { index, entry, body, proof } = next;
    const leaf = hashing.leafText(entry);
    const told = parseLink(entry);
    if (index <= before || (tree && index !== before + 1)) wrong(index, told, 'moved', '次序不对', 'is out of order', { expected: String(before + 1), found: String(index) });
    if (tree) {
      tree.append(leaf);
      if (older.length > 0) reach(tree.size());
    } else if (!verifyInclusion(hashing, Buffer.from(leaf, 'base64'), index, size, proof, root)) wrong(index, told, 'edited', '不在检查点的树中：被修改、插入或换了位置', 'is not in the tree of the checkpoint: edited, inserted or moved');
    if (!told) wrong(index, told, 'files', '登记无法读取', 'cannot be read');
    else {
      const found = hashing.text(body);
      if (found !== told.body) wrong(index, told, 'edited', '的内容在封存之后被修改', 'has content that was edited after it was sealed', { field: 'body', expected: told.body, found });
      chain.next(told, leaf, index);
    }
    before = index;
    count += 1;
  }
  if (originNumber(origin) > 1 && begun.length === 0) findings.add({ kind: 'files', index: 0, zh: `${origin} 的开启记录不在案卷中`, en: `the bundle lacks the opening of ${origin}` });
  if (tree && !(tree.size() === size && tree.root().equals(root))) {
    if (tree.size() < size) findings.add({ kind: 'truncated', index: tree.size(), expected: String(size), found: String(tree.size()), zh: `检查点有 ${size} 条，案卷只有 ${tree.size()} 条：末尾被截去`, en: `the checkpoint has ${size} leaves, the bundle ${tree.size()}: its end was cut off` });
    else rewritten(root, tree.root(), size, 'rewritten');
  }
  const unmet = judged && !judged.quorum;
  return {
    scope, origin, size, events: count, streams: chain.streams(), trust: trust ? 'given' : 'bundled', cosigned: judged?.cosigned ?? [], witnessed: judged && judged.cosigned.length > 0 ? size : 0, begun, findings: findings.kept, found: findings.count(),
    doubts: unmet ? [{ kind: 'quorum', zh: `没有达到见证要求（${policy.quorum.rule}）`, en: `not enough witnesses have signed (${policy.quorum.rule})` }] : [],
  };
};
