import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line } from '../fields';
import { reopeningApproval } from './approvals';
import { clue } from './stages';

/** C22: new material evidence; approved at least as high as the closing was. It resets no clock by itself. */
export const reopenClue = clue.transition({
  label: text('重新启动', 'Reopen'),
  ref: 'C22',
  basis: ['IR 209'],
  from: ['closed'],
  to: 'underAssessment',
  by: 'handlingDepartment',
  needs: ['reopeningNote'],
  approvedBy: reopeningApproval,
  asks: z.object({ newEvidence: line('新的证据或情况', 'New evidence', 500) }),
  records: 'ClueReopened',
  then: ({ closing: _, informedOn: __, ...facts }) => facts,
});

/** C25: the named informant hears the result within 15 working days of completion; objections are recorded. */
export const feedbackToInformant = clue.staying({
  label: text('向举报人反馈', 'Inform the informant'),
  ref: 'C25',
  basis: ['IR 209', 'CR 18'],
  from: ['closed'],
  by: 'petitionOffice',
  needs: ['feedbackRecord'],
  asks: z.object({ objection: line('举报人异议', 'Objection', 1000).optional() }),
  records: 'InformantInformed',
  refuses: ({ named, informedOn }) => {
    if (!named) return refusal('IR 209', '匿名举报无须反馈', 'an anonymous report has nobody to inform', { field: 'named', value: false });
    return informedOn ? refusal('IR 209', `已于 ${informedOn} 反馈`, `informed on ${informedOn} already`, { field: 'informedOn', value: informedOn }) : undefined;
  },
  then: (_, __, { on }) => ({ informedOn: on }),
});
