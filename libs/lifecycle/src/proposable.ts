import type { z } from 'zod';
import type { Refusal } from './words';
import { refusal, text } from './words';
import type { Situation } from './command';
import type { ClockState, Duration } from './clock';
import { clockStates } from './clock';
import type { Draft, Extension, Given, Matter, Proposal } from './matter';
import type { Lifecycle } from './process';
import { corrected, type Regranted, type StandingData } from './evolve';
import { isSealed, metaOf, parse } from './asked';
import type { StandingAsked, StandingName } from './standing';

/** Standing commands that wait for signatures like any step: corrections, extensions, recusals. */
export type Proposable = Extract<StandingName, 'correct' | 'extendClock' | 'recuse'>;
const proposables: ReadonlySet<string> = new Set<Proposable>(['correct', 'extendClock', 'recuse']);
export const isProposable = (name: StandingName): name is Proposable => proposables.has(name);

/** `sealed`: what was proposed has been encrypted since. */
type Filed = { readonly on: string; readonly sealed: boolean };

/** What speaks against it now: asked when it is proposed and again when it is approved. */
export const proposableRefusal = (lifecycle: Lifecycle, matter: Matter, name: StandingName, asked: Readonly<Record<string, unknown>>, filed: Filed, situation: Situation): Refusal | undefined => {
  if (name === 'correct') return correctionRefusal(lifecycle, matter, asked as StandingAsked<'correct'>, filed, situation);
  if (name === 'extendClock') return extensionRefusal(lifecycle, matter, asked as StandingAsked<'extendClock'>, filed, situation);
  const { person } = asked as StandingAsked<'recuse'>;
  return matter.recused.includes(person) ? refusal('recused', `${person} 已经回避`, `${person} is recused already`, { field: 'person', value: person }) : undefined;
};

/** What was signed for is corrected by those who signed; the rest by the standing chain. */
const correctionChain = (lifecycle: Lifecycle, matter: Matter, { field, lane }: StandingAsked<'correct'>): readonly string[] => {
  const signed = matter.signedFor[lane === undefined ? field : `${lane}|${field}`] ?? [];
  return signed.length > 0 ? signed : lifecycle.vocabulary.standing.correction;
};

export const proposableChain = (lifecycle: Lifecycle, matter: Matter, name: Proposable, asked: Readonly<Record<string, unknown>>): readonly string[] => {
  const { standing } = lifecycle.vocabulary;
  if (name === 'correct') return correctionChain(lifecycle, matter, asked as StandingAsked<'correct'>);
  if (name === 'recuse') return standing.recusal((asked as StandingAsked<'recuse'>).post);
  const { clock: key } = asked as StandingAsked<'extendClock'>;
  const { approvedBy = standing.correction, again } = lifecycle.clocks[clockOf(key)]?.extension ?? {};
  return again && matter.extensions.some(({ clock }) => clock === key) ? again : approvedBy;
};

/** Fields of the correction that hold a sealed value. */
export const correctionSeal = (lifecycle: Lifecycle, matter: Matter, { field, lane }: StandingAsked<'correct'>): readonly string[] =>
  isSealed(factSchema(lifecycle, matter, field, lane)) ? ['old', 'new'] : [];

const factSchema = (lifecycle: Lifecycle, matter: Matter, field: string, lane: string | undefined): z.ZodType | undefined => {
  const shape: Record<string, z.ZodType> = lane === undefined ? (lifecycle.stages[matter.stage]?.knows.shape ?? {}) : (lifecycle.laneKnows(matter.lanes[lane]?.stage ?? '')?.shape ?? {});
  return Object.hasOwn(shape, field) ? shape[field] : undefined;
};

/** What is kept is what the schema made of it, not what was typed. */
export const asParsed = (lifecycle: Lifecycle, matter: Matter, name: Proposable, asked: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  if (name !== 'correct') return asked;
  const { field, lane, new: value } = asked as StandingAsked<'correct'>;
  return { ...asked, new: factSchema(lifecycle, matter, field, lane)?.safeParse(value).data ?? value };
};

/** Days that lie after today, wherever they stand; only a date to come back on may. */
const daysToCome = (value: unknown, today: string, key = ''): readonly string[] => {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) && value > today && key !== 'reviewOn' ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([inner, each]) => daysToCome(each, today, inner)) : [];
};

const correctionRefusal = (lifecycle: Lifecycle, matter: Matter, asked: StandingAsked<'correct'>, { sealed: encrypted }: Filed, { now, count }: Situation): Refusal | undefined => {
  const { field, lane } = asked;
  const schema = factSchema(lifecycle, matter, field, lane);
  if (!schema) return refusal('unknown-field', `没有可更正的字段「${field}」`, `there is no field ${field} to correct here`, { field: 'field', value: field });
  const fixed = metaOf(schema)?.['fixed'];
  if (fixed === true || (fixed === 'lanes' && Object.keys(matter.lanes).length > 0))
    return refusal('not-correctable', `「${field}」由办理步骤确定，不得更正；请撤回该步骤后重新办理`, `${field} was fixed by a step and is not corrected; take the step back and do it again`, { field: 'field', value: field });
  const current = lane === undefined ? matter.facts[field] : matter.lanes[lane]?.facts[field];
  const sealed = isSealed(schema);
  if (!sealed && !same(current ?? null, asked.old ?? null))
    return refusal('old-value-differs', `字段「${field}」现值不是所填的原值`, `the field ${field} does not hold the old value given`, { field: 'old', value: asked.old });
  if (!sealed && same(current ?? null, asked.new ?? null)) return refusal('nothing-to-correct', '新值与原值相同', 'the new value is the old one', { field: 'new', value: asked.new });
  if (sealed && encrypted) return undefined;
  const parsed = parse(schema, asked.new);
  if ('refused' in parsed) {
    const { faults: _, value: __, ...refused } = parsed.refused;
    return { ...refused, field: `new.${refused.field ?? ''}`.replace(/\.$/, ''), value: sealed ? { sealed: true } : asked.new };
  }
  const [late] = daysToCome(parsed.ok, count.dateOf(now));
  return late === undefined ? undefined : refusal('date-in-the-future', `日期 ${late} 晚于今天`, `${late} lies after today`, { field: 'new', value: late });
};

const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same((a as never)[key], (b as never)[key]));
};

const units = { hours: text('小时', 'hours'), days: text('日', 'days'), workingDays: text('个工作日', 'working days'), months: text('个月', 'months'), years: text('年', 'years') };
const spoken = ({ n, unit }: Duration) => text(`${n} ${units[unit].zh}`, `${n} ${units[unit].en}`);

const clockOf = (key: string) => key.split('@')[0] ?? key;

const running = (lifecycle: Lifecycle, matter: Matter, key: string, situation: Situation): ClockState | undefined =>
  clockStates(lifecycle.clocks, matter, situation.count, situation.now).find((state) => state.key === key && state.stoppedOn === undefined);

const extensionRefusal = (lifecycle: Lifecycle, matter: Matter, asked: StandingAsked<'extendClock'>, { on }: Filed, situation: Situation): Refusal | undefined => {
  const clock = running(lifecycle, matter, asked.clock, situation);
  if (!clock) return refusal('clock-not-running', `期限「${asked.clock}」未在计算`, `no clock ${asked.clock} is running here`, { field: 'clock', value: asked.clock });
  const extension = lifecycle.clocks[clock.clock]?.extension;
  if (!extension) return refusal('no-extension', `「${clock.label.zh}」依规定不得延长`, `the rules know no extension of ${clock.label.en}`, { field: 'clock', value: asked.clock });
  if (clock.extensions >= extension.times) return refusal('extended-already', `「${clock.label.zh}」已延长 ${clock.extensions} 次，不得再延`, `${clock.label.en} has been extended ${clock.extensions} time(s), which is all the rules allow`, { field: 'clock', value: asked.clock });
  const { atMost } = extension;
  // In another unit the same number of days may reach past what the law allows.
  if (asked.unit !== atMost.unit || asked.n > atMost.n) return refusal('extension-too-long', `最多可延长 ${spoken(atMost).zh}，所请为 ${spoken(asked).zh}`, `at most ${spoken(atMost).en} may be granted, ${spoken(asked).en} asked`, { field: 'n', value: asked.n });
  if (on > clock.due) return refusal('extension-after-expiry', `期限已于 ${clock.due} 届满，届满后不得再批准延长`, `the limit ended on ${clock.due}; an extension approved afterwards is void`, { field: 'on', value: on });
  return undefined;
};

/**
 * What was granted for a run of a clock goes on counting where a correction says that this run began on another day: unless by
 * that day the limit had run out before it was granted, for then it was void.
 */
const regrantedBy = (lifecycle: Lifecycle, matter: Matter, now: Matter, situation: Situation): readonly Regranted[] => {
  const stateOf = (of: Matter, key: string) => clockStates(lifecycle.clocks, of, situation.count, situation.now).find((state) => state.key === key);
  return [...new Set(matter.extensions.map(({ clock }) => clock))].flatMap((key) => {
    const begun = stateOf(matter, key)?.start;
    const counted: Extension[] = [];
    for (const extension of matter.extensions.filter(({ clock, start }) => clock === key && start === begun)) {
      const state = stateOf({ ...now, extensions: counted }, key);
      if (!state || state.start === begun || extension.on > state.due) break;
      counted.push({ ...extension, start: state.start });
    }
    return counted.map(({ revision, start }) => ({ revision, start }));
  });
};

export const proposableDraft = (lifecycle: Lifecycle, matter: Matter, proposal: Proposal, approvals: readonly Given[], on: string, situation: Situation): Draft => {
  const wrap = (type: string, data: Readonly<Record<string, unknown>>, basis: readonly string[] = []): Draft => ({ type, data: { ...data, by: proposal.by, proposal: proposal.id }, seal: [], sealed: proposal.sealed, approvals, basis, occurredOn: on });
  if (proposal.name === 'correct') {
    const { field, lane, old, new: value, reason } = proposal.asked as StandingAsked<'correct'>;
    const extensions = regrantedBy(lifecycle, matter, { ...matter, ...corrected(matter, { field, lane, new: value }, matter.ground) }, situation);
    const data: Omit<StandingData['FactCorrected'], 'proposal'> = { field, old, new: value, reason, papers: proposal.papers, ...(lane !== undefined && { lane }), ...(extensions.length > 0 && { extensions }) };
    return wrap('FactCorrected', data);
  }
  if (proposal.name === 'extendClock') {
    const { clock, n, unit, reason } = proposal.asked as StandingAsked<'extendClock'>;
    const start = running(lifecycle, matter, clock, situation)?.start ?? on; // refused above when it does not run
    return wrap('ClockExtended', { clock, start, unit, n, reason }, lifecycle.clocks[clockOf(clock)]?.basis ?? []);
  }
  const { person, kind, ground } = proposal.asked as StandingAsked<'recuse'>;
  return wrap('PersonRecused', { person, kind, ground });
};
