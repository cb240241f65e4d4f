import { z } from 'zod';
import { refusal, text, type Refusal } from '@anjuan/lifecycle';
import { choice, date, fen, fixed, line, streamId, yes } from '../fields';
import { documentKind } from '../register/stages';

/** Prosecution of one respondent; none where there is no entry (domain §3.1). */
export const prosecutionStates = {
  transferred: text('已移送审查起诉', 'Transferred'),
  returned: text('检察机关退回补充调查', 'Returned by the procuratorate'),
  notRetransferred: text('退回后未再移送', 'Not transferred again'),
  indicted: text('已起诉', 'Indicted'),
  notIndicted: text('不起诉', 'Not indicted'),
  reconsiderationAsked: text('已提请复议', 'Reconsideration asked'),
  judged: text('已判决', 'Judged'),
} as const;

export const verdicts = {
  guilty: text('有罪判处刑罚', 'Guilty'),
  exempt: text('有罪免予刑罚', 'Guilty, exempt from punishment'),
  acquitted: text('无罪', 'Acquitted'),
} as const;

/** What may be ordered about money (IR 239); each is a ledger of its own. */
export const orders = {
  recover: text('追缴', 'Recover'),
  refund: text('清退', 'Refund'),
  confiscate: text('没收', 'Confiscate'),
  restitution: text('责令退赔', 'Order restitution'),
} as const;

/** What was got back, and what was not lost. */
export const ledgers = { ...orders, lossAvoided: text('挽回损失', 'Loss avoided') } as const;

export const confiscationGrounds = { absconded: text('逃匿，通缉一年后不能到案', 'Absconded, wanted for a year'), dead: text('死亡', 'Dead') } as const;

export const leniencyGrounds = {
  surrender: text('自动投案，真诚悔罪悔过', 'Surrendered and repented'),
  cooperation: text('积极配合调查，如实供述', 'Cooperated, confessed truthfully'),
  returned: text('积极退赃，减少损失', 'Returned the gains, reduced the loss'),
  meritorious: text('重大立功', 'Major meritorious service'),
  informer: text('涉案人员揭发、提供重要线索', 'Involved person who exposed others'),
} as const;

/** Why the family is not told of the detention yet (SL 50). */
export const obstacles = {
  evidence: text('可能毁灭、伪造证据', 'Evidence might be destroyed or forged'),
  witnesses: text('可能干扰证人作证', 'Witnesses might be disturbed'),
  collusion: text('可能串供', 'Statements might be agreed'),
  other: text('其他有碍调查情形', 'Another obstacle to the investigation'),
} as const;

const person = line('被审查调查人', 'Respondent', 60);
const list = <T extends z.ZodObject>(zh: string, en: string, entry: T) => z.array(entry).meta({ zh, en }).optional();

const absence = z.object({ person, fledOn: date('逃匿日期', 'Fled on'), wantedOn: date('通缉日期', 'Wanted since').optional(), capturedOn: date('到案日期', 'Captured on').optional() });
export type Absence = z.infer<typeof absence>;

const prosecution = z.object({
  person,
  state: choice('进展', 'State', prosecutionStates),
  to: line('受移送的检察机关', 'Procuratorate', 100),
  transferredOn: date('（再次）移送日期', 'Transferred (again) on'),
  returns: z.array(z.object({ on: date('退回日期', 'Returned on'), endedOn: date('补充调查结束日期', 'Ended on').optional() })).meta({ zh: '退回补充调查', en: 'Returns' }),
  decidedOn: date('起诉（不起诉）决定收到日期', 'Decision received on').optional(),
  notIndictedOn: date('不起诉决定收到日期', 'Non-indictment received on').optional(),
  reconsiderationOn: date('提请复议日期', 'Reconsideration asked on').optional(),
  verdict: choice('判决', 'Verdict', verdicts).optional(),
  reviewedOn: date('处分复核日期', 'Sanction reviewed on').optional(),
});
export type Prosecution = z.infer<typeof prosecution>;

const transferPlan = z.object({
  person,
  plannedOn: date('拟移送日期', 'To be transferred on'),
  setOn: date('首次拟定日期', 'First planned on'),
  designated: yes('须商请指定管辖', 'Jurisdiction to be designated'),
  noticedOn: date('预告检察机关日期', 'Procuratorate told on').optional(),
  requestedOn: date('商请指定管辖日期', 'Designation asked on').optional(),
});

const recoveryOrder = z.object({
  person,
  kind: choice('处理方式', 'Order', orders),
  fen: fen('金额', 'Amount'),
  on: date('决定日期', 'Decided on'),
  delays: z.array(z.object({ from: date('起', 'From'), to: date('止', 'To') })).meta({ zh: '因被审查调查人原因耽误', en: 'Delays the respondent caused' }),
  settledOn: date('执行完毕日期', 'Settled on').optional(),
  uncollectableOn: date('确认不能执行日期', 'Found uncollectable on').optional(),
});
export type RecoveryOrder = z.infer<typeof recoveryOrder>;

/**
 * Facts of what goes on beside the stage, mostly for one respondent. All are optional: a case opened before there were such
 * rows has none of them.
 */
export const beside = {
  assignedFromAbove: fixed(yes('上级交办、指定管辖', 'Assigned or designated from above')).optional(),
  refiledFrom: fixed(streamId.meta({ zh: '原撤销案件', en: 'The withdrawn case' })).optional(),
  absences: list('逃匿', 'Absences', absence),
  liuzhiReleases: list('解除留置', 'Releases from detention', z.object({ person, on: date('解除日期', 'Released on') })),
  familyNotices: list('通知家属', 'Notices to families', z.object({
    person,
    obstacle: choice('暂不通知的原因', 'Why withheld', obstacles).optional(),
    withheldOn: date('决定暂不通知日期', 'Withheld on').optional(),
    notifiedOn: date('通知日期', 'Notified on').optional(),
  })),
  published: z.object({ on: date('公布日期', 'Published on'), where: line('公布途径', 'Where', 200) }).meta({ zh: '立案公布', en: 'Publication' }).optional(),
  withdrawalOpinion: z
    .object({ on: date('撤案意见日期', 'Opinion of'), major: yes('重大复杂', 'Major'), reportedOn: date('报上级日期', 'Reported above on').optional() })
    .meta({ zh: '撤案意见', en: 'Withdrawal opinion' }).optional(),
  leniency: list('从宽处罚建议', 'Leniency proposals', z.object({
    person,
    ground: choice('从宽情形', 'Ground', leniencyGrounds),
    askedOn: date('报批日期', 'Reported on'),
    granted: yes('上级同意', 'Granted').optional(),
    repliedOn: date('批复日期', 'Answered on').optional(),
  })),
  confiscations: list('没收违法所得意见', 'Confiscation opinions', z.object({ person, ground: choice('情形', 'Ground', confiscationGrounds), on: date('提出日期', 'Issued on') })),
  recoveryOrders: list('涉案财物处理', 'Orders about assets', recoveryOrder),
  recoveries: list('到账记录', 'Money got back', z.object({ person, kind: choice('类别', 'Ledger', ledgers), fen: fen('金额', 'Amount'), on: date('日期', 'On') })),
  // A day to come is planned anew by its own row; a correction knows only days that have been.
  transferPlans: z.array(transferPlan).meta({ zh: '移送计划', en: 'Planned transfers', fixed: true }).optional(),
  prosecutions: list('审查起诉', 'Prosecution', prosecution),
  documents: z.array(z.object({ document: documentKind, number: line('文号', 'Number', 60), of: line('对象', 'Of whom', 80).optional(), on: date('编号日期', 'Numbered on'), voided: yes('作废', 'Voided').optional() })).meta({ zh: '文书编号', en: 'Document numbers', fixed: true }).optional(),
} as const;

/** Stages of a case that has not ended. */
export const fromFiling = ['filed', 'investigating', 'investigationConcluded', 'trialSubmitted', 'trialDeferred', 'inTrial', 'returnedReinvestigate', 'returnedSupplement', 'deliberating', 'decided', 'announced', 'executing', 'executed'] as const;
export const fromDeliberation = ['deliberating', 'decided', 'announced', 'executing', 'executed'] as const;

type Personal = { readonly person: string };

export const entryOf = <T extends Personal>(list: readonly T[] | undefined, person: string): T | undefined => list?.find((entry) => entry.person === person);

/** The list with this person's entry in it, in place of the one before. */
export const withEntry = <T extends Personal>(list: readonly T[] | undefined, entry: T): T[] =>
  entryOf(list, entry.person) ? list!.map((each) => (each.person === entry.person ? entry : each)) : [...(list ?? []), entry]; // found there, so it is there

/** The newest flight of that person: who was caught may flee again, and the year that began with the capture is not forgotten. */
export const absenceOf = (absences: readonly Absence[] | undefined, person: string): Absence | undefined => absences?.findLast((each) => each.person === person);

/** The list with what has become of this person's newest flight. */
export const withAbsence = (absences: readonly Absence[] | undefined, now: Absence): Absence[] => {
  const newest = absenceOf(absences, now.person);
  return (absences ?? []).map((each) => (each === newest ? now : each));
};

/** The sanction must be looked at again: non-indictment, acquittal, or no second transfer (K20). */
export const owesReview = ({ state, verdict }: Prosecution): boolean => state === 'notIndicted' || state === 'notRetransferred' || verdict === 'acquitted';

/** Whoever is named must be a respondent of the case. */
export const respondentRefusal = (rule: string, respondents: readonly Personal[], person: string): Refusal | undefined =>
  respondents.some((each) => each.person === person) ? undefined : refusal(rule, `${person} 不是本案被审查调查人`, `${person} is not a respondent of this case`, { field: 'respondent', value: person });

/** The field in which a row names its respondent. */
export const respondent = z.object({ respondent: person });
