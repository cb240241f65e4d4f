import { commandForms, formOf } from '@anjuan/derive';
import type { StoredEvent } from '@anjuan/event-store';
import { clockStates, isFinal, openSteps, type Actor, type Lifecycle, type Matter, type Proposal, type Situation, type Text } from '@anjuan/lifecycle';
import { eventView, factViews, lanesView, papersView, proposalView } from '@anjuan/replay';
import { workflowUrl } from './done-view';
import { linkTo } from './routes';

type Seen = Situation & { readonly actor?: Actor | undefined };

/** Whether this person may sign now; the door asks again. */
const maySign = (lifecycle: Lifecycle, matter: Matter, { by, chain, given }: Proposal, actor: Actor | undefined): boolean => {
  const level = chain[given.length];
  if (!actor || level === undefined || matter.recused.includes(actor.person)) return false;
  return lifecycle.vocabulary.signs(level, actor, matter.facts) && actor.person !== by.person && !given.some(({ approver }) => approver.person === actor.person);
};

const signable = (lifecycle: Lifecycle, matter: Matter, proposal: Proposal, actor: Actor | undefined) => ({
  ...proposalView(lifecycle, proposal),
  maySign: maySign(lifecycle, matter, proposal, actor),
  mayWithdraw: actor?.person === proposal.by.person,
});

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
    proposals: matter.proposals.map((proposal) => signable(lifecycle, matter, proposal, actor)),
    steps: stepsView(lifecycle, matter, actor),
    standing: standingView(lifecycle),
    papers: papersView(lifecycle, matter),
    duties: matter.duties.map(({ duty, person }) => ({ duty, person, label: lifecycle.vocabulary.duties[duty] })),
    recused: matter.recused,
    owed: matter.owed.map((owed) => ({ ...owed, label: lifecycle.reactions[owed.reaction]?.label, state: waiting })),
    history: events.filter(({ revision }) => revision <= matter.revision).map((event) => eventView(lifecycle, event, { policy, count })),
    workflow: { id: matter.stream, ...(url !== undefined && { url }) },
    links: { self: linkTo(matter.stream), history: `${linkTo(matter.stream)}/history` },
  };
};
