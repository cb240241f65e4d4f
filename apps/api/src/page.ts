import { commandForms, formOf } from '@anjuan/derive';
import type { StoredEvent } from '@anjuan/event-store';
import { clockStates, isFinal, openSteps, type Actor, type Lifecycle, type Matter, type Proposal, type Situation, type Text } from '@anjuan/lifecycle';
import { workflowUrl } from './done-view';
import { eventView } from './history';
import { linkTo } from './routes';
import { actorView, factViews, fieldViews, proposalLabel } from './words';

type Seen = Situation & { readonly actor?: Actor | undefined };

const lanesView = (lifecycle: Lifecycle, matter: Matter) =>
  Object.entries(matter.lanes).map(([key, { stage, facts }]) => ({ key, stage, stageLabel: lifecycle.stages[stage]?.label, facts: factViews(lifecycle.laneKnows(stage), facts) }));

/** Whether this person may sign now; the door asks again. */
const maySign = (lifecycle: Lifecycle, matter: Matter, { by, chain, given }: Proposal, actor: Actor | undefined): boolean => {
  const level = chain[given.length];
  if (!actor || level === undefined || matter.recused.includes(actor.person)) return false;
  return lifecycle.vocabulary.signs(level, actor, matter.facts) && actor.person !== by.person && !given.some(({ approver }) => approver.person === actor.person);
};

const proposalView = (lifecycle: Lifecycle, matter: Matter, proposal: Proposal, actor: Actor | undefined) => {
  const { id, name, lane, asked, papers, by, on, chain, given } = proposal;
  const { levels } = lifecycle.vocabulary;
  const level = chain[given.length];
  return {
    id, name, label: proposalLabel(lifecycle, name), ...(lane !== undefined && { lane }), by: actorView(by), on,
    fields: fieldViews(formOf(lifecycle, name)?.schema, asked),
    papers: papers.map((paper) => ({ ...paper, label: lifecycle.vocabulary.papers[paper.kind] })),
    chain: chain.map((each) => ({ level: each, label: levels[each] })),
    given: given.map((one) => ({ ...one, label: levels[one.level], approver: actorView(one.approver) })),
    ...(level !== undefined && { waitsFor: { level, label: levels[level] } }),
    maySign: maySign(lifecycle, matter, proposal, actor),
    mayWithdraw: actor?.person === by.person,
  };
};

/** Steps of the table that are open now, with everything their form needs. */
const stepsView = (lifecycle: Lifecycle, matter: Matter, actor: Actor | undefined) =>
  openSteps(lifecycle, matter, actor).flatMap(({ row, lanes, by, mayAct }) => {
    const form = formOf(lifecycle, row.name);
    return form && !form.engineOnly ? [{ name: row.name, label: row.label, ref: row.ref, by, lanes, mayAct, needs: form.needs, basis: row.basis, to: form.to, schema: form.schema }] : [];
  });

const standingView = (lifecycle: Lifecycle) => commandForms(lifecycle).flatMap(({ kind, name, label, schema, engineOnly }) => (kind === 'standing' && !engineOnly ? [{ name, label, schema }] : []));

const waiting: Text = { zh: '系统正在办理', en: 'the engine is at it' };

/** Everything a person needs to know about one matter, in words. */
export const pageView = (lifecycle: Lifecycle, matter: Matter, events: readonly StoredEvent[], { actor, policy, count, now }: Seen, temporalUi: string | undefined) => {
  const url = workflowUrl(temporalUi, matter.stream);
  return {
    stream: matter.stream, process: matter.process, revision: matter.revision, position: matter.position, ground: matter.ground,
    correlation: matter.correlation, openedOn: matter.openedOn, stage: matter.stage, stageLabel: lifecycle.stages[matter.stage]?.label, final: isFinal(lifecycle, matter.stage),
    facts: factViews(lifecycle.stages[matter.stage]?.knows, matter.facts),
    lanes: lanesView(lifecycle, matter),
    clocks: clockStates(lifecycle.clocks, matter, count, now),
    proposals: matter.proposals.map((proposal) => proposalView(lifecycle, matter, proposal, actor)),
    steps: stepsView(lifecycle, matter, actor),
    standing: standingView(lifecycle),
    papers: matter.papers.map((paper) => ({ ...paper, label: lifecycle.vocabulary.papers[paper.kind] })),
    duties: matter.duties.map(({ duty, person }) => ({ duty, person, label: lifecycle.vocabulary.duties[duty] })),
    recused: matter.recused,
    owed: matter.owed.map((owed) => ({ ...owed, label: lifecycle.reactions[owed.reaction]?.label, state: waiting })),
    history: events.filter(({ revision }) => revision <= matter.revision).map((event) => eventView(lifecycle, event, { policy, count })),
    workflow: { id: matter.stream, ...(url !== undefined && { url }) },
    links: { self: linkTo(matter.stream), history: `${linkTo(matter.stream)}/history` },
  };
};
