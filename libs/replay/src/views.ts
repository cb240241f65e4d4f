import { formOf } from '@anjuan/derive';
import { citation } from '@anjuan/domain';
import { isFinal, type Lifecycle, type Matter, type Proposal, type StandingData } from '@anjuan/lifecycle';
import { changesBetween, laneText, type Change } from './changes';
import { eventView } from './event-view';
import { clocksUnder, countedAs, lifecycleOf, type Line, type Point, type Standing, type Step, type Today } from './line';
import { actorView, factsSchema, factViews, fieldViews, plain, proposalLabel } from './words';

/** Fields that say why: reasons, grounds of a recusal, opinions of those who signed. */
const whyFields: ReadonlySet<string> = new Set(['reason', 'ground', 'opinion']);

/** Clocks start, stop and stand still by acts, facts, lanes and extensions: where none of these moved, neither did they. */
const movesClocks = (before: Matter | undefined, after: Matter): boolean =>
  before?.acts !== after.acts || before.facts !== after.facts || before.lanes !== after.lanes || before.extensions !== after.extensions || before.stage !== after.stage;

/** What the step itself changed: both sides are looked at on the instant it was recorded, so that mere time changes nothing. */
const changesOf = (today: Today, { event, rules, before, after }: Step): readonly Change[] => {
  if (!after) return [];
  const standing = (matter: Matter) => {
    const clocks = movesClocks(before, after) ? clocksUnder(today, rules, matter, event.recordedAt) : undefined;
    return { matter, ...(clocks && { clocks }) };
  };
  return changesBetween(lifecycleOf(today, event.process), before && standing(before), standing(after));
};

/** The act that a taking back undid. */
const takenBack = (today: Today, { steps }: Line, { event: { stream, process, type, data } }: Step) => {
  if (type !== 'StepTakenBack') return undefined;
  const { revision } = data as StandingData['StepTakenBack'];
  const act = steps.find(({ event }) => event.stream === stream && event.revision === revision)?.event;
  return { revision, label: proposalLabel(lifecycleOf(today, process), act?.row ?? '') };
};

/** One step of the line in words: who, for whom, why, on which basis, by whose signatures, and old → new. */
export const stepView = (today: Today, line: Line, step: Step) => {
  const { event, rules, unreadable } = step;
  const { late, ...view } = eventView(lifecycleOf(today, event.process), event, today);
  const back = takenBack(today, line, step);
  const settled = event.type === 'ReactionSettled' ? fieldViews({ properties: { reason: { zh: '理由', en: 'Reason' } } }, { reason: event.data['reason'] }) : [];
  return {
    stream: event.stream, process: event.process, ...view,
    // Late or not is counted by the policy and calendar of the time, or not at all.
    ...(late && countedAs(today, rules) && { late }),
    basis: view.basis.map((key) => ({ key, text: citation(key) })),
    why: [...view.fields, ...settled].filter(({ field }) => whyFields.has(field)),
    ...(back && { takesBack: back }),
    changes: changesOf(today, step),
    rules,
    ...(unreadable !== undefined && { unreadable }),
  };
};
export type StepView = ReturnType<typeof stepView>;

export const lanesView = (lifecycle: Lifecycle, matter: Matter) =>
  Object.entries(matter.lanes).map(([key, lane]) => ({ key, label: laneText(lifecycle, key, lane), stage: lane.stage, stageLabel: lifecycle.stages[lane.stage]?.label, facts: factViews(lifecycle.laneKnows(lane.stage), lane.facts) }));

export const papersView = ({ vocabulary }: Lifecycle, { papers }: Pick<Matter, 'papers'>) => papers.map((paper) => ({ ...paper, label: vocabulary.papers[paper.kind] }));

/** An open proposal, and the level whose signature it waits for. */
export const proposalView = (lifecycle: Lifecycle, { id, name, lane, asked, papers, by, on, chain, given }: Proposal) => {
  const { levels, papers: kinds } = lifecycle.vocabulary;
  const level = chain[given.length];
  return {
    id, name, label: proposalLabel(lifecycle, name), ...(lane !== undefined && { lane }), by: actorView(by), on,
    fields: fieldViews(formOf(lifecycle, name)?.schema, asked),
    papers: papers.map((paper) => ({ ...paper, label: kinds[paper.kind] })),
    chain: chain.map((each) => ({ level: each, label: levels[each] })),
    given: given.map((one) => ({ ...one, label: levels[one.level], approver: actorView(one.approver) })),
    ...(level !== undefined && { waitsFor: { level, label: levels[level] } }),
  };
};

/** What a matter is called: its number and title, a case by its number alone. */
export const nameOf = (matter: Matter | undefined): string => ['number', 'caseNo', 'title'].flatMap((field) => (typeof matter?.facts[field] === 'string' ? [matter.facts[field]] : [])).join(' ');

/** One matter at a point, in words; sealed values masked. No `clocks`: the policy or calendar of the time is not kept. */
export const standingView = (today: Today, { matter, rules, clocks }: Standing) => {
  const lifecycle = lifecycleOf(today, matter.process);
  const { stream, process, revision, stage, facts, openedOn, recused } = matter;
  return {
    stream, process, name: nameOf(matter), revision, openedOn, stage, stageLabel: lifecycle.stages[stage]?.label ?? plain(stage), final: isFinal(lifecycle, stage),
    facts: fieldViews(factsSchema(lifecycle.stages[stage]?.knows), facts),
    lanes: lanesView(lifecycle, matter),
    proposals: matter.proposals.map((proposal) => proposalView(lifecycle, proposal)),
    papers: papersView(lifecycle, matter),
    recused,
    ...(clocks && { clocks }),
    rules,
  };
};
export type StandingView = ReturnType<typeof standingView>;

/** What differs between two points of the line, matter by matter: each side by the rules and on the instant of its own point. */
export const compare = (today: Today, line: Line, from: Point, to: Point) => {
  const [old, now] = [line.at(from), line.at(to)];
  return [...new Set([...now, ...old].map(({ matter }) => matter.stream))].flatMap((stream) => {
    const [was, is] = [old, now].map((standings) => standings.find(({ matter }) => matter.stream === stream));
    const { process } = (is ?? was)!.matter; // it is in one of the two
    const changes = changesBetween(lifecycleOf(today, process), was, is);
    return changes.length === 0 ? [] : [{ stream, process, changes }];
  });
};
