import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, date, line, persons } from '../fields';
import { highest } from '../vocabulary';
import { conclusionApproval } from './approvals';
import { comesLater, measureFits, noOpenChild, splitFirst } from './guards';
import { clue, closingKinds, form1Measures } from './stages';

type Verified = { readonly verification: { readonly team: readonly string[] } };

const signed = ({ verification: { team } }: Verified, { signedBy }: { signedBy: readonly string[] }, { recused }: { readonly recused: readonly string[] }) => {
  const missing = team.filter((person) => !signedBy.includes(person) && !recused.includes(person));
  return missing.length > 0
    ? refusal('IR 207', `核查报告须由核查组全体成员签名，尚缺：${missing.join('、')}`, `the whole team signs the report; missing: ${missing.join(', ')}`, { field: 'signedBy', value: signedBy })
    : undefined;
};

const signedBy = persons('报告签名人员', 'Signed by', 2);
const edge = {
  basis: ['IR 207', 'SL 41', 'CIR 15'],
  ref: 'C18',
  from: ['preliminaryVerification'],
  by: 'handlingDepartment',
  needs: ['verificationReport', 'disposalOpinion'],
  records: 'VerificationConcluded',
  approvedBy: conclusionApproval,
  duty: { name: 'verification', persons: ({ signedBy }: { readonly signedBy: readonly string[] }) => signedBy },
} as const;

export const concludeVerificationForFiling = clue.transition({
  ...edge,
  label: text('初核结论：拟立案', 'Conclude the verification: propose filing'),
  to: 'filingProposed',
  asks: z.object({ signedBy }),
  refuses: signed,
  then: ({ verification: _, ...facts }) => facts,
});

export const concludeVerificationByClosing = clue.transition({
  ...edge,
  label: text('初核结论：予以了结', 'Conclude the verification: close'),
  to: 'closed',
  asks: z.object({
    signedBy,
    kind: choice('了结方式', 'Kind of closing', { unsubstantiated: closingKinds.unsubstantiated, minorHandled: closingKinds.minorHandled }),
    measure: choice('第一种形态处理', 'Form 1 measure', form1Measures),
  }),
  refuses: (facts, asked, act) => noOpenChild(facts) ?? signed(facts, asked, act) ?? measureFits(asked.kind, asked.measure),
  then: (facts, { kind, measure }, { on, approvals }) => ({ ...facts, closing: { kind, on, measure, level: highest(approvals) } }),
});

export const concludeVerificationByShelving = clue.transition({
  ...edge,
  label: text('初核结论：暂存待查', 'Conclude the verification: shelve'),
  to: 'shelved',
  asks: z.object({ signedBy, reason: line('原因', 'Reason', 500), reviewOn: date('复查日期', 'Review on') }),
  refuses: (facts, asked, act) => signed(facts, asked, act) ?? comesLater(asked.reviewOn, act.on),
  then: (facts, { reason, reviewOn }) => ({ ...facts, shelving: { reason, reviewOn } }),
});

/** C18 → TransferredOut: another organ has jurisdiction over what was verified. */
export const concludeVerificationByForwarding = clue.transition({
  ...edge,
  label: text('初核结论：移送', 'Conclude the verification: forward'),
  to: 'transferredOut',
  needs: ['verificationReport', 'disposalOpinion', 'transferLetter'],
  asks: z.object({ signedBy, to: line('接收机关', 'To', 100) }),
  refuses: (facts, asked, act) => splitFirst(facts) ?? noOpenChild(facts) ?? signed(facts, asked, act),
  then: (facts, { to }, { on }) => ({ ...facts, forwarding: { to, on } }),
});
