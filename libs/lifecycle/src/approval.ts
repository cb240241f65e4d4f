import type { Refusal } from './words';
import { refusal } from './words';
import type { Situation } from './command';
import type { Draft, Given, Matter, Proposal } from './matter';
import type { Lifecycle } from './process';
import type { Decision, DatedCommand } from './decide';
import type { StandingData } from './evolve';
import { overtaken } from './evolve';
import { parse } from './asked';
import { dutyRefusal, nameList, recusedRefusal } from './separation';
import type { StandingAsked, StandingName } from './standing';
import { standingCommands } from './standing';
import { actDraft, stepRefusal, type Step } from './step';
import type { Row } from './transition';
import { proposableDraft, proposableRefusal } from './proposable';

/** The step as it waits for its signatures. Its id is the command's. */
export const proposalDraft = (id: string, step: Step, chain: readonly string[], seal: readonly string[], keepsDate: boolean): Draft => {
  const data: StandingData['StepProposed'] = {
    id, name: step.row.name, asked: step.asked, papers: step.papers, by: step.by, on: step.on, chain, sealed: seal, step: true, keepsDate, ...(step.lane !== undefined && { lane: step.lane }),
  };
  return { type: 'StepProposed', data, seal, sealed: [], approvals: [], basis: step.row.basis, occurredOn: step.on };
};

type Signed = { readonly signature: Given; readonly proposal: Proposal };

/** Why this person may not sign the proposal, whatever post they hold. */
export const barredRefusal = (lifecycle: Lifecycle, matter: Matter, proposal: Proposal, person: string): Refusal | undefined => {
  const about = { field: 'actor.person', value: person };
  if (person === proposal.by.person) return refusal('proposer-approves', `${person} 是呈批人，不得审批自己呈报的事项`, `${person} proposed it and may not approve it`, about);
  if (proposal.given.some(({ approver }) => approver.person === person)) return refusal('signed-already', `${person} 已在前一级签批`, `${person} has signed at an earlier level`, about);
  const row = proposal.step ? lifecycle.rows[proposal.name] : undefined;
  const barred = recusedRefusal(matter, person) ?? (row && dutyRefusal(lifecycle, matter, { ...row, duty: row.duty && { name: row.duty.name } } as Row, person, {}));
  if (barred) return barred;
  return proposal.name === 'recuse' && proposal.asked['person'] === person ? refusal('own-recusal', `${person} 的回避不能由本人审批`, `${person} may not decide on being recused`, about) : undefined;
};

/** Who signs, for which proposal: checked alike for consent and refusal. */
const signature = (lifecycle: Lifecycle, matter: Matter, command: DatedCommand, asked: StandingAsked<'approve' | 'refuseProposal'>, situation: Situation): Signed | { readonly refused: Refusal } => {
  const proposal = matter.proposals.find(({ id }) => id === asked.proposal);
  if (!proposal) return { refused: refusal('no-such-proposal', `没有待批的呈批件 ${asked.proposal}，可能已办结或撤回`, `no proposal ${asked.proposal} is open; it may have been decided or withdrawn`, { field: 'proposal', value: asked.proposal }) };
  const level = proposal.chain[proposal.given.length]!; // the last signature closes the proposal, so an open one lacks one
  const approver = asked.onPaper?.approver ?? command.actor;
  const today = situation.count.dateOf(situation.now);
  // A signature at the keyboard is given now; only a sheet of paper can show an earlier one.
  if (!asked.onPaper && command.on !== today)
    return { refused: refusal('signed-today', `系统内签批的日期只能是今天（${today}）；补录纸面签批请附签批件`, `a signature given here is dated today, ${today}; an earlier one is entered with the signed paper`, { field: 'on', value: command.on }) };
  const signedOn = asked.onPaper?.signedOn ?? today;
  const words = nameList(lifecycle.vocabulary.levels, [level]);
  if (!lifecycle.vocabulary.signs(level, approver, matter.facts))
    return { refused: refusal('wrong-level', `此件现由${words.zh}审批，${approver.person}（${approver.post}）无权签批`, `this proposal waits for ${words.en}; ${approver.person} (${approver.post}) may not sign it`, { field: 'actor.post', value: approver.post }) };
  const barred = barredRefusal(lifecycle, matter, proposal, approver.person);
  if (barred) return { refused: barred };
  if (signedOn > today || signedOn < (proposal.given.at(-1)?.signedOn ?? proposal.on))
    return { refused: refusal('impossible-signature-date', `签批日期 ${signedOn} 早于呈批或上一级签批，或晚于今天`, `${signedOn} lies before the proposal or the signature below it, or after today`, { field: 'signedOn', value: signedOn }) };
  return { proposal, signature: { level, approver, signedOn, ...(asked.onPaper && { paper: asked.onPaper.paper }) } };
};

/** The last approval carries out the act: both are one append by one command. */
export const approve = (lifecycle: Lifecycle, matter: Matter, command: DatedCommand, situation: Situation): Decision => {
  const asked = parse(standingCommands.approve.asks, command.asked);
  if ('refused' in asked) return asked;
  const signed = signature(lifecycle, matter, command, asked.ok, situation);
  if ('refused' in signed) return signed;
  const { proposal, signature: given } = signed;
  if (overtaken(matter, proposal))
    return { refused: refusal('ground-moved', '呈批之后案情已有变动，须由呈批人重新呈批', 'the ground has moved since it was proposed; it must be proposed again', { field: 'proposal', value: proposal.id }) };
  const on = proposal.keepsDate ? proposal.on : given.signedOn;
  const refused = refusalNow(lifecycle, matter, proposal, on, situation);
  if (refused) return { refused };
  const data: StandingData['StepEndorsed'] = { proposal: proposal.id, ...given, ...(asked.ok.opinion && { opinion: asked.ok.opinion }) };
  const endorsed: Draft = { type: 'StepEndorsed', data, seal: [], sealed: [], approvals: [], basis: [], occurredOn: given.signedOn };
  const approvals = [...proposal.given, given];
  if (approvals.length < proposal.chain.length) return { events: [endorsed] };
  return { events: [endorsed, carriedOut(lifecycle, matter, proposal, approvals, on, situation)] };
};

const stepOf = (lifecycle: Lifecycle, proposal: Proposal, on: string): Step => ({
  row: lifecycle.rows[proposal.name]!, // a step proposal was made from a row, and rows are never deleted
  asked: proposal.asked, papers: proposal.papers, by: proposal.by, on, ...(proposal.lane !== undefined && { lane: proposal.lane }),
});

const refusalNow = (lifecycle: Lifecycle, matter: Matter, proposal: Proposal, on: string, situation: Situation) =>
  proposal.step
    ? stepRefusal(lifecycle, matter, stepOf(lifecycle, proposal, on), situation)
    : proposableRefusal(lifecycle, matter, proposal.name as StandingName, proposal.asked, { on, sealed: proposal.sealed.length > 0 }, situation);

const carriedOut = (lifecycle: Lifecycle, matter: Matter, proposal: Proposal, approvals: readonly Given[], on: string, situation: Situation): Draft =>
  proposal.step
    ? actDraft(stepOf(lifecycle, proposal, on), { approvals, seal: [], sealed: proposal.sealed, on, proposal: proposal.id })
    : proposableDraft(lifecycle, matter, proposal, approvals, on, situation);

export const refuseProposal = (lifecycle: Lifecycle, matter: Matter, command: DatedCommand, situation: Situation): Decision => {
  const asked = parse(standingCommands.refuseProposal.asks, command.asked);
  if ('refused' in asked) return asked;
  const signed = signature(lifecycle, matter, command, asked.ok, situation);
  if ('refused' in signed) return signed;
  const { proposal, signature: given } = signed;
  const data: StandingData['ProposalRefused'] = { proposal: proposal.id, level: given.level, reason: asked.ok.reason };
  return { events: [{ type: 'ProposalRefused', data, seal: [], sealed: [], approvals: [given], basis: [], occurredOn: given.signedOn }] };
};

export const withdrawProposal = (matter: Matter, command: DatedCommand): Decision => {
  const asked = parse(standingCommands.withdrawProposal.asks, command.asked);
  if ('refused' in asked) return asked;
  const proposal = matter.proposals.find(({ id }) => id === asked.ok.proposal);
  if (!proposal) return { refused: refusal('no-such-proposal', `没有待批的呈批件 ${asked.ok.proposal}`, `no proposal ${asked.ok.proposal} is open`, { field: 'proposal', value: asked.ok.proposal }) };
  if (proposal.by.person !== command.actor.person)
    return { refused: refusal('not-the-proposer', `只有呈批人 ${proposal.by.person} 可以撤回`, `only ${proposal.by.person}, who proposed it, may withdraw it`, { field: 'actor.person', value: command.actor.person }) };
  const data: StandingData['ProposalWithdrawn'] = { proposal: proposal.id, reason: asked.ok.reason };
  return { events: [{ type: 'ProposalWithdrawn', data, seal: [], sealed: [], approvals: [], basis: [], occurredOn: command.on }] };
};
