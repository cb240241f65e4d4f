import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import type { EventStore, StoredEvent } from '@anjuan/event-store';
import { chains } from './chains';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { fields, parseEntry, sealEvent, type Entry } from './entry';
import { readIfThere } from './files';
import { findings as newFindings, Unusable, type Doubt, type Findings, type Report } from './finding';
import { leafHash, type Hash } from './hash';
import { BadNote, parseNote } from './note';
import { logFiles } from './notary';
import { judge, type Judgement, type Policy } from './policy';
import { BadTile, growingRows, tilePath, tiles, tileWidth } from './tiles';

export type StoreToVerify = {
  readonly store: Pick<EventStore, 'readAll'>;
  /** The log's folder. */
  readonly folder: string;
  readonly secret: KeyObject;
  readonly policy: Policy;
  /** Checkpoints somebody kept, whatever became of the log since. */
  readonly seen: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onProgress?: (done: number, all: number) => void;
};

/** What is sealed each second is late after so long. */
const late = { seal: 60_000, cosignature: 2 * 3_600_000 };
const page = 2_000;
/** A store of which so much is out of place is not the one that was sealed; what more there is need not be told apart. */
const tooMuch = 100_000;

type Vouched = Checkpoint & Judgement & { readonly from: 'checkpoint' | 'cosigned' | 'seen' };

/** A checkpoint that a trusted key has signed; undefined, and a finding, when none has. */
const vouched = (text: string, policy: Policy, from: Vouched['from'], findings: Findings): Vouched | undefined => {
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

type SealedLeaf = { readonly index: number; readonly position: number; readonly bytes: Buffer; readonly entry: Entry | undefined; readonly leaf: Hash };

/** Leaves in order, each tile held against the hashes over it as it fills; heads are compared where their size is reached. */
async function* sealedLeaves(folder: string, size: number, heads: readonly Vouched[], findings: Findings): AsyncGenerator<SealedLeaf> {
  const log = tiles(folder);
  const full: { level: number; n: number; row: readonly Hash[] }[] = [];
  const tree = growingRows([], 0, (level, n, row) => full.push({ level, n, row }));
  /** Tiles that do not hold what the entries hash to; whether the tile or the entry was touched, the root will tell. */
  const odd: { path: string; index: number }[] = [];
  const hold = async (level: number, n: number, row: readonly Hash[]) => {
    const there = await log.hashes(level, n, size);
    const at = row.findIndex((hash, i) => !there[i]?.equals(hash));
    if (at >= 0) odd.push({ path: tilePath(`tile/${level}`, n, row.length), index: (n * tileWidth + at) * tileWidth ** level });
  };
  const compare = (head: Vouched) => {
    if (tree.root().equals(head.root)) return;
    findings.add(
      head.from === 'checkpoint' && odd[0]
        ? { kind: 'files', index: odd[0].index, zh: `日志文件中第 ${odd[0].index} 条登记被改动，与签名时不符`, en: `the log's own entry ${odd[0].index} was altered: it is not what was signed` }
        : {
            kind: head.from === 'checkpoint' ? 'rewritten' : 'forked', expected: head.root.toString('base64'), found: tree.root().toString('base64'),
            zh: `前 ${head.size} 条与${head.from === 'checkpoint' ? '已签名的检查点' : '当时见证或留存的检查点'}不符：历史被改写${head.from === 'checkpoint' ? '' : '并重新签名'}`,
            en: `the first ${head.size} leaves are not those of the ${head.from === 'checkpoint' ? 'signed checkpoint: history was rewritten' : `checkpoint that was ${head.from === 'seen' ? 'kept' : 'cosigned'} then: history was rewritten and signed again, as with a stolen key`}`,
          },
    );
  };
  const due = (reached: number) => heads.filter((head) => head.size === reached).forEach(compare);
  due(0);
  for (let n = 0; n * tileWidth < size; n += 1) {
    const [entries, positions] = [await log.entries(n, size), await log.positions(n, size)];
    for (const [i, bytes] of entries.entries()) {
      const leaf = leafHash(bytes);
      tree.append(leaf);
      for (const { level, n: number, row } of full.splice(0)) await hold(level, number, row);
      if (tree.size() === size) for (const [level, row] of tree.rows.entries()) if (row.length > 0) await hold(level, Math.floor(size / tileWidth ** (level + 1)), row);
      due(tree.size());
      yield { index: n * tileWidth + i, position: positions[i]!, bytes, entry: parseEntry(bytes), leaf }; // both as wide as the tree says
    }
  }
  const current = heads.find(({ from }) => from === 'checkpoint');
  if (current && tree.root().equals(current.root))
    for (const { path } of odd) findings.add({ kind: 'files', zh: `${path} 被改动（登记本身与签名相符，可由登记重建）`, en: `${path} was altered (the entries are as they were signed, and it can be made from them again)` });
}

async function* eventsOf(store: StoreToVerify['store']): AsyncGenerator<StoredEvent> {
  for (let after = 0; ; ) {
    const events = await store.readAll(after, page);
    if (events.length === 0) return;
    yield* events;
    after = events.at(-1)!.position; // not empty
  }
}

const names: Partial<Record<Entry[keyof Entry], string>> = { body: '内容（数据、签批、依据等）', time: '录入时间', actor: '经办人', type: '类型', stream: '所属流', version: '版本', cmd: '命令号' };

/** Holds events against what was sealed, by position; what has only changed its place finds itself again by its id. */
const matching = (findings: Findings, secret: KeyObject) => {
  const missing = new Map<string, SealedLeaf>();
  const extra = new Map<string, StoredEvent>();

  const compare = ({ index, bytes, entry }: SealedLeaf, event: StoredEvent) => {
    const { entry: now } = sealEvent(event, Buffer.from(entry?.prev ?? '', 'base64'), secret);
    if (now.equals(bytes)) return;
    const found = parseEntry(now)!; // just written
    const about = { kind: 'edited', position: event.position, index, stream: event.stream, revision: event.revision } as const;
    for (const field of fields)
      if (entry?.[field] !== found[field])
        findings.add({
          ...about, field, ...(entry && { expected: entry[field] }), found: found[field],
          zh: `位置 ${event.position}（${event.stream} 第 ${event.revision} 版）的${names[field] ?? field}在封存之后被修改`, en: `position ${event.position} (${event.stream} revision ${event.revision}): ${field} was edited after it was sealed`,
        });
  };

  const moved = (leaf: SealedLeaf, event: StoredEvent) => {
    findings.add({
      kind: 'moved', position: event.position, index: leaf.index, stream: event.stream, revision: event.revision, expected: String(leaf.position), found: String(event.position),
      zh: `${event.stream} 第 ${event.revision} 版封存于位置 ${leaf.position}，现在位置 ${event.position}：次序被改动`, en: `${event.stream} revision ${event.revision} was sealed at position ${leaf.position} and is now at ${event.position}: the order was changed`,
    });
    compare(leaf, event);
  };

  /** The last leaves of the log, which nothing in the store can be any more: the first of them, and how many. */
  let cut: { readonly first: SealedLeaf; readonly count: number } | undefined;

  const foundElsewhere = (leaf: SealedLeaf): boolean => {
    const event = extra.get(leaf.entry?.id ?? '');
    if (!event) return false;
    extra.delete(event.id);
    moved(leaf, event);
    return true;
  };

  return {
    compare,
    miss: (leaf: SealedLeaf): void => {
      if (!foundElsewhere(leaf)) missing.set(leaf.entry?.id ?? `leaf ${leaf.index}`, leaf);
    },
    /** The store has come to its end: no event can turn up for this leaf. */
    missAfterEnd: (leaf: SealedLeaf): void => {
      if (!foundElsewhere(leaf)) cut = { first: cut?.first ?? leaf, count: (cut?.count ?? 0) + 1 };
    },
    more: (event: StoredEvent): void => {
      const leaf = missing.get(event.id);
      if (!leaf) return void extra.set(event.id, event);
      missing.delete(event.id);
      moved(leaf, event);
    },
    isHopeless: (): boolean => missing.size > tooMuch || extra.size > tooMuch,
    /** Whether that event is still being looked for. */
    isMissed: ({ id }: StoredEvent): boolean => missing.has(id),
    /** What is left over at the end; a tail that is gone is told in one line. */
    settle: (size: number): void => {
      const gone = [...missing.values()].sort((a, b) => a.index - b.index);
      let tail = gone.length;
      while (tail > 0 && gone[tail - 1]!.index === size - 1 - (cut?.count ?? 0) - (gone.length - tail)) tail -= 1; // an index below the length
      const first = gone[tail] ?? cut?.first;
      const lost = gone.length - tail + (cut?.count ?? 0);
      if (first) {
        const since = [...extra.values()].filter(({ position }) => position >= first.position).length;
        const went = since > 0 ? [`，之后又写入 ${since} 个其他事件`, `, and ${since} other events were written since`] : ['', ''];
        findings.add({
          kind: 'truncated', position: first.position, index: first.index, expected: String(size), found: String(size - lost), ...(first.entry && { stream: first.entry.stream, revision: Number(first.entry.version) }),
          zh: `自位置 ${first.position} 起，末尾 ${lost} 个已封存的事件不见了：被截去，或恢复了旧备份${went[0]}`, en: `from position ${first.position} on the last ${lost} sealed events are gone: cut off, or an older backup was restored${went[1]}`,
        });
      }
      for (const { position, index, entry } of gone.slice(0, tail))
        findings.add({
          kind: 'deleted', position, index, ...(entry && { stream: entry.stream, revision: Number(entry.version) }),
          zh: `位置 ${position}：${entry?.stream} 第 ${entry?.version} 版（${entry?.type}，${entry?.time}）已封存而库中没有：被删除`, en: `position ${position}: ${entry?.stream} revision ${entry?.version} (${entry?.type}, ${entry?.time}) was sealed and is not in the store: deleted`,
        });
      for (const { position, stream, revision } of extra.values())
        if (!first || position < first.position)
          findings.add({ kind: 'inserted', position, stream, revision, zh: `位置 ${position}：${stream} 第 ${revision} 版从未封存，却在已封存的事件之间：被插入`, en: `position ${position}: ${stream} revision ${revision} was never sealed, yet stands among what was: inserted` });
    },
  };
};

const doubtsOf = ({ policy, now }: StoreToVerify, cosigned: Vouched | undefined, unsealed: StoredEvent | undefined): readonly Doubt[] => {
  const newest = Math.max(...(cosigned?.cosigned ?? []).map(({ seconds }) => seconds * 1_000));
  const needs = policy.quorum.rule !== 'none';
  const stale = (zh: string, en: string): Doubt => ({ kind: 'stale', zh, en });
  return [
    ...(needs && !cosigned?.quorum ? [{ kind: 'quorum', zh: `没有达到见证要求（${policy.quorum.rule}）`, en: `not enough witnesses have signed (${policy.quorum.rule})` } as const] : []),
    ...(needs && cosigned?.quorum && now - newest > late.cosignature ? [stale(`最近一次见证在 ${new Date(newest).toISOString()}，此后没有新的`, `the last cosignature is of ${new Date(newest).toISOString()}, and none has come since`)] : []),
    ...(unsealed && now - Date.parse(unsealed.recordedAt) > late.seal
      ? [stale(`位置 ${unsealed.position} 起的事件自 ${unsealed.recordedAt} 以来没有封存：notary 在运行吗？`, `events from position ${unsealed.position} on have not been sealed since ${unsealed.recordedAt}: is the notary running?`)]
      : []),
  ];
};

/**
 * Holds every event of the store against the log, the log against its tiles, and the tiles against every checkpoint there
 * is. Streams through both once; what it keeps is a line a stream.
 */
export const verifyStore = async (asked: StoreToVerify): Promise<Report> => {
  const { store, folder, secret, policy, seen, onProgress } = asked;
  const findings = newFindings();
  const text = await readIfThere(join(folder, logFiles.checkpoint));
  const cosignedText = await readIfThere(join(folder, logFiles.cosigned));
  if (!text) throw new Unusable(`${folder} holds no checkpoint: has the notary sealed anything yet?`);
  const current = vouched(text.toString(), policy, 'checkpoint', findings);
  const cosigned = cosignedText && vouched(cosignedText.toString(), policy, 'cosigned', findings);
  const heads = [current, cosigned, ...seen.map((one) => vouched(one, policy, 'seen', findings))].filter((head): head is Vouched => head !== undefined);
  const { origin, size } = current ?? unsigned(text.toString());
  for (const head of heads)
    if (head.size > size || head.origin !== origin)
      findings.add({
        kind: 'forked', expected: `${head.origin} ${head.size}`, found: `${origin} ${size}`,
        zh: `曾有 ${head.size} 条被签名（${head.origin}），而日志现在只有 ${size} 条（${origin}）：日志被退回旧状态或换掉`, en: `${head.size} leaves of ${head.origin} were signed once, and the log has ${size} now (${origin}): it was put back to an earlier day, or exchanged`,
      });
  const chain = chains(findings);
  const match = matching(findings, secret);
  const events = eventsOf(store);
  let next = await events.next();
  let looked = 0;
  const step = async () => {
    looked += 1;
    if (looked % page === 0) onProgress?.(looked, size);
    next = await events.next();
  };
  const report = ({ kept, count }: Findings, doubts: readonly Doubt[]): Report => ({ origin, size, events: looked, cosigned: (cosigned || current)?.cosigned ?? [], findings: kept, found: count(), doubts });
  try {
    for await (const leaf of sealedLeaves(folder, size, heads, findings)) {
      if (leaf.entry) chain.next(leaf.entry, leaf.leaf, leaf.index);
      else findings.add({ kind: 'files', index: leaf.index, zh: `第 ${leaf.index} 条登记无法读取`, en: `entry ${leaf.index} of the log cannot be read` });
      if (match.isHopeless()) return report(strange(findings), []);
      for (; !next.done && next.value.position < leaf.position; await step()) match.more(next.value);
      if (next.done) match.missAfterEnd(leaf);
      else if (next.value.position > leaf.position) match.miss(leaf);
      else {
        if (leaf.entry?.id === next.value.id) match.compare(leaf, next.value);
        else {
          match.miss(leaf);
          match.more(next.value);
        }
        await step();
      }
    }
  } catch (error) {
    if (!(error instanceof BadTile)) throw error;
    findings.add({ kind: 'files', zh: `日志文件 ${error.message}；之后的部分无法核对`, en: `the log's file ${error.message}; what comes after it could not be looked at` });
    return report(findings, []);
  }
  const unsealed = next.done ? undefined : next.value;
  // Past the log's end stand events that are not sealed yet, and those that were moved there.
  for (; !next.done; await step()) if (match.isMissed(next.value)) match.more(next.value);
  match.settle(size);
  return report(findings, doubtsOf(asked, cosigned || current, unsealed));
};

const strange = (findings: Findings): Findings => {
  findings.add({ kind: 'rewritten', zh: `超过 ${tooMuch} 个事件与封存的不符，不再逐个核对：这不是当初封存的库`, en: `more than ${tooMuch} events are not as they were sealed, and the rest was not looked at: this is not the store that was sealed` });
  return findings;
};

/** Its head is still worth holding against the tiles, though nobody vouches for it. */
const unsigned = (text: string): Checkpoint => {
  try {
    return parseCheckpoint(text.slice(0, text.lastIndexOf('\n\n') + 1));
  } catch (error) {
    if (error instanceof BadNote) throw new Unusable(`the checkpoint cannot be read: ${error.message}`);
    throw error;
  }
};
