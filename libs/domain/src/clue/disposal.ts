import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { date, line, persons } from '../fields';
import { highest, levelsOf } from '../vocabulary';
import { disposalApproval, verificationApproval } from './approvals';
import { comesLater, noOpenChild, notBefore } from './guards';
import { clue, handlingOffice } from './stages';

/** C7: the case supervision office proposes, the chief approves (A4). */
export const assignClue = clue.transition({
  label: text('分办', 'Assign'),
  ref: 'C7',
  basis: ['WR 23', 'IR 203'],
  from: ['registered'],
  to: 'assigned',
  by: 'caseSupervisionOffice',
  needs: ['distributionSheet'],
  approvedBy: () => ['chief'],
  asks: z.object({ handlingOffice }),
  records: 'ClueAssigned',
  refuses: ({ jurisdiction }) =>
    jurisdiction === 'other' ? refusal('IR 199', '不属本机关管辖的线索应当移送，不得分办', 'a clue of another organ’s jurisdiction is forwarded, not assigned', { field: 'jurisdiction', value: jurisdiction }) : undefined,
  then: (facts, { handlingOffice }, { on }) => ({ ...facts, handlingOffice, assignedOn: on }),
});

/** C8: one named custodian per department, and a line in the ledger (A4). */
export const startAssessment = clue.transition({
  label: text('开始研判', 'Start the assessment'),
  ref: 'C8',
  basis: ['IR 203'],
  from: ['assigned'],
  to: 'underAssessment',
  by: 'handlingDepartment',
  asks: z.object({ custodian: line('专人保管', 'Custodian', 60) }),
  records: 'AssessmentStarted',
  refuses: (_, { custodian }, { recused }) => (recused.includes(custodian) ? refusal('recused', `${custodian} 已回避，不得保管本件`, `${custodian} has been recused and may not keep it`, { field: 'custodian', value: custodian }) : undefined),
  then: (facts, { custodian }) => ({ ...facts, custodian }),
});

/** C9: talk or letter. */
export const decideTalkOrInquiry = clue.transition({
  label: text('处置：谈话函询', 'Dispose: talk or inquiry'),
  ref: 'C9',
  basis: ['WR 21', 'WR 27', 'IR 204'],
  from: ['underAssessment'],
  to: 'talkOrInquiry',
  by: 'handlingDepartment',
  needs: ['disposalOpinion'],
  approvedBy: disposalApproval,
  asks: z.object({}),
  records: 'DisposalDecided',
  then: (facts, _, { on }) => ({ ...facts, disposal: { way: 'talkOrInquiry', on } }),
});

/** C9: 适当了解, without touching the person reported (IR 204–205). */
export const decideModestInquiry = clue.transition({
  label: text('处置：适当了解', 'Dispose: modest inquiry'),
  ref: 'C9',
  basis: ['WR 21', 'IR 204', 'IR 205'],
  from: ['underAssessment'],
  to: 'modestInquiry',
  by: 'handlingDepartment',
  needs: ['disposalOpinion'],
  approvedBy: disposalApproval,
  asks: z.object({}),
  records: 'DisposalDecided',
  then: (facts, _, { on }) => ({ ...facts, disposal: { way: 'modestInquiry', on } }),
});

/** C9: closed at the desk, without a check; owes no clarification (domain §8.12). */
export const decideClosing = clue.transition({
  label: text('处置：予以了结', 'Dispose: close'),
  ref: 'C9',
  basis: ['WR 21', 'IR 204'],
  from: ['underAssessment'],
  to: 'closed',
  by: 'handlingDepartment',
  needs: ['disposalOpinion'],
  approvedBy: disposalApproval,
  asks: z.object({ reason: line('了结理由', 'Reason', 500) }),
  records: 'DisposalDecided',
  refuses: (facts) => noOpenChild(facts),
  then: (facts, _, { on, approvals }) => ({ ...facts, disposal: { way: 'closed', on }, closing: { kind: 'direct', on, measure: 'none', level: highest(approvals) } }),
});

/** C9: facts and evidence enough for filing are in hand already. */
export const decideFiling = clue.transition({
  label: text('处置：提请立案', 'Dispose: propose filing'),
  ref: 'C9',
  basis: ['WR 21', 'IR 204'],
  from: ['underAssessment'],
  to: 'filingProposed',
  by: 'handlingDepartment',
  needs: ['disposalOpinion'],
  approvedBy: disposalApproval,
  asks: z.object({}),
  records: 'DisposalDecided',
  then: (facts, _, { on }) => ({ ...facts, disposal: { way: 'filing', on } }),
});

/** C14, the way 暂存待查 of C9: can be investigated, but the conditions are lacking. Not an end: it comes back. */
export const shelveClue = clue.transition({
  label: text('处置：暂存待查', 'Dispose: shelve'),
  ref: 'C14',
  basis: ['IR 198', 'IR 204'],
  from: ['underAssessment', 'talkOrInquiry', 'filingProposed'],
  to: 'shelved',
  by: 'handlingDepartment',
  needs: ['shelvingNote'],
  approvedBy: disposalApproval,
  asks: z.object({ reason: line('原因', 'Reason', 500), reviewOn: date('复查日期', 'Review on') }),
  records: 'ClueShelved',
  refuses: (_, { reviewOn }, { on }) => comesLater(reviewOn, on),
  then: (facts, { reason, reviewOn }, { on }) => ({ ...facts, disposal: facts.disposal ?? { way: 'shelved', on }, shelving: { reason, reviewOn } }),
});

/** C14: what is shelved is gone through from time to time; looked at and left, it gets a new day to come back on. */
export const reviewShelvedClue = clue.staying({
  label: text('暂存线索定期清理', 'Review a shelved clue'),
  ref: 'C14',
  basis: ['IR 198', 'IR 204'],
  from: ['shelved'],
  by: 'handlingDepartment',
  needs: ['shelvingNote'],
  approvedBy: disposalApproval,
  asks: z.object({ reason: line('继续暂存的原因', 'Why it stays shelved', 500), reviewOn: date('下次复查日期', 'Review next on') }),
  records: 'ShelvedClueReviewed',
  refuses: (_, { reviewOn }, { on, lastMoved }) => notBefore(lastMoved, on) ?? comesLater(reviewOn, on),
  then: (_, { reason, reviewOn }) => ({ shelving: { reason, reviewOn } }),
});

/** C15: new evidence, or the condition has come about. */
export const reactivateClue = clue.transition({
  label: text('重新启用', 'Reactivate'),
  ref: 'C15',
  basis: ['IR 198'],
  from: ['shelved'],
  to: 'underAssessment',
  by: 'handlingDepartment',
  needs: ['reopeningNote'],
  approvedBy: disposalApproval,
  asks: z.object({ reason: line('原因', 'Reason', 500) }),
  records: 'ClueReactivated',
  then: ({ shelving: _, ...facts }) => facts,
});

/** C16, the way 初步核实 of C9: a plan, a team of two or more, the person fixed. */
export const openVerification = clue.transition({
  label: text('处置：初步核实', 'Dispose: open a preliminary verification'),
  ref: 'C16',
  basis: ['IR 207', 'WR 33'],
  from: ['underAssessment'],
  to: 'preliminaryVerification',
  by: 'handlingDepartment',
  needs: ['disposalOpinion', 'workPlan'],
  approvedBy: verificationApproval,
  duty: { name: 'verification', persons: ({ team }) => team },
  asks: z.object({ team: persons('核查组成员', 'Verification team', 2) }),
  records: 'VerificationOpened',
  then: (facts, { team }, { on, approvals }) => ({ ...facts, disposal: { way: 'preliminaryVerification', on }, verification: { team, openedOn: on, approvedAt: levelsOf(approvals) } }),
});
