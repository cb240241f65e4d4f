import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { notBefore } from '../clue/guards';
import { choice, line, passage, yes } from '../fields';
import { caseFilingApproval, withdrawalApproval } from './approvals';
import { respondent } from '../people';
import { filed, kase, withdrawalGrounds } from './stages';

const underWay = ['investigating', 'inTrial'] as const;
const byBoth = ['handlingDepartment', 'trialOffice'] as const;

/** IR 237, L38: of a case assigned from above the opinion goes up while the investigation's limit still runs. */
export const formWithdrawalOpinion = kase.staying({
  label: text('形成撤案意见（上级交办案件）', 'Form the withdrawal opinion (assigned case)'),
  ref: 'K14',
  basis: ['IR 237'],
  from: underWay,
  by: byBoth,
  needs: ['withdrawalOpinion'],
  approvedBy: () => ['chief', 'collective'],
  asks: z.object({ major: yes('重大复杂', 'Major') }),
  records: 'WithdrawalOpinionFormed',
  refuses: ({ assignedFromAbove }) => (assignedFromAbove ? undefined : refusal('IR 237', '本案不是上级交办、指定管辖的案件，可直接报批撤案', 'the case was not assigned from above; its withdrawal is proposed at once', { field: 'assignedFromAbove', value: false })),
  then: (_, { major }, { on }) => ({ withdrawalOpinion: { on, major } }),
});

export const reportWithdrawalOpinion = kase.staying({
  label: text('向上级报送撤案意见', 'Report the withdrawal opinion above'),
  ref: 'K14',
  basis: ['IR 237'],
  from: underWay,
  by: byBoth,
  needs: ['withdrawalOpinion'],
  asks: z.object({}),
  records: 'WithdrawalOpinionReported',
  refuses: ({ withdrawalOpinion }, _, { on }) => {
    if (!withdrawalOpinion) return refusal('IR 237', '尚未形成撤案意见', 'there is no withdrawal opinion to report', { field: 'withdrawalOpinion', value: null });
    return withdrawalOpinion.reportedOn === undefined ? notBefore(withdrawalOpinion.on, on) : refusal('IR 237', `撤案意见已于 ${withdrawalOpinion.reportedOn} 报送`, `the opinion was reported on ${withdrawalOpinion.reportedOn}`, { field: 'reportedOn', value: withdrawalOpinion.reportedOn });
  },
  then: ({ withdrawalOpinion }, _, { on }) => ({ withdrawalOpinion: { ...withdrawalOpinion!, reportedOn: on } }), // refused when there is none
});

/** K14: no or not enough evidence. The decision itself lifts every measure: nobody stays in custody on a withdrawn case (trap 28). */
export const withdrawCase = kase.transition({
  label: text('撤销案件', 'Withdraw the case'),
  ref: 'K14',
  basis: ['IR 237', 'IR 227', 'SL 52'],
  from: underWay,
  to: 'withdrawn',
  by: byBoth,
  needs: ['withdrawalDecision'],
  approvedBy: withdrawalApproval,
  asks: z.object({ ground: choice('撤案理由', 'Ground', withdrawalGrounds), lifted: yes('同时解除全部措施、返还财物', 'Every measure is lifted and property returned'), harmed: yes('造成不良影响，须澄清', 'Harm was done, to be cleared up') }),
  records: 'CaseWithdrawn',
  refuses: ({ assignedFromAbove, withdrawalOpinion }, { lifted }) => {
    if (!lifted) return refusal('IR 237', '撤销案件应当立即解除全部措施、返还财物', 'a withdrawal lifts every measure and returns the property at once', { field: 'lifted', value: lifted });
    return assignedFromAbove && withdrawalOpinion?.reportedOn === undefined
      ? refusal('IR 237', '上级交办、指定管辖的案件，撤案意见须先报上级', 'the withdrawal opinion of a case assigned from above is reported there first', { field: 'withdrawalOpinion', value: withdrawalOpinion ?? null })
      : undefined;
  },
  then: ({ planApprovedOn: _, ...facts }, { ground, harmed }, { on }) => ({ ...facts, withdrawal: { on, ground, harmed } }),
});

type Followed = { readonly announcedOn?: string | undefined; readonly clarifiedOn?: string | undefined; readonly reportedOn?: string | undefined };
type Withdrawal = Followed & { readonly on: string };

/** What follows a withdrawal is done once, and not before it. */
const once = (withdrawal: Withdrawal, field: keyof Followed, on: string) =>
  withdrawal[field] === undefined ? notBefore(withdrawal.on, on) : refusal('IR 237', `已于 ${withdrawal[field]} 办理`, `done on ${withdrawal[field]} already`, { field, value: withdrawal[field] });

/** K14: said to the respondent, and in writing to the unit. */
export const announceWithdrawal = kase.staying({
  label: text('宣布撤案并通知单位', 'Announce the withdrawal'),
  ref: 'K14',
  basis: ['IR 237'],
  from: ['withdrawn'],
  by: byBoth,
  needs: ['deliverySlip'],
  asks: z.object({ unit: line('通知单位', 'Unit told', 100) }),
  records: 'WithdrawalAnnounced',
  refuses: ({ withdrawal }, _, { on }) => once(withdrawal, 'announcedOn', on),
  then: ({ withdrawal }, _, { on }) => ({ withdrawal: { ...withdrawal, announcedOn: on } }),
});

/** K14: where harm was done. */
export const clarifyWithdrawal = kase.staying({
  label: text('撤案后澄清', 'Clear up the harm done'),
  ref: 'K14',
  basis: ['IR 237'],
  from: ['withdrawn'],
  by: byBoth,
  needs: ['otherPaper'],
  asks: z.object({ scope: line('澄清范围和方式', 'Range and way', 200) }),
  records: 'WithdrawalClarified',
  refuses: ({ withdrawal }, _, { on }) => (withdrawal.harmed ? once(withdrawal, 'clarifiedOn', on) : refusal('IR 237', '撤案时未认定造成不良影响', 'no harm was found at the withdrawal', { field: 'harmed', value: false })),
  then: ({ withdrawal }, _, { on }) => ({ withdrawal: { ...withdrawal, clarifiedOn: on } }),
});

/** L37: an organ below the national one puts it on record with the one above. */
export const recordWithdrawalAbove = kase.staying({
  label: text('撤案报上级备案', 'Record the withdrawal above'),
  ref: 'K14',
  basis: ['IR 237'],
  from: ['withdrawn'],
  by: byBoth,
  needs: ['recordForm'],
  asks: z.object({}),
  records: 'WithdrawalRecordedAbove',
  refuses: ({ withdrawal }, _, { on }) => once(withdrawal, 'reportedOn', on),
  then: ({ withdrawal }, _, { on }) => ({ withdrawal: { ...withdrawal, reportedOn: on } }),
});

/** K15: new facts. The withdrawn case stays withdrawn; another one is opened by reaction, with a number of its own (trap 29). */
export const refileCase = kase.staying({
  label: text('重新立案', 'File anew'),
  ref: 'K15',
  basis: ['IR 237'],
  from: ['withdrawn'],
  by: 'handlingDepartment',
  needs: ['filingReport', 'filingDecision'],
  approvedBy: (_, asked) => caseFilingApproval(asked),
  asks: z.object({ caseNo: filed.shape.caseNo.meta({ zh: '新立案号', en: 'New case number' }), respondents: z.array(respondent).min(1).max(50).meta({ zh: '被审查调查人', en: 'Respondents' }), newFacts: passage('新发现的重要事实', 'New important facts') }),
  records: 'CaseRefiled',
  refuses: ({ caseNo, withdrawal }, asked) => {
    if (withdrawal.refiledAs !== undefined) return refusal('IR 237', `已重新立案：${withdrawal.refiledAs}`, `filed anew already as ${withdrawal.refiledAs}`, { field: 'refiledAs', value: withdrawal.refiledAs });
    return asked.caseNo === caseNo ? refusal('IR 237', '重新立案须使用新的立案号', 'a new filing takes a new number', { field: 'caseNo', value: caseNo }) : undefined;
  },
  then: ({ withdrawal }, { caseNo }) => ({ withdrawal: { ...withdrawal, refiledAs: caseNo } }),
});
