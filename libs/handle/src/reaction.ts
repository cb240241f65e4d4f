import type { StoredEvent } from '@anjuan/event-store';
import type { Cause, Lifecycle, Loose, Matter, Reaction, StandingData } from '@anjuan/lifecycle';
import { causesOf, evolve, lift } from '@anjuan/lifecycle';
import { engine, type DoorCommand, type Outcome } from './door-command';
import { matterAt, type Folded } from './folded';
import type { CrashPoint } from './handle-parts';
import { derivedCommand } from './ids';
import type { Keys } from './keys';
import { openerOf } from './seal';

type Owed = { readonly reaction: string; readonly event: string };

/** What became of a reaction, as it is recorded on the stream that owed it. */
export type Settlement = Pick<StandingData['ReactionSettled'], 'outcome' | 'reason' | 'stream' | 'revision'>;

type Parts = {
  readonly handle: (command: DoorCommand) => Promise<Outcome>;
  readonly streamOf: (process: string, number: string) => string;
  readonly lifecycleOf: (stream: string) => Lifecycle | undefined;
  readonly read: (lifecycle: Lifecycle, stream: string) => Promise<Folded>;
  /** Whether an act of that date, entered now, would need a paper to show for it. */
  readonly isLate: (on: string) => Promise<boolean>;
  readonly keys: Keys;
  readonly crash: (point: CrashPoint) => void;
};

/** How often two reactions may race for one target before the activity is left to its own retry. */
const races = 20;

/**
 * Carries out what one stream owes another, and records the outcome. May be begun again after a kill between any two
 * steps: the target is asked for the derived command first, and everything else is worked out from the owing event alone.
 */
export const reactions = (parts: Parts) => async (stream: string, owed: Owed): Promise<Settlement> => {
  const { lifecycleOf, read, keys, handle, crash } = parts;
  const lifecycle = lifecycleOf(stream);
  const reaction = lifecycle && Object.hasOwn(lifecycle.reactions, owed.reaction) ? lifecycle.reactions[owed.reaction] : undefined;
  if (!lifecycle || !reaction) throw new Error(`no table says how ${stream} reacts by ${owed.reaction}`);
  const source = await read(lifecycle, stream);
  const settled = settlementOf(source.events, owed);
  if (settled) return settled;
  const event = source.events.find(({ id, row }) => id === owed.event && row !== undefined && causesOf(reaction).includes(row));
  if (!event) throw new Error(`${stream} holds no event ${owed.event} that owes ${owed.reaction}`);
  crash('reaction.beforeTarget');
  const settlement = await carryOut(parts, reaction, owed, causeOf(lifecycle, source, event, keys));
  crash('reaction.afterTarget');
  const outcome = await handle({ id: derivedCommand(owed.event, `${owed.reaction}/settled`), stream, name: 'settleReaction', asked: { ...owed, ...settlement }, actor: engine, causation: owed.event });
  crash('reaction.afterSettle');
  if (outcome.kind === 'done') return settlement;
  // Someone else was at the same reaction and recorded it first: theirs is the answer.
  const recorded = settlementOf((await read(lifecycle, stream)).events, owed);
  if (!recorded) throw new Error(`${owed.reaction} of ${stream} could not be settled: ${outcome.kind === 'refused' ? outcome.refusal.rule : outcome.kind}`);
  return recorded;
};

const settlementOf = (events: readonly StoredEvent[], owed: Owed): Settlement | undefined => {
  const found = events.find(({ type, data }) => type === 'ReactionSettled' && data['reaction'] === owed.reaction && data['event'] === owed.event);
  if (!found) return undefined;
  const { outcome, reason, stream, revision } = found.data as StandingData['ReactionSettled'];
  return { outcome, ...(reason !== undefined && { reason }), ...(stream !== undefined && { stream }), ...(revision !== undefined && { revision }) };
};

/** The matter as the act left it, not as it stands by now: a second try must send the very same command. */
const causeOf = (lifecycle: Lifecycle, source: Folded, event: StoredEvent, keys: Keys): Cause => {
  const then = matterAt(lifecycle, source, event.revision) ?? evolve(lifecycle, undefined, event);
  const open = openerOf(keys, source.events);
  return { asked: open(lift(lifecycle, event).data['asked'] as Loose), facts: open(then.facts), duties: then.duties, recused: then.recused, stream: event.stream, correlation: event.correlation, on: event.occurredAt };
};

const carryOut = async ({ handle, streamOf, lifecycleOf, read, isLate }: Parts, reaction: Reaction, owed: Owed, cause: Cause): Promise<Settlement> => {
  const target = reaction.target(cause);
  const stream = 'stream' in target ? target.stream : streamOf(target.process, target.number);
  const id = derivedCommand(owed.event, owed.reaction);
  const lifecycle = lifecycleOf(stream);
  if (!lifecycle) throw new Error(`${owed.reaction} of ${cause.stream} is aimed at ${stream}, which has no table`);
  for (let race = 0; race < races; race++) {
    const { matter, commands } = await read(lifecycle, stream);
    const before = commands.get(id)?.receipt;
    if (before) return { outcome: 'done', stream, revision: before.revision };
    const chosen = reaction.command(cause, matter);
    if ('skip' in chosen) return { outcome: 'skipped', reason: chosen.skip.zh.slice(0, 500), ...(matter && { stream }) };
    // What it opens begins on the day of the act, not on the day the engine came to it; after a long outage, on that day.
    const on = !matter && !(await isLate(cause.on)) ? { on: cause.on } : {};
    const outcome = await handle({ id, stream, ...chosen, ...on, actor: engine, causation: owed.event, ...(!reaction.apart && { correlation: cause.correlation }), ...(matter && { ifMatch: matter.revision }) });
    if (outcome.kind !== 'refused') return { outcome: 'done', stream, revision: outcome.receipt.revision };
    // Two clocks a second apart at midnight: the day will have come when it is tried again.
    if (outcome.refusal.rule === 'date-in-the-future') throw new Error(`${owed.reaction} of ${cause.stream} is dated after today by this clock`);
    const now = (await read(lifecycle, stream)).matter;
    // Refused on the very state it was chosen for: it is refused for good. Otherwise somebody came first, and it chooses again.
    if (sameState(now, matter)) return { outcome: 'refused', reason: `${outcome.refusal.rule}：${outcome.refusal.message.zh}`.slice(0, 500), ...(matter && { stream }) };
  }
  throw new Error(`${owed.reaction} of ${cause.stream} lost ${races} races for ${stream}`);
};

const sameState = (a: Matter | undefined, b: Matter | undefined) => a?.revision === b?.revision;
