import type { CivilDate, FiledPaper, Refusal } from './words';
import { refusal } from './words';
import type { Command, Situation } from './command';
import type { Draft, Given, Matter } from './matter';
import type { Lifecycle } from './process';
import type { ActData } from './evolve';
import type { Loose, Row } from './transition';
import { dutyRefusal, nameList, recusedRefusal } from './separation';

export type Step = { readonly row: Row; readonly asked: Loose; readonly papers: readonly FiledPaper[]; readonly by: Command['actor']; readonly on: CivilDate; readonly lane?: string };

/** Facts the row looks at: the lane's for a lane row, the matter's otherwise. */
const factsFor = (matter: Matter | undefined, step: Pick<Step, 'lane'>): Loose => (step.lane === undefined ? matter?.facts : matter?.lanes[step.lane]?.facts) ?? {};

/** Everything that may speak against the step itself; asked again when the last approval is given. */
export const stepRefusal = (lifecycle: Lifecycle, matter: Matter | undefined, step: Step, situation: Situation): Refusal | undefined => {
  const { row, asked, by, on } = step;
  const missing = row.needs.filter((kind) => !step.papers.some((paper) => paper.kind === kind));
  if (missing.length > 0)
    return refusal('missing-document', `缺少文书：${nameList(lifecycle.vocabulary.papers, missing).zh}`, `missing document: ${nameList(lifecycle.vocabulary.papers, missing).en}`, { field: 'papers', value: missing });
  if (!row.takesOver && isLate(on, situation) && step.papers.length === 0)
    return refusal('late-entry', `${on} 的事项超过 ${situation.policy.lateEntryWorkingDays} 个工作日才补录，须附书面依据`, `an act of ${on} entered more than ${situation.policy.lateEntryWorkingDays} working days later needs a paper that shows it`, { field: 'papers', value: on });
  return (
    stageRefusal(lifecycle, row, matter, step.lane) ??
    orderRefusal(lifecycle, row, matter, step) ??
    recusedRefusal(matter, by.person) ??
    dutyRefusal(lifecycle, matter, row, by.person, asked) ??
    row.refuses(factsFor(matter, step), asked, { on, by, today: situation.count.dateOf(situation.now), policy: situation.policy, recused: matter?.recused ?? [], lanes: Object.values(matter?.lanes ?? {}), lastMoved: lastMoved(lifecycle, matter), stream: matter?.stream, restedOn: restedOn(lifecycle, matter) }, matter?.facts ?? {})
  );
};

/** Date of the last step that moved the matter, or of any lane's last step; for a lane, the matter's and its own. */
const lastMoved = (lifecycle: Lifecycle, matter: Matter | undefined, lane?: string): CivilDate | undefined => {
  let last: CivilDate | undefined;
  for (const act of matter?.acts ?? [])
    if (act.kind === 'done' && (last === undefined || act.on > last) && (lane === undefined || act.lane === undefined || act.lane === lane) && lifecycle.rows[act.row]?.shape !== 'staying') last = act.on;
  return last;
};

/** A reaction of the last step that moved the matter was carried out, or still may be. */
const restedOn = (lifecycle: Lifecycle, matter: Matter | undefined): boolean => {
  const moved = matter?.acts.findLast(({ kind, row }) => kind === 'done' && lifecycle.rows[row]?.shape !== 'staying');
  return moved !== undefined && matter !== undefined && matter.reacted.includes(moved.revision);
};

/** A step that moves the matter cannot be dated before the step it follows. */
const orderRefusal = (lifecycle: Lifecycle, row: Row, matter: Matter | undefined, { on, lane }: Step): Refusal | undefined => {
  const last = lastMoved(lifecycle, matter, lane);
  return last !== undefined && row.shape !== 'staying' && on < last
    ? refusal('out-of-order', `日期 ${on} 早于上一步骤的日期 ${last}`, `${on} lies before ${last}, the date of the step it follows`, { field: 'on', value: on })
    : undefined;
};

/** Whether the signature would only vouch for an act done and dated before: the row itself asks for none. */
export const keepsDate = (matter: Matter | undefined, step: Step): boolean => step.row.approvedBy(factsFor(matter, step), step.asked, matter?.facts ?? {}).length === 0;

/** The row's own chain; an act entered late needs a signature even where the row asks none. */
export const chainOf = (lifecycle: Lifecycle, matter: Matter | undefined, step: Step, situation: Situation): readonly string[] => {
  const chain = step.row.approvedBy(factsFor(matter, step), step.asked, matter?.facts ?? {});
  return chain.length > 0 || !matter || step.row.takesOver || !isLate(step.on, situation) ? chain : lifecycle.vocabulary.standing.lateEntry;
};

export const isLate = (on: CivilDate, { now, policy, count }: Situation): boolean => count.workingDaysBetween(on, count.dateOf(now)) > policy.lateEntryWorkingDays;

/** The act as it is stored, whether done at once or carried out by its last approval. */
export const actDraft = (step: Step, how: { readonly approvals: readonly Given[]; readonly seal: readonly string[]; readonly sealed: readonly string[]; readonly on: CivilDate; readonly proposal?: string }): Draft => {
  const data: ActData = { asked: step.asked, by: step.by, papers: step.papers, ...(step.lane !== undefined && { lane: step.lane }), ...(how.proposal !== undefined && { proposal: how.proposal }) };
  return { type: step.row.records, row: step.row.name, data, seal: how.seal, sealed: how.sealed, approvals: how.approvals, basis: step.row.basis, occurredOn: how.on };
};

export const nothingThere = (stream: string) => refusal('not-found', `没有找到 ${stream}`, `there is no ${stream}`, { field: 'stream', value: stream });

export const stageRefusal = (lifecycle: Lifecycle, row: Row, matter: Matter | undefined, lane: string | undefined): Refusal | undefined => {
  if (row.shape === 'opening')
    return matter ? refusal('already-there', `${matter.stream} 已经登记，不能重复登记`, `${matter.stream} has been registered already`, { field: 'stream', value: matter.stream }) : undefined;
  if (!matter) return nothingThere(lifecycle.process);
  const here = row.shape === 'lane' && lane !== undefined ? matter.lanes[lane] : undefined;
  if (row.shape === 'lane' && lane !== undefined && !here)
    return refusal('unknown-lane', `本案没有「${lane}」这一对象与轨道`, `the matter has no respondent and track ${lane}; it has ${Object.keys(matter.lanes).join(', ') || 'none yet'}`, { field: 'respondent', value: lane });
  const stage = here?.stage ?? matter.stage;
  const possible = row.shape === 'lane' && lane === undefined ? row.from.some((from) => Object.values(matter.lanes).some((each) => each.stage === from)) : row.from.includes(stage);
  if (possible) return undefined;
  const now = lifecycle.stages[stage]?.label ?? { zh: stage, en: stage };
  const from = nameList(Object.fromEntries(Object.entries(lifecycle.stages).map(([key, { label }]) => [key, label])), row.from);
  return refusal('wrong-stage', `现处「${now.zh}」环节，不能「${row.label.zh}」；该步骤只能在「${from.zh}」环节办理`, `${row.label.en} is not possible at stage ${now.en}; it belongs to ${from.en}`, { field: 'stage', value: stage });
};

export const roleRefusal = (lifecycle: Lifecycle, row: Row, matter: Matter | undefined, { actor }: Command): Refusal | undefined => {
  if (row.by.some((role) => lifecycle.vocabulary.plays(role, actor, matter?.facts ?? {}))) return undefined;
  const who = nameList(lifecycle.vocabulary.roles, row.by);
  return refusal('wrong-actor', `「${row.label.zh}」应由${who.zh}办理，${actor.office}的${actor.person}不能办理`, `${row.label.en} is for ${who.en}; ${actor.person} of ${actor.office} may not`, { field: 'actor', value: actor.office });
};

