import type { Actor, FiledPaper } from './words';
import { text } from './words';
import { changed, type Act, type Before, type Change, type Extension, type Lane, type Matter, type Owed, type Proposal, type Recorded } from './matter';
import { lift, UnreadableEvent } from './lifts';
import type { Lifecycle } from './process';
import { causesOf, type Reaction } from './reaction';
import type { StandingAsked } from './standing';
import type { ActContext, Loose, Row } from './transition';

/** `data` of an event that a row recorded. */
export type ActData = { readonly asked: Loose; readonly by: Actor; readonly papers: readonly FiledPaper[]; readonly lane?: string; readonly proposal?: string; readonly reason?: string };

export type Regranted = { readonly revision: number; readonly start: string };

/** `data` of the events that every process knows. */
export type StandingData = {
  StepProposed: Omit<Proposal, 'given' | 'ground'>;
  StepEndorsed: { readonly proposal: string; readonly level: string; readonly approver: Actor; readonly signedOn: string; readonly paper?: string; readonly opinion?: string };
  ProposalRefused: { readonly proposal: string; readonly level: string; readonly reason: string };
  ProposalWithdrawn: { readonly proposal: string; readonly reason: string };
  /** `extensions`: those that count from another day because of it, by the revision they were granted at. */
  FactCorrected: { readonly field: string; readonly old: unknown; readonly new: unknown; readonly reason: string; readonly lane?: string; readonly papers: readonly FiledPaper[]; readonly extensions?: readonly Regranted[]; readonly proposal: string };
  StepTakenBack: { readonly revision: number; readonly reason: string };
  ClockExtended: { readonly clock: string; readonly start: string; readonly unit: string; readonly n: number; readonly reason: string; readonly proposal: string };
  ClockNoticed: { readonly instant: string; readonly clock: string; readonly mark: string; readonly to: string; readonly due: string };
  ReactionSettled: { readonly reaction: string; readonly event: string; readonly outcome: 'done' | 'refused' | 'skipped'; readonly reason?: string; readonly stream?: string; readonly revision?: number };
  PersonRecused: { readonly person: string; readonly kind: string; readonly ground: string; readonly proposal: string };
  NoteAdded: { readonly text: string };
  Intervened: { readonly kind: StandingAsked<'intervene'>['kind']; readonly cause: string; readonly about: string; readonly reason: string };
  /** `event`: revision of the first domain event after it. */
  InterventionJudged: { readonly intervention: number; readonly outcome: 'healed' | 'sameCause'; readonly event?: number };
};
export type StandingType = keyof StandingData;
const standing: ReadonlySet<string> = new Set<StandingType>([
  'StepProposed', 'StepEndorsed', 'ProposalRefused', 'ProposalWithdrawn', 'FactCorrected', 'StepTakenBack', 'ClockExtended', 'ClockNoticed', 'ReactionSettled', 'PersonRecused', 'NoteAdded', 'Intervened', 'InterventionJudged',
]);

const isKnown = (lifecycle: Lifecycle, { type, row }: Recorded): boolean => (row === undefined ? standing.has(type) : lifecycle.rows[row]?.records === type);

/** Folds one event in, whatever version of it is stored. Total over every event that this build can read; throws `UnreadableEvent` for another. */
export const evolve = (lifecycle: Lifecycle, matter: Matter | undefined, stored: Recorded): Matter => {
  const { stream, revision, type } = stored;
  if (!isKnown(lifecycle, stored)) {
    const what = `${type}${stored.row ? ` (${stored.row})` : ''}`;
    throw new UnreadableEvent(text(`${stream} 第 ${revision} 版：现行程序的「${lifecycle.process}」流程表不认识 ${what}`, `${stream} revision ${revision}: no row of '${lifecycle.process}' reads ${what}`));
  }
  const event = lift(lifecycle, stored);
  const row = event.row === undefined ? undefined : lifecycle.rows[event.row];
  if (!matter) {
    if (row?.shape !== 'opening') throw new UnreadableEvent(text(`${stream} 的第一个事件是 ${type}，而它不是登记环节`, `${stream} begins with ${type}, which opens nothing`));
    return opened(lifecycle, row, event);
  }
  return changed(matter, event, row ? acted(lifecycle, row, matter, event) : stood(matter, event));
};

export const fold = (lifecycle: Lifecycle, events: Iterable<Recorded>, from?: Matter): Matter | undefined => {
  let matter = from;
  for (const event of events) matter = evolve(lifecycle, matter, event);
  return matter;
};

const actData = (event: Recorded) => event.data as unknown as ActData;
const context = (event: Recorded): ActContext => ({ on: event.occurredAt, by: actData(event).by, approvals: event.approvals });

const actOf = (row: Row, event: Recorded): Act => {
  const { by, lane } = actData(event);
  const approver = event.approvals.at(-1)?.approver.person;
  return { revision: event.revision, row: row.name, kind: 'done', on: event.occurredAt, recordedAt: event.recordedAt, by, ...(lane !== undefined && { lane }), ...(approver !== undefined && { approver }) };
};

const dutiesOf = (row: Row, event: Recorded) => {
  const { asked, by } = actData(event);
  const inherited = row.inherits?.(asked).duties ?? [];
  if (!row.duty) return inherited;
  const { name, persons } = row.duty;
  return [...inherited, ...[...new Set([by.person, ...(persons?.(asked) ?? [])])].map((person) => ({ duty: name, person }))];
};

type Caused = readonly (readonly [name: string, reaction: Reaction])[];
const none: Caused = [];
/** Looked up for every event, of a table that never changes. */
const known = new WeakMap<Lifecycle, ReadonlyMap<string, Caused>>();

const causedBy = (lifecycle: Lifecycle, { name }: Row): Caused => {
  let byRow = known.get(lifecycle);
  if (!byRow) {
    const all = Object.entries(lifecycle.reactions);
    byRow = new Map(all.flatMap(([, reaction]) => causesOf(reaction)).map((row) => [row, all.filter(([, reaction]) => causesOf(reaction).includes(row))]));
    known.set(lifecycle, byRow);
  }
  return byRow.get(name) ?? none;
};

const owedBy = (lifecycle: Lifecycle, row: Row, event: Recorded, facts: Loose): readonly Owed[] =>
  causedBy(lifecycle, row).flatMap(([name, reaction]) => ((reaction.owes?.(facts) ?? true) ? [{ reaction: name, revision: event.revision, event: event.id }] : []));

/** Most events add nothing to most lists: these stay the same lists. */
const joined = <T>(known: readonly T[], more: readonly T[]): readonly T[] => (more.length === 0 ? known : [...known, ...more]);

const recusedBy = (row: Row, event: Recorded) => row.inherits?.(actData(event).asked).recused ?? [];

/** The chain that signed for each field, this act's for those whose value it put there. */
const signedFor = (known: Matter['signedFor'], { approvals }: Recorded, before: Loose, after: Loose, prefix = ''): Matter['signedFor'] => {
  const moved = Object.keys(after).filter((field) => before[field] !== after[field]);
  if (moved.length === 0) return known;
  const all: Record<string, readonly string[]> = {};
  for (const field of Object.keys(known)) all[field] = known[field]!; // a key of it
  const levels = approvals.map(({ level }) => level);
  for (const field of moved) all[`${prefix}${field}`] = levels;
  return all;
};

const filedAt = (papers: readonly FiledPaper[], revision: number): Matter['papers'] =>
  papers.map(({ kind, title, sha256, signedOn }) => ({ kind, title, sha256, revision, ...(signedOn !== undefined && { signedOn }) }));

const filed = (event: Recorded) => filedAt(actData(event).papers, event.revision);

/** A ledger that names a matter begun here makes no paper matter of it, unless it tells its end. */
const takenOver = ({ takesOver }: Row, event: Recorded, matter?: Matter): Matter['takenOver'] => {
  if (!takesOver || (matter && !matter.takenOver && takesOver === 'underWay')) return matter?.takenOver;
  return { at: matter?.takenOver?.at ?? event.recordedAt, ...(takesOver === 'ended' && { settledOn: event.occurredAt }) };
};

const opened = (lifecycle: Lifecycle, row: Row, event: Recorded): Matter => {
  const facts = row.then({}, actData(event).asked, context(event));
  const owed = owedBy(lifecycle, row, event, facts);
  return {
    stream: event.stream,
    process: event.process,
    correlation: event.correlation,
    revision: event.revision,
    position: event.position,
    stage: row.to!, // an opening row always lands somewhere
    facts,
    lanes: {},
    openedOn: event.occurredAt,
    takenOver: takenOver(row, event),
    ground: event.revision,
    acts: [actOf(row, event)],
    proposals: [],
    papers: filed(event),
    duties: dutiesOf(row, event),
    recused: recusedBy(row, event),
    signedFor: {},
    extensions: [],
    notices: [],
    interventions: [],
    owed,
    reacted: owed.map(({ revision }) => revision),
    before: undefined,
  };
};

/** The case shows the least advanced lane. */
const leastAdvanced = (lifecycle: Lifecycle, lanes: Matter['lanes']): string =>
  lifecycle.laneStages[Math.min(...Object.values(lanes).map(({ stage }) => lifecycle.laneStages.indexOf(stage)))]!; // lanes only hold lane stages, and there is one

/** Noted in the facts as they are, and as they would be if the last step were taken back. */
const noted = (lifecycle: Lifecycle, row: Row, matter: Matter, event: Recorded): Change => {
  const note = <F extends Loose>(facts: F): F => ({ ...facts, ...row.then(facts, actData(event).asked, context(event)) });
  const facts = note(matter.facts);
  const owed = owedBy(lifecycle, row, event, facts);
  return { facts, ...(matter.before && { before: { ...matter.before, facts: note(matter.before.facts) } }), owed: joined(matter.owed, owed), reacted: joined(matter.reacted, owed.map(({ revision }) => revision)) };
};

const acted = (lifecycle: Lifecycle, row: Row, matter: Matter, event: Recorded): Change => {
  if (row.aside) return noted(lifecycle, row, matter, event);
  const { asked, lane } = actData(event);
  const { stage, facts, lanes } = move(lifecycle, row, matter, event, asked, lane);
  const act = actOf(row, event);
  const owed = owedBy(lifecycle, row, event, facts);
  return {
    stage,
    facts,
    lanes,
    ground: event.revision,
    acts: [...matter.acts, act],
    papers: joined(matter.papers, filed(event)),
    duties: joined(matter.duties, dutiesOf(row, event)),
    recused: joined(matter.recused, recusedBy(row, event)),
    signedFor: lane === undefined ? signedFor(matter.signedFor, event, matter.facts, facts) : signedFor(matter.signedFor, event, matter.lanes[lane]?.facts ?? {}, lanes[lane]?.facts ?? {}, `${lane}|`),
    owed: joined(matter.owed, owed),
    reacted: joined(matter.reacted, owed.map(({ revision }) => revision)),
    proposals: matter.proposals.length === 0 ? matter.proposals : matter.proposals.filter(({ id }) => id !== actData(event).proposal),
    takenOver: takenOver(row, event, matter),
    // What a ledger says is corrected, not taken back.
    ...(!row.takesOver && { before: before(matter, event, act) }),
  };
};

const move = (lifecycle: Lifecycle, row: Row, matter: Matter, event: Recorded, asked: Loose, lane: string | undefined): Pick<Matter, 'stage' | 'facts' | 'lanes'> => {
  const { facts, stage, lanes } = matter;
  const here = lane === undefined ? undefined : lanes[lane];
  if (row.shape === 'lane' && here && lane !== undefined) {
    const moved: Lane = { stage: row.to!, facts: row.then(here.facts, asked, context(event)), ground: event.revision };
    const all = { ...lanes, [lane]: moved };
    return { stage: leastAdvanced(lifecycle, all), facts, lanes: all };
  }
  const next = row.then(facts, asked, context(event));
  if (row.shape === 'staying') return { stage, facts: { ...facts, ...next }, lanes };
  const begun = row.lanes?.(facts, asked).map(({ key, ...start }): [string, Lane] => [key, { ...start, ground: event.revision }]);
  return { stage: row.to!, facts: next, lanes: begun ? Object.fromEntries(begun) : lanes };
};

const before = (matter: Matter, event: Recorded, act: Act): Before => ({
  revision: event.revision,
  approver: act.approver ?? act.by.person,
  stage: matter.stage,
  facts: matter.facts,
  lanes: matter.lanes,
  acts: matter.acts.length,
  papers: matter.papers.length,
});

/** Revision since which nothing that matters to the lane (or, without one, to the whole) has moved. */
export const groundOf = (matter: Matter, lane: string | undefined): number => (lane === undefined ? matter.ground : (matter.lanes[lane]?.ground ?? matter.ground));

/** Whether only the count of its events is another, as after a note: what was worked out before is true still. */
export const standsAsBefore = (now: Matter, before: Matter): boolean =>
  (Object.keys(now) as (keyof Matter)[]).every((field) => field === 'revision' || field === 'position' || now[field] === before[field]);

/** The ground has moved since the step was proposed: it must be proposed again. */
export const overtaken = (matter: Matter, proposal: Proposal): boolean => proposal.step && groundOf(matter, proposal.lane) > proposal.ground;

const openedBy = ({ id, name, lane, asked, papers, sealed, by, on, step, keepsDate, chain }: StandingData['StepProposed'], ground: number): Proposal => ({
  id, name, asked, papers, sealed, by, on, step, keepsDate, chain, given: [], ground, ...(lane !== undefined && { lane }),
});

/** The fact as it should have been, of the matter or of one of its lanes. */
export const corrected = (matter: Matter, { field, lane, new: value }: { readonly field: string; readonly lane?: string | undefined; readonly new: unknown }, ground: number): Pick<Matter, 'facts' | 'lanes'> => {
  const here = lane === undefined ? undefined : matter.lanes[lane];
  return here && lane !== undefined
    ? { facts: matter.facts, lanes: { ...matter.lanes, [lane]: { ...here, facts: { ...here.facts, [field]: value }, ground } } }
    : { facts: { ...matter.facts, [field]: value }, lanes: matter.lanes };
};

const regranted = (extensions: readonly Extension[], moved: readonly Regranted[]): readonly Extension[] =>
  moved.length === 0 ? extensions : extensions.map((extension) => ({ ...extension, ...moved.find(({ revision }) => revision === extension.revision) }));

/** Events that every process knows. Only corrections and taking back move the ground. */
const stood = (matter: Matter, event: Recorded): Change => {
  const data = <T extends StandingType>(_: T) => event.data as unknown as StandingData[T];
  const without = (proposal: string) => matter.proposals.filter(({ id }) => id !== proposal);
  const dropped = (proposal: string) => matter.acts.map((act): Act => (act.proposal === proposal ? { ...act, kind: 'dropped' } : act));
  switch (event.type as StandingType) {
    case 'StepProposed': {
      const proposal = data('StepProposed');
      const act: Act = { revision: event.revision, row: proposal.name, kind: 'proposed', on: proposal.on, recordedAt: event.recordedAt, by: proposal.by, proposal: proposal.id, ...(proposal.lane !== undefined && { lane: proposal.lane }) };
      return { acts: [...matter.acts, act], proposals: [...matter.proposals.filter((open) => !overtaken(matter, open)), openedBy(proposal, groundOf(matter, proposal.lane))] };
    }
    case 'StepEndorsed': {
      const { proposal: id, level, approver, signedOn, paper } = data('StepEndorsed');
      const given = { level, approver, signedOn, ...(paper !== undefined && { paper }) };
      return { proposals: matter.proposals.map((proposal) => (proposal.id === id ? { ...proposal, given: [...proposal.given, given] } : proposal)) };
    }
    case 'ProposalRefused':
      return { acts: dropped(data('ProposalRefused').proposal), proposals: without(data('ProposalRefused').proposal) };
    case 'ProposalWithdrawn':
      return { acts: dropped(data('ProposalWithdrawn').proposal), proposals: without(data('ProposalWithdrawn').proposal) };
    case 'FactCorrected': {
      const { field, new: value, lane, proposal, papers, extensions } = data('FactCorrected');
      return {
        ...corrected(matter, { field, lane, new: value }, event.revision), extensions: regranted(matter.extensions, extensions ?? []),
        before: undefined, ground: event.revision, papers: [...matter.papers, ...filedAt(papers, event.revision)], proposals: without(proposal),
      };
    }
    case 'StepTakenBack': {
      if (!matter.before) return {};
      const { stage, facts, lanes, acts, papers } = matter.before;
      // Who took part has taken part: duties are not taken back. A lane that goes back has moved, for whoever looked at it.
      const back = Object.fromEntries(Object.entries(lanes).map(([key, lane]) => [key, lane.ground === matter.lanes[key]?.ground ? lane : { ...lane, ground: event.revision }]));
      return { before: undefined, stage, facts, lanes: back, acts: matter.acts.slice(0, acts), papers: matter.papers.slice(0, papers), ground: event.revision };
    }
    case 'ClockExtended': {
      const { clock, start, unit, n, proposal } = data('ClockExtended');
      return { extensions: [...matter.extensions, { clock, start, unit, n, on: event.occurredAt, revision: event.revision }], proposals: without(proposal) };
    }
    case 'ClockNoticed':
      return { notices: [...matter.notices, data('ClockNoticed').instant] };
    case 'ReactionSettled': {
      const { reaction, event: cause, outcome } = data('ReactionSettled');
      const revision = matter.owed.find((owed) => owed.reaction === reaction && owed.event === cause)?.revision;
      // Nothing came of it, so on its account nothing rests on the step: it may be taken back and done otherwise.
      const nothing = outcome === 'done' || revision === undefined ? -1 : matter.reacted.indexOf(revision);
      const reacted = matter.reacted.filter((_, i) => i !== nothing);
      return { reacted, owed: matter.owed.filter((owed) => !(owed.reaction === reaction && owed.event === cause)) };
    }
    case 'PersonRecused': {
      const { person, proposal } = data('PersonRecused');
      return { recused: [...matter.recused, person], proposals: without(proposal).filter(({ by }) => by.person !== person) };
    }
    case 'NoteAdded':
      return {};
    case 'Intervened': {
      const { kind, cause, about } = data('Intervened');
      return { interventions: [...matter.interventions, { revision: event.revision, kind, cause, about }] };
    }
    case 'InterventionJudged': {
      const { intervention, outcome } = data('InterventionJudged');
      return { interventions: matter.interventions.map((each) => (each.revision === intervention ? { ...each, outcome } : each)) };
    }
  }
};
