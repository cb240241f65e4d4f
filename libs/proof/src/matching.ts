import type { KeyObject } from 'node:crypto';
import type { StoredEvent } from '@anjuan/event-store';
import { fields, formatOf, parseEntry, sealEvent, type Entry } from './entry';
import type { Findings } from './finding';
import type { Hashing } from './hash';
import type { SealedLeaf } from './sealed-leaves';

/** A store of which so much is out of place is not the one that was sealed; what more there is need not be told apart. */
export const tooMuch = 100_000;

const names: Partial<Record<Entry[keyof Entry], string>> = { body: '内容（数据、签批、依据等）', time: '录入时间', actor: '经办人', type: '类型', stream: '所属流', version: '版本', cmd: '命令号' };

/** Holds events against what was sealed, by position; what has only changed its place finds itself again by its id. */
export const matching = (findings: Findings, secret: KeyObject, hashing: Hashing) => {
  const missing = new Map<string, SealedLeaf>();
  const extra = new Map<string, StoredEvent>();

  const compare = ({ index, bytes, entry }: SealedLeaf, event: StoredEvent) => {
    const { entry: now } = sealEvent(event, Buffer.from(entry?.prev ?? '', 'base64'), secret, hashing, formatOf(bytes));
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
