import { z } from 'zod';
import type { CivilDate, Refusal } from './words';
import { refusal } from './words';
import type { Command, Situation } from './command';
import { actorSchema, civilDate, engineRole, papersSchema } from './command';
import type { Draft, Matter } from './matter';
import type { Lifecycle } from './process';
import { groundOf, overtaken } from './evolve';
import type { Loose, Row } from './transition';
import { parse, sealedFields } from './asked';
import { unfitRefusal, unfitTexts } from './fitness';
import { engineOnly, isStanding, standingCommands } from './standing';
import { decideStanding } from './decide-standing';
import { proposalDraft } from './approval';
import type { Step } from './step';
import { actDraft, chainOf, keepsDate, nothingThere, roleRefusal, stageRefusal, stepRefusal } from './step';

export type Decision = { readonly events: readonly [Draft, ...Draft[]] } | { readonly refused: Refusal };

const around = z.object({ actor: actorSchema, papers: papersSchema, on: civilDate });

/** Decides a command on the matter as it stands. Pure: time, people and policy arrive as arguments; it never throws. */
export const decide = (lifecycle: Lifecycle, matter: Matter | undefined, command: Command, situation: Situation): Decision => {
  const faults = unfitTexts({ asked: command.asked, papers: command.papers, actor: command.actor });
  if (faults[0]) return { refused: unfitRefusal([faults[0], ...faults.slice(1)]) };
  const parsed = parse(around, { actor: command.actor, papers: command.papers ?? [], on: command.on ?? situation.count.dateOf(situation.now) });
  if ('refused' in parsed) return parsed;
  const { id, stream, name, asked, ifMatch } = command;
  const { actor, papers, on } = parsed.ok as Pick<DatedCommand, 'actor' | 'papers' | 'on'>;
  const act: DatedCommand = { id, stream, name, asked, actor, papers, on, ...(ifMatch !== undefined && { ifMatch }) };
  const early = datesRefusal(opens(lifecycle, command) ? undefined : matter, act.on, situation) ?? movedRefusal(lifecycle, matter, command);
  if (early) return { refused: early };
  if (isStanding(command.name)) {
    if (!matter) return { refused: nothingThere(command.stream) };
    if (engineOnly.has(command.name) && command.actor.post !== engineRole)
      return { refused: refusal('engine-only', `「${standingCommands[command.name].label.zh}」只由系统自动办理`, `only the engine itself sends ${command.name}`, { field: 'command', value: command.name }) };
    return decideStanding(lifecycle, matter, { ...act, name: command.name }, situation);
  }
  const row = Object.hasOwn(lifecycle.rows, command.name) ? lifecycle.rows[command.name] : undefined;
  if (!row) return { refused: refusal('unknown-command', `没有「${command.name}」这一步骤`, `the table of '${lifecycle.process}' has no step ${command.name}`, { field: 'command', value: command.name }) };
  return decideRow(lifecycle, row, matter, act, situation);
};

export type DatedCommand = Command & { readonly on: CivilDate; readonly papers: NonNullable<Command['papers']> };

const decideRow = (lifecycle: Lifecycle, row: Row, matter: Matter | undefined, command: DatedCommand, situation: Situation): Decision => {
  const asked = parse(row.asks, command.asked ?? {});
  const lane = 'ok' in asked && row.shape === 'lane' ? lifecycle.laneKey(asked.ok) : undefined;
  // Whether the step exists here, and whether this person may take it, are said before what is wrong with the form.
  const barred = stageRefusal(lifecycle, row, matter, lane) ?? roleRefusal(lifecycle, row, matter, command);
  if (barred) return { refused: barred };
  if ('refused' in asked) return asked;
  const sealed = sealedFields(row.asks);
  const step: Step = { row, asked: asked.ok as Loose, papers: command.papers, by: command.actor, on: command.on, ...(lane !== undefined && { lane }) };
  const refused = stepRefusal(lifecycle, matter, step, situation);
  if (refused) return { refused };
  const chain = chainOf(lifecycle, matter, step, situation);
  if (chain.length === 0) return { events: [actDraft(step, { approvals: [], seal: sealed, sealed: [], on: command.on })] };
  if (!matter) return { refused: refusal('no-approval-to-open', '登记环节不能走呈批', 'a matter cannot be opened through an approval', { field: 'on', value: command.on }) };
  const open = matter.proposals.find((proposal) => proposal.step && proposal.lane === lane && !overtaken(matter, proposal));
  if (open) {
    const label = lifecycle.rows[open.name]?.label ?? row.label;
    return { refused: refusal('one-proposal-at-a-time', `已有一件呈批未办结：${label.zh}。先同意、不同意或撤回`, `a proposal is still open: ${label.en}; approve, refuse or withdraw it first`, { field: 'proposal', value: open.id }) };
  }
  return { events: [proposalDraft(command.id, step, chain, sealed, keepsDate(matter, step))] };
};

/** What would open a matter a second time is told that it is there, whatever its date. */
const opens = ({ rows }: Lifecycle, { name }: Command): boolean => Object.hasOwn(rows, name) && rows[name]?.shape === 'opening';

const datesRefusal = (matter: Matter | undefined, on: CivilDate, { now, count }: Situation): Refusal | undefined => {
  const today = count.dateOf(now);
  if (on > today) return refusal('date-in-the-future', `日期 ${on} 晚于今天（${today}）`, `${on} lies after today, ${today}`, { field: 'on', value: on });
  if (matter && on < matter.openedOn) return refusal('date-before-opening', `日期 ${on} 早于登记日期 ${matter.openedOn}`, `${on} lies before the matter was opened on ${matter.openedOn}`, { field: 'on', value: on });
  return undefined;
};

const movedRefusal = (lifecycle: Lifecycle, matter: Matter | undefined, command: Command): Refusal | undefined => {
  if (command.ifMatch === undefined || !matter) return undefined;
  const row = lifecycle.rows[command.name];
  const lane = row?.shape === 'lane' && typeof command.asked === 'object' && command.asked !== null ? lifecycle.laneKey(command.asked as Loose) : undefined;
  const ground = groundOf(matter, lane);
  return ground > command.ifMatch
    ? refusal('stale-revision', `您看到的是第 ${command.ifMatch} 版，其后第 ${ground} 版已有变动；请刷新后再办`, `you looked at revision ${command.ifMatch}, but revision ${ground} moved the ground since; reload and look again`, { field: 'ifMatch', value: command.ifMatch })
    : undefined;
};
