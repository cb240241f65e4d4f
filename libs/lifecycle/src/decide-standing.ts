import type { z } from 'zod';
import { refusal } from './words';
import { engineRole, type Situation } from './command';
import { clockStates, instants } from './clock';
import type { Draft, Matter } from './matter';
import type { Lifecycle } from './process';
import type { DatedCommand, Decision } from './decide';
import type { StandingData, StandingType } from './evolve';
import { parse } from './asked';
import { approve, refuseProposal, withdrawProposal } from './approval';
import type { Proposable } from './proposable';
import { asParsed, correctionSeal, proposableChain, proposableRefusal } from './proposable';
import { nameList, recusedRefusal } from './separation';
import { isLate } from './step';
import type { StandingAsked, StandingName } from './standing';
import { standingCommands } from './standing';

type Named = DatedCommand & { readonly name: StandingName };

const draft = <T extends StandingType>(type: T, data: StandingData[T], on: string): Draft => ({ type, data, seal: [], sealed: [], approvals: [], basis: [], occurredOn: on });

export const decideStanding = (lifecycle: Lifecycle, matter: Matter, command: Named, situation: Situation): Decision => {
  const recused = recusedRefusal(matter, command.actor.person);
  if (recused) return { refused: recused };
  switch (command.name) {
    case 'approve':
      return approve(lifecycle, matter, command, situation);
    case 'refuseProposal':
      return refuseProposal(lifecycle, matter, command, situation);
    case 'withdrawProposal':
      return withdrawProposal(matter, command);
    case 'correct':
    case 'extendClock':
    case 'recuse':
      return propose(lifecycle, matter, command, command.name, situation);
    case 'takeBack':
      return takeBack(matter, command);
    case 'addNote': {
      const asked = parse(standingCommands.addNote.asks, command.asked);
      return 'refused' in asked ? asked : { events: [draft('NoteAdded', asked.ok, command.on)] };
    }
    case 'intervene':
      return intervene(lifecycle, matter, command, situation);
    case 'judgeIntervention':
      return judgeIntervention(matter, command);
    case 'noticeClock':
      return noticeClock(lifecycle, matter, command, situation);
    case 'settleReaction':
      return settleReaction(matter, command);
  }
};

const propose = (lifecycle: Lifecycle, matter: Matter, command: Named, name: Proposable, situation: Situation): Decision => {
  const parsed = parse<StandingAsked<Proposable>>(standingCommands[name].asks as z.ZodType<StandingAsked<Proposable>>, command.asked);
  if ('refused' in parsed) return parsed;
  if (isLate(command.on, situation))
    return { refused: refusal('late-entry', `${standingCommands[name].label.zh}不得倒填日期（${command.on}）`, `${standingCommands[name].label.en} cannot be entered under an earlier date, ${command.on}`, { field: 'on', value: command.on }) };
  const refused = proposableRefusal(lifecycle, matter, name, parsed.ok, { on: command.on, sealed: false }, situation);
  if (refused) return { refused };
  const asked = asParsed(lifecycle, matter, name, parsed.ok);
  const seal = name === 'correct' ? correctionSeal(lifecycle, matter, asked as StandingAsked<'correct'>) : [];
  const chain = proposableChain(lifecycle, matter, name, asked);
  const data: StandingData['StepProposed'] = { id: command.id, name, asked, papers: command.papers, by: command.actor, on: command.on, chain, sealed: seal, step: false, keepsDate: false };
  return { events: [{ ...draft('StepProposed', data, command.on), seal }] };
};

/** The last step, by its approver (or, where it needed none, by who took it), while nothing rests on it. */
const takeBack = (matter: Matter, command: Named): Decision => {
  const asked = parse(standingCommands.takeBack.asks, command.asked);
  if ('refused' in asked) return asked;
  const { before } = matter;
  if (!before || before.revision !== matter.ground)
    return { refused: refusal('nothing-to-take-back', '没有可以撤回的步骤：上一步骤已更正、已撤回，或本件刚刚登记', 'there is no step to take back: it was corrected or taken back already, or the matter has only been opened', { field: 'command', value: 'takeBack' }) };
  if (matter.acts.find(({ revision }) => revision === before.revision)?.by.post === engineRole)
    return { refused: refusal('engine-only', '系统办理的步骤不能由人撤回', 'what the engine did no person takes back', { field: 'command', value: 'takeBack' }) };
  if (before.approver !== command.actor.person)
    return { refused: refusal('not-the-approver', `上一步骤由 ${before.approver} 批准，只能由其撤回`, `the last step was approved by ${before.approver}, who alone may take it back`, { field: 'actor.person', value: command.actor.person }) };
  if (matter.acts.some(({ kind, revision }) => kind === 'proposed' && revision > before.revision) && matter.proposals.length > 0)
    return { refused: refusal('something-rests-on-it', '已有呈批件以该步骤为依据，须先撤回呈批', 'a proposal rests on the step; withdraw it first', { field: 'proposal', value: matter.proposals[0]?.id ?? null }) };
  if (matter.reacted.includes(before.revision))
    return { refused: refusal('something-rests-on-it', '该步骤已引起后续办理（如已立案建档），不能撤回，请按规定更正或撤案', 'the step has led to another act (a case was opened on it); correct or withdraw by the rules instead', { field: 'revision', value: before.revision }) };
  return { events: [draft('StepTakenBack', { revision: before.revision, reason: asked.ok.reason }, command.on)] };
};

/** Help from outside for what is stuck: it decides nothing in the matter, and the act itself is done by who follows the events. */
const intervene = (lifecycle: Lifecycle, matter: Matter, command: Named, { now, count }: Situation): Decision => {
  const asked = parse(standingCommands.intervene.asks, command.asked);
  if ('refused' in asked) return asked;
  const { vocabulary } = lifecycle;
  const { label } = standingCommands.intervene;
  if (!vocabulary.standing.intervention.some((role) => vocabulary.plays(role, command.actor, matter.facts))) {
    const who = nameList(vocabulary.roles, vocabulary.standing.intervention);
    return { refused: refusal('wrong-actor', `「${label.zh}」应由${who.zh}办理，${command.actor.office}的${command.actor.person}不能办理`, `${label.en} is for ${who.en}; ${command.actor.person} of ${command.actor.office} may not`, { field: 'actor', value: command.actor.office }) };
  }
  const today = count.dateOf(now);
  if (command.on !== today) return { refused: refusal('acts-today', `${label.zh}只能以今天（${today}）办理`, `an intervention is of today, ${today}`, { field: 'on', value: command.on }) };
  const intervened = draft('Intervened', asked.ok, command.on);
  if (asked.ok.kind !== 'skipReaction') return { events: [intervened] };
  const [reaction = '', event = ''] = asked.ok.about.split(':', 2);
  const skipped = settled(matter, { reaction, event, outcome: 'skipped', reason: asked.ok.reason }, command.on);
  return 'refused' in skipped ? skipped : { events: [intervened, ...skipped.events] };
};

const judgeIntervention = (matter: Matter, command: Named): Decision => {
  const asked = parse(standingCommands.judgeIntervention.asks, command.asked);
  if ('refused' in asked) return asked;
  const { intervention, outcome, event } = asked.ok;
  if (!matter.interventions.some((each) => each.revision === intervention && each.outcome === undefined))
    return { refused: refusal('nothing-to-judge', `没有第 ${intervention} 号待判断的干预`, `there is no intervention ${intervention} to judge`, { field: 'intervention', value: intervention }) };
  return { events: [draft('InterventionJudged', { intervention, outcome, ...(event !== undefined && { event }) }, command.on)] };
};

const noticeClock = (lifecycle: Lifecycle, matter: Matter, command: Named, { policy, count, now }: Situation): Decision => {
  const asked = parse(standingCommands.noticeClock.asks, command.asked);
  if ('refused' in asked) return asked;
  const due = instants(clockStates(lifecycle.clocks, matter, count, now), policy.marks, matter.notices, count).find(({ id }) => id === asked.ok.instant);
  if (!due || due.at > now)
    return { refused: refusal('nothing-due', '该时限现在不需要提醒', 'nothing is to be noticed about that clock now', { field: 'instant', value: asked.ok.instant }) };
  return { events: [draft('ClockNoticed', { instant: due.id, clock: due.clock, mark: due.mark, to: due.to, due: due.due }, command.on)] };
};

const settleReaction = (matter: Matter, command: Named): Decision => {
  const asked = parse(standingCommands.settleReaction.asks, command.asked);
  if ('refused' in asked) return asked;
  return settled(matter, asked.ok, command.on);
};

const settled = (matter: Matter, { reaction, event, outcome, reason, stream, revision }: StandingAsked<'settleReaction'>, on: string): Decision => {
  if (!matter.owed.some((owed) => owed.reaction === reaction && owed.event === event))
    return { refused: refusal('nothing-owed', '没有这项待办的后续动作', 'no such reaction is owed', { field: 'reaction', value: reaction }) };
  return { events: [draft('ReactionSettled', { reaction, event, outcome, ...(reason !== undefined && { reason }), ...(stream !== undefined && { stream }), ...(revision !== undefined && { revision }) }, on)] };
};
