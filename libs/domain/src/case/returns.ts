import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { choice, line, persons } from '../fields';
import { kase } from './stages';

const asks = z.object({ reasons: line('理由和方向', 'Reasons and directions', 1000) });

/** K8: the main facts are unclear; on resubmission the trial's month begins anew (A21). */
export const returnForReinvestigation = kase.transition({
  label: text('退回重新调查', 'Return for reinvestigation'),
  ref: 'K8',
  basis: ['IR 226', 'WR 55'],
  from: ['inTrial'],
  to: 'returnedReinvestigate',
  by: 'trialOffice',
  needs: ['returnNote'],
  duty: { name: 'trial' },
  approvedBy: () => ['chief'],
  asks,
  records: 'ReturnedForReinvestigation',
  then: (facts, { reasons }, { on }) => ({ ...facts, returned: { on, reasons } }),
});

/** K9: a part is unclear or was left out; the time of the supplement does not count (A21). */
export const returnForSupplement = kase.transition({
  label: text('退回补充调查', 'Return for supplement'),
  ref: 'K9',
  basis: ['IR 226', 'WR 55'],
  from: ['inTrial'],
  to: 'returnedSupplement',
  by: 'trialOffice',
  needs: ['returnNote'],
  duty: { name: 'trial' },
  approvedBy: () => ['leader'],
  asks,
  records: 'ReturnedForSupplement',
  then: (facts, { reasons }, { on }) => ({ ...facts, returned: { on, reasons }, supplements: [...(facts.supplements ?? []), { from: on }] }),
});

/** K9b: reinvestigated, with a new report; it is tried from the beginning. */
export const resubmitReinvestigated = kase.transition({
  label: text('重新调查后移送审理', 'Submit again after reinvestigation'),
  ref: 'K9b',
  basis: ['IR 226'],
  from: ['returnedReinvestigate'],
  to: 'trialSubmitted',
  by: 'handlingDepartment',
  needs: ['investigationReport', 'caseFile'],
  approvedBy: () => ['collective'],
  duty: { name: 'investigation', persons: ({ signedBy }) => signedBy },
  asks: z.object({ signedBy: persons('报告签名人员', 'Signed by', 2) }),
  records: 'Resubmitted',
  then: ({ panel: _, acceptedOn: __, supplements: ___, returned: ____, ...facts }, _____, { on }) => ({ ...facts, submittedOn: on, resubmittedOn: on }),
});

/** K9b: the part asked for is there, or it is said in writing what cannot be proved; the trial goes on. */
export const resubmitSupplemented = kase.transition({
  label: text('补充调查后移送审理', 'Submit again after the supplement'),
  ref: 'K9b',
  basis: ['IR 226'],
  from: ['returnedSupplement'],
  to: 'inTrial',
  by: 'handlingDepartment',
  needs: ['supplementReport'],
  approvedBy: () => ['leader'],
  duty: { name: 'investigation' },
  asks: z.object({ result: choice('补充结果', 'Result', { proved: text('已补充证据', 'Evidence supplied'), notProved: text('不能补正，附书面说明', 'Cannot be proved, as the note says') }) }),
  records: 'SupplementSubmitted',
  then: ({ returned: _, ...facts }, __, { on }) => ({ ...facts, supplements: (facts.supplements ?? []).map(({ from, to = on }) => ({ from, to })) }),
});
