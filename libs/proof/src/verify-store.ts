import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import type { EventStore, StoredEvent } from '@anjuan/event-store';
import { chains } from './chains';
import { closedLogs } from './closed-logs';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import type { Entry } from './entry';
import { readIfThere } from './files';
import { findings as newFindings, Unusable, type Doubt, type Findings, type Report } from './finding';
import { matching, tooMuch } from './matching';
import { BadNote } from './note';
import { logFiles } from './notary';
import { hashingOf } from './origin';
import type { Policy } from './policy';
import { sealedLeaves } from './sealed-leaves';
import { BadTile } from './tiles';
import { vouched, type Vouched } from './vouched';

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

/** What is sealed each second is late after so long. Clocks may differ by `ahead`: whose is further on is never late, so that nothing can be told by it. */
const late = { seal: 60_000, cosignature: 2 * 3_600_000, ahead: 300_000 };
/** No more than the Postgres store asks for at once: within its answer nobody could look at the last of a portion again. */
const page = 1_000;

/**
 * Every event of a store, page by page, also what stands before the first position, where no append puts anything. The last
 * of a page is read again: where somebody has dropped the key, another may stand at the same position behind it.
 */
export async function* eventsOf(store: StoreToVerify['store']): AsyncGenerator<StoredEvent> {
  let [after, last, told] = [-Number.MAX_SAFE_INTEGER, -Infinity, new Set<string>()];
  for (;;) {
    const found = await store.readAll(after, page);
    const events = found.filter((event) => event.position > last || (event.position === last && !told.has(JSON.stringify(event))));
    if (events.length === 0) return;
    yield* events;
    last = events.at(-1)!.position; // not empty
    told = new Set(found.filter(({ position }) => position === last).map((event) => JSON.stringify(event)));
    after = found.findLast(({ position }) => position < last)?.position ?? last;
  }
}

/** Whose time cannot be read could wait for ever. */
const isLate = ({ recordedAt }: StoredEvent, now: number): boolean => !(now - Date.parse(recordedAt) <= late.seal);

const doubtsOf = ({ policy, now }: StoreToVerify, cosigned: Vouched | undefined, unwitnessed: Entry | undefined, unsealed: StoredEvent | undefined): readonly Doubt[] => {
  const newest = Math.max(...(cosigned?.cosigned ?? []).map(({ seconds }) => seconds * 1_000));
  const needs = policy.quorum.rule !== 'none';
  const stale = (zh: string, en: string): Doubt => ({ kind: 'stale', zh, en });
  return [
    ...(needs && !cosigned?.quorum ? [{ kind: 'quorum', zh: `没有达到见证要求（${policy.quorum.rule}）`, en: `not enough witnesses have signed (${policy.quorum.rule})` } as const] : []),
    ...(needs && cosigned?.quorum && now - newest > late.cosignature ? [stale(`最近一次见证在 ${new Date(newest).toISOString()}，此后没有新的`, `the last cosignature is of ${new Date(newest).toISOString()}, and none has come since`)] : []),
    ...(needs && cosigned?.quorum && newest - now > late.ahead ? [stale(`最近一次见证写明在 ${new Date(newest).toISOString()}，晚于此刻：见证人或本机的时钟不准，无从判断是否太旧`, `the last cosignature says that it is of ${new Date(newest).toISOString()}, which is not there yet: the witness's clock or this one is wrong, and nobody can tell how old it is`)] : []),
    ...(needs && cosigned?.quorum && unwitnessed && !(now - Date.parse(unwitnessed.time) <= late.cosignature)
      ? [stale(`见证只到前 ${cosigned.size} 条，其后的自 ${unwitnessed.time} 以来无人见证`, `only the first ${cosigned.size} leaves are witnessed: what came after them has not been since ${unwitnessed.time}`)]
      : []),
    ...(unsealed
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
  // In this order: the log goes on meanwhile, and what was cosigned is never newer than what is signed.
  const cosignedText = await readIfThere(join(folder, logFiles.cosigned));
  const text = await readIfThere(join(folder, logFiles.checkpoint));
  if (!text) throw new Unusable(`${folder} holds no checkpoint: has the notary sealed anything yet?`);
  const current = vouched(text.toString(), policy, 'checkpoint', findings);
  const cosigned = cosignedText && vouched(cosignedText.toString(), policy, 'cosigned', findings);
  const heads = [current, cosigned, ...seen.map((one) => vouched(one, policy, 'seen', findings))].filter((head): head is Vouched => head !== undefined);
  const { origin, size } = current ?? unsigned(text.toString());
  const witnessed = (cosigned || current)?.size ?? 0;
  const before = await closedLogs({ folder, policy, heads, origin }, findings);
  for (const head of heads)
    if (head.origin === origin ? head.size > size : !before.knows(head))
      findings.add({
        kind: 'forked', expected: `${head.origin} ${head.size}`, found: `${origin} ${size}`,
        zh: `曾有 ${head.size} 条被签名（${head.origin}），而日志现在只有 ${size} 条（${origin}）：日志被退回旧状态或换掉`, en: `${head.size} leaves of ${head.origin} were signed once, and the log has ${size} now (${origin}): it was put back to an earlier day, or exchanged`,
      });
  const chain = chains(findings);
  const hashing = hashingOf(origin);
  const match = matching(findings, secret, hashing);
  const events = eventsOf(store);
  let next = await events.next();
  let looked = 0;
  let end = 0;
  let unwitnessed: Entry | undefined;
  const step = async () => {
    looked += 1;
    if (looked % page === 0) onProgress?.(looked, size);
    next = await events.next();
  };
  const report = ({ kept, count }: Findings, doubts: readonly Doubt[]): Report => ({ origin, size, events: looked, ...witnessedBy(cosigned || current), begun: before.begun, findings: kept, found: count(), doubts });
  try {
    for await (const leaf of sealedLeaves(folder, hashing, size, heads.filter((head) => head.origin === origin), findings)) {
      if (before.opens(leaf)) continue;
      end = leaf.position;
      if (leaf.index >= witnessed) unwitnessed ??= leaf.entry;
      before.next(leaf.leaf);
      if (leaf.entry) chain.next(leaf.entry, leaf.leaf.toString('base64'), leaf.index);
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
  before.end();
  let unsealed: StoredEvent | undefined;
  // Past the log's end stand events that are not sealed yet, and those that were moved there.
  for (; !next.done; await step())
    if (next.value.position <= end || match.isMissed(next.value)) match.more(next.value);
    else if (isLate(next.value, asked.now)) unsealed ??= next.value;
  match.settle(size);
  return report(findings, doubtsOf(asked, cosigned || current, unwitnessed, unsealed));
};

const witnessedBy = (head: Vouched | undefined) => ({ cosigned: head?.cosigned ?? [], witnessed: head && head.cosigned.length > 0 ? head.size : 0 });

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
