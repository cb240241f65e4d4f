import { formOf } from '@anjuan/derive';
import type { StoredEvent } from '@anjuan/event-store';
import type { Actor, Given, Lifecycle, Situation, StandingData, Text } from '@anjuan/lifecycle';
import { isLate, lift, nameList, UnreadableEvent } from '@anjuan/lifecycle';
import { actorText, actorView, factsSchema, fieldViews, masked, proposalLabel, type FieldView } from './words';

type Data = Readonly<Record<string, unknown>>;
const named = (lifecycle: Lifecycle, data: Data, key: string): Text => proposalLabel(lifecycle, String(data[key]));
const told = (zh: string, en: string): Text => ({ zh, en });

const settledAs = { done: told('办结', 'settled'), refused: told('未成', 'refused'), skipped: told('免办', 'skipped') } as const satisfies Record<StandingData['ReactionSettled']['outcome'], Text>;

/** What happened, in words: the row's own label, or what every process knows. */
const labelOf = (lifecycle: Lifecycle, { type, row, data }: StoredEvent): Text => {
  if (row !== undefined) return proposalLabel(lifecycle, row);
  const level = () => nameList(lifecycle.vocabulary.levels, [String(data['level'])]);
  const clock = () => lifecycle.clocks[String(data['clock']).split('@')[0] ?? '']?.label ?? told(String(data['clock']), String(data['clock']));
  switch (type) {
    case 'StepProposed': { const step = named(lifecycle, data, 'name'); return told(`呈批：${step.zh}`, `Proposed: ${step.en}`); }
    case 'StepEndorsed': return told(`${level().zh}同意`, `Approved by ${level().en}`);
    case 'ProposalRefused': return told(`${level().zh}不同意`, `Refused by ${level().en}`);
    case 'ProposalWithdrawn': return told('撤回呈批', 'Proposal withdrawn');
    case 'FactCorrected': return told('更正', 'Corrected');
    case 'StepTakenBack': return told('撤回上一步', 'Last step taken back');
    case 'ClockExtended': return told(`延长期限：${clock().zh}`, `Extended: ${clock().en}`);
    case 'ClockNoticed': return told(`时限提醒：${clock().zh}（${String(data['due'])}）`, `Noticed: ${clock().en} (${String(data['due'])})`);
    case 'ReactionSettled': { const reaction = lifecycle.reactions[String(data['reaction'])]?.label; const how = settledAs[data['outcome'] as StandingData['ReactionSettled']['outcome']]; return told(`后续动作${how.zh}：${reaction?.zh ?? ''}`, `Reaction ${how.en}: ${reaction?.en ?? ''}`); }
    case 'PersonRecused': return told(`${String(data['person'])} 回避`, `${String(data['person'])} recused`);
    case 'NoteAdded': return told('备注', 'Note');
    case 'Intervened': return told('系统干预', 'Intervention');
    case 'InterventionJudged': return data['outcome'] === 'healed' ? told('干预结果：已恢复', 'Intervention: healed') : told('干预结果：原因未除', 'Intervention: same cause');
    default: return told(type, type);
  }
};

/** The fields of an event under their labels: what was asked, or what the event itself says. */
const fieldsOf = (lifecycle: Lifecycle, { row, type, data }: StoredEvent): readonly FieldView[] => {
  if (row !== undefined) return fieldViews(formOf(lifecycle, row)?.schema, data['asked'] as Data);
  if (type === 'StepProposed') return fieldViews(formOf(lifecycle, String(data['name']))?.schema, data['asked'] as Data);
  const command = { StepEndorsed: 'approve', ProposalRefused: 'refuseProposal', ProposalWithdrawn: 'withdrawProposal', FactCorrected: 'correct', StepTakenBack: 'takeBack', ClockExtended: 'extendClock', PersonRecused: 'recuse', NoteAdded: 'addNote', Intervened: 'intervene' }[type];
  const schema = formOf(lifecycle, command ?? '')?.schema;
  const wanted = Object.entries(data).filter(([field]) => schema?.properties?.[field] !== undefined && field !== 'proposal');
  if (type !== 'FactCorrected') return fieldViews(schema, Object.fromEntries(wanted));
  // A corrected value is read with the words of the fact it corrects.
  const fact = Object.values(lifecycle.stages).map(({ knows }) => factsSchema(knows)?.properties?.[String(data['field'])]).find(Boolean);
  return fieldViews({ ...schema, properties: { ...schema?.properties, ...(fact && { old: { ...fact, zh: '原值', en: 'Old value' }, new: { ...fact, zh: '新值', en: 'New value' } }) } }, Object.fromEntries(wanted));
};

/** A consent stands in the event itself, a refusal in its envelope: either way one person signed, at one level. */
const signature = ({ type, data, approvals }: StoredEvent): Given | undefined => {
  if (type === 'ProposalRefused') return approvals[0];
  if (type !== 'StepEndorsed') return undefined;
  const { level, approver, signedOn, paper } = data as unknown as StandingData['StepEndorsed'];
  return { level, approver, signedOn, ...(paper !== undefined && { paper }) };
};

/** What was signed on paper is put in by somebody at the keyboard, who is named too. */
const paperNote = ({ approver, paper }: Given, enteredBy: Actor): Text =>
  paper === undefined ? told('', '') : approver.person === enteredBy.person ? told('（纸面签批）', ' (on paper)') : told(`（纸面签批，${enteredBy.person} 补录）`, ` (on paper, entered by ${enteredBy.person})`);

/** In today's words and fields; what this build cannot read is told as it is stored. */
const asToday = (lifecycle: Lifecycle, event: StoredEvent): StoredEvent => {
  try {
    return lift(lifecycle, event);
  } catch (error) {
    if (error instanceof UnreadableEvent) return event;
    throw error;
  }
};

/** One line of a matter's history. Whether it was entered late is worked out under the policy and calendar in force. */
export const eventView = (lifecycle: Lifecycle, stored: StoredEvent, { policy, count }: Pick<Situation, 'policy' | 'count'>) => {
  const event = asToday(lifecycle, stored);
  const { revision, position, type, row, actor, occurredAt, recordedAt, basis, data, command } = event;
  const label = labelOf(lifecycle, event);
  const signed = signature(event);
  const by = actorView(signed?.approver ?? (data['by'] as Actor | undefined) ?? actor);
  const who = actorText(by);
  const note = signed ? paperNote(signed, actor) : told('', '');
  const papers = Array.isArray(data['papers']) ? (data['papers'] as readonly { kind: string; title: string; sha256: string; signedOn?: string }[]) : [];
  const approvals = signed ? [signed] : event.approvals;
  return {
    revision, position, type, ...(row !== undefined && { row }), command, label,
    sentence: { zh: `${occurredAt}　${who.zh}：${label.zh}${note.zh}`, en: `${occurredAt} ${who.en}: ${label.en}${note.en}` },
    by, enteredBy: actorView(actor), on: occurredAt, recordedAt, basis,
    ...(isLate(occurredAt, { now: recordedAt, policy, count }) && { late: true as const }),
    fields: fieldsOf(lifecycle, event),
    ...(typeof data['lane'] === 'string' && { lane: data['lane'] }),
    ...(typeof data['proposal'] === 'string' && { proposal: data['proposal'] }),
    papers: papers.map((paper) => ({ ...paper, label: lifecycle.vocabulary.papers[paper.kind] ?? told(paper.kind, paper.kind) })),
    approvals: approvals.map(({ level, approver, signedOn, paper }) => ({ level, label: lifecycle.vocabulary.levels[level], approver: actorView(approver), signedOn, ...(paper !== undefined && { paper }) })),
    ...(type === 'ReactionSettled' && { settled: masked(data) }),
  };
};
