import { LRUCache } from 'lru-cache';
import { AppendTooLarge, StoreBusy, UnstorableText, type Answer, type CommandRecord, type EventDraft, type EventStore } from '@anjuan/event-store';
import { counting, processes as allProcesses } from '@anjuan/domain';
import { changed, decide, isLate, refusal, type Lifecycle } from '@anjuan/lifecycle';
import { bodyHash } from './canonical';
import { shapeRefusal, unseenRefusal, type DoorCommand, type Outcome } from './door-command';
import { toEvent } from './envelope';
import { matterAt, readFolded, rehearse, type Folded } from './folded';
import type { Handle, HandleParts } from './handle-parts';
import { historyOf, ledgerNumber, numberedStream, processOf, unnumberedStream } from './ids';
import { reactions } from './reaction';
import { turns } from './turns';

const attempts = 20;

/** The door: the only code that appends. It decides nothing and stores everything. */
export const createHandle = ({ store, clock, policy, calendar, keys, organ, cacheSize, processes = allProcesses, crash = () => undefined }: HandleParts): Handle => {
  const count = counting(policy, calendar);
  const recent = new LRUCache<string, Pick<Folded, 'matter' | 'commands'>>({ max: cacheSize });
  const inTurn = turns();

  const lifecycleOf = (stream: string): Lifecycle | undefined => {
    const process = processOf(stream);
    return process !== undefined && Object.hasOwn(processes, process) ? processes[process] : undefined;
  };

  const freshly = async (lifecycle: Lifecycle, stream: string): Promise<Folded> => {
    const folded = await readFolded(store, lifecycle, stream);
    if (folded.matter) recent.set(stream, { matter: folded.matter, commands: folded.commands });
    return folded;
  };

  /** As the store has it: what is kept may name a command that a store put back to an earlier day has lost. Then `undefined`. */
  const repeat = async (lifecycle: Lifecycle, stream: string, id: string): Promise<Outcome | undefined> => {
    const folded = await freshly(lifecycle, stream);
    const receipt = folded.commands.get(id)?.receipt;
    const matter = receipt && matterAt(lifecycle, folded, receipt.revision);
    return matter && { kind: 'done', receipt, matter, repeated: true };
  };

  const answered = async (lifecycle: Lifecycle, { command, receipt, body: known }: CommandRecord, body: string) =>
    known === body ? repeat(lifecycle, receipt.stream, command) : ({ kind: 'reused', receipt } as const);

  /** One try on a state that may be old: `undefined` when the stream has moved meanwhile. */
  const attempt = async (lifecycle: Lifecycle, known: Pick<Folded, 'matter' | 'commands'>, command: DoorCommand, body: string): Promise<Outcome | undefined> => {
    const earlier = known.commands.get(command.id);
    if (earlier) return answered(lifecycle, earlier, body);
    const { matter } = known;
    const unseen = unseenRefusal(command, matter);
    if (unseen) return { kind: 'refused', refusal: unseen };
    const now = await clock.now();
    const decision = decide(lifecycle, matter, command, { now, policy, count });
    if ('refused' in decision) return { kind: 'refused', refusal: decision.refused };
    const correlation = matter?.correlation ?? command.correlation ?? historyOf(keys, command.stream);
    const [first, ...rest] = decision.events.map((draft) => toEvent(draft, { lifecycle, keys, organ, policy: policy.version, calendar: count.version, now, correlation, command }));
    const events: readonly [EventDraft, ...EventDraft[]] = [first!, ...rest]; // a decision has at least one event
    const expected = matter?.revision ?? 0;
    const rehearsed = rehearse(lifecycle, matter, command, events);
    const answer = await appended({ stream: command.stream, expected, command: command.id, body, events });
    switch (answer.kind) {
      case 'unstorable':
        return { kind: 'refused', refusal: answer.refusal };
      case 'conflict':
        return undefined;
      case 'alreadyAppended':
        return repeat(lifecycle, command.stream, command.id);
      case 'commandReused':
        return { kind: 'reused', receipt: answer.receipt };
      case 'appended': {
        crash('append.afterCommit');
        const next = changed(rehearsed, { revision: rehearsed.revision, position: answer.receipt.position });
        known.commands.set(command.id, { command: command.id, body, receipt: answer.receipt });
        recent.set(command.stream, { matter: next, commands: known.commands });
        return { kind: 'done', receipt: answer.receipt, matter: next, repeated: false };
      }
    }
  };

  const appended = async (item: Parameters<EventStore['append']>[0]): Promise<Answer | { readonly kind: 'unstorable'; readonly refusal: ReturnType<typeof refusal> }> => {
    try {
      return await store.append(item);
    } catch (error) {
      if (error instanceof AppendTooLarge) return { kind: 'unstorable', refusal: refusal('too-large', '内容过大，不能保存', `the content is too large to be kept: ${error.message}`, { field: 'asked' }) };
      if (error instanceof UnstorableText) return { kind: 'unstorable', refusal: refusal('unfit-text', '文字中含有不能保存的字符', error.message, { field: error.path }) };
      throw error;
    }
  };

  /** What a state kept from earlier says no to is decided again on a fresh one: what is kept may be old, and nobody is answered by it alone. */
  const inOrder = async (lifecycle: Lifecycle, command: DoorCommand, body: string): Promise<Outcome> => {
    for (let tried = 0; tried < attempts; tried++) {
      // What opens a matter most often finds nothing there: it is tried as if so, and the store says when it is not.
      const kept = recent.get(command.stream) ?? (tried === 0 && opens(lifecycle, command) ? { matter: undefined, commands: new Map() } : undefined);
      const outcome = await attempt(lifecycle, kept ?? (await freshly(lifecycle, command.stream)), command, body);
      if (outcome && !(kept && outcome.kind !== 'done')) return outcome;
      recent.delete(command.stream);
    }
    throw new StoreBusy(`${command.stream} moved ${attempts} times while command ${command.id} was being decided`);
  };

  const handle = async (command: DoorCommand): Promise<Outcome> => {
    const lifecycle = lifecycleOf(command.stream);
    if (!lifecycle) return { kind: 'refused', refusal: refusal('not-found', `没有找到 ${command.stream}`, `there is no ${command.stream}`, { field: 'stream', value: command.stream }) };
    const misshapen = shapeRefusal(command);
    if (misshapen) return { kind: 'refused', refusal: misshapen };
    const body = bodyHash(keys, command);
    return inTurn(command.stream, () => inOrder(lifecycle, command, body));
  };

  const streamOf = (process: string, number: string) => numberedStream(keys, organ, process, number);

  return {
    handle,
    load: async (stream) => {
      const lifecycle = lifecycleOf(stream);
      return lifecycle && (await freshly(lifecycle, stream)).matter;
    },
    receiptOf: async (stream, command) => (await store.read(stream)).commands.find((record) => record.command === command)?.receipt,
    streamOf,
    openingStream: (process, command) => {
      const number = ledgerNumber(command);
      return number === undefined ? unnumberedStream(keys, organ, process, command.id) : streamOf(process, number);
    },
    performReaction: reactions({ handle, streamOf, lifecycleOf, read: freshly, isLate: async (on) => isLate(on, { now: await clock.now(), policy, count }), keys, crash }),
    processes,
    policy,
    count,
  };
};

const opens = ({ rows }: Lifecycle, { name }: DoorCommand): boolean => Object.hasOwn(rows, name) && rows[name]?.shape === 'opening';
