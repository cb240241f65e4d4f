import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { line } from '../fields';
import { feedback, feedbackRefusal } from '../informant';
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

/** C25: the result of a clue that ended without a case. */
export const feedbackToInformant = clue.staying({
  ...feedback,
  from: ['closed'],
  refuses: ({ named, informedOn }, _, act) => feedbackRefusal(named, informedOn, act),
  then: (_, __, { on }) => ({ informedOn: on }),
});
