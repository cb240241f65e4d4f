import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { handlingOffice } from '../clue/stages';
import { line } from '../fields';
import { kase } from './stages';

/** A case under investigation goes to another department, proposed and approved as a clue is assigned (A4). Its team stays until the plan is changed. */
export const reassignCase = kase.staying({
  label: text('改派承办部门', 'Reassign to another department'),
  ref: 'K0',
  basis: ['WR 23'],
  from: ['filed', 'investigating', 'investigationConcluded', 'returnedReinvestigate', 'returnedSupplement'],
  by: 'caseSupervisionOffice',
  needs: ['distributionSheet'],
  approvedBy: () => ['chief'],
  asks: z.object({ handlingOffice, reason: line('改派理由', 'Reason', 500) }),
  records: 'CaseReassigned',
  refuses: (facts, asked) =>
    facts.handlingOffice === asked.handlingOffice ? refusal('same-office', '新的承办部门与现承办部门相同', 'the department is the one that has it', { field: 'handlingOffice', value: asked.handlingOffice }) : undefined,
  then: (_, asked) => ({ handlingOffice: asked.handlingOffice }),
});
