import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line } from '../fields';
import { clue, handlingOffice } from './stages';

const reason = line('改派理由', 'Reason', 500);

const sameOffice = (before: string | undefined, asked: string) =>
  before === asked ? refusal('same-office', '新的承办部门与现承办部门相同', 'the department is the one that has it', { field: 'handlingOffice', value: asked }) : undefined;

/** C7 once more, for a clue that nobody has taken up: proposed and approved as the first time (A4). */
export const assignElsewhere = clue.staying({
  label: text('改派承办部门', 'Assign to another department'),
  ref: 'C7',
  basis: ['WR 23', 'IR 203'],
  from: ['assigned'],
  by: 'caseSupervisionOffice',
  needs: ['distributionSheet'],
  approvedBy: () => ['chief'],
  asks: z.object({ handlingOffice, reason }),
  records: 'ClueAssignedElsewhere',
  refuses: (facts, asked) => sameOffice(facts.handlingOffice, asked.handlingOffice),
  then: (_, asked, { on }) => ({ handlingOffice: asked.handlingOffice, assignedOn: on }),
});

/** C7 once more, for a clue in hand: whoever gets it names who keeps it, one custodian a department (A4). Its clocks run on. */
export const reassignClue = clue.staying({
  label: text('改派承办部门和保管人', 'Reassign to another department or custodian'),
  ref: 'C7',
  basis: ['WR 23', 'IR 203'],
  from: ['underAssessment', 'modestInquiry', 'talkOrInquiry', 'shelved', 'preliminaryVerification', 'filingProposed'],
  by: 'caseSupervisionOffice',
  needs: ['distributionSheet'],
  approvedBy: () => ['chief'],
  asks: z.object({ handlingOffice, custodian: line('专人保管', 'Custodian', 60), reason }),
  records: 'ClueReassigned',
  refuses: (facts, asked, { recused }) =>
    recused.includes(asked.custodian)
      ? refusal('recused', `${asked.custodian} 已回避，不得保管本件`, `${asked.custodian} has been recused and may not keep it`, { field: 'custodian', value: asked.custodian })
      : facts.custodian === asked.custodian ? sameOffice(facts.handlingOffice, asked.handlingOffice) : undefined,
  then: (_, asked) => ({ handlingOffice: asked.handlingOffice, custodian: asked.custodian }),
});
