import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { feedback, feedbackRefusal } from '../informant';
import { kase } from './stages';

/** C25 for a clue that became a case. */
export const feedbackToInformant = kase.staying({
  ...feedback,
  from: ['decided', 'announced', 'executing', 'executed'],
  refuses: ({ owesFeedback, informedOn }) => feedbackRefusal(owesFeedback, informedOn),
  then: (_, __, { on }) => ({ informedOn: on }),
});

/** K27: every sanction executed or none, the informant fed back, the file archived. */
export const closeCase = kase.transition({
  label: text('结案归档', 'Close the case'),
  ref: 'K27',
  basis: ['IR 220'],
  from: ['executed'],
  to: 'closed',
  by: 'handlingDepartment',
  needs: ['archiveList'],
  approvedBy: () => ['leader'],
  asks: z.object({}),
  records: 'CaseClosed',
  refuses: ({ owesFeedback, informedOn }) =>
    owesFeedback && !informedOn ? refusal('IR 209', '实名举报尚未反馈，不能结案', 'the named informant has not been told the result yet', { field: 'informedOn', value: null }) : undefined,
  then: (facts, _, { on }) => ({ ...facts, closedOn: on }),
});
