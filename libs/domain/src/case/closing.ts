import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line } from '../fields';
import { kase } from './stages';

/** C25 for a clue that became a case: the named informant hears the result within 15 working days (L5). */
export const feedbackToInformant = kase.staying({
  label: text('向举报人反馈', 'Inform the informant'),
  ref: 'C25',
  basis: ['IR 209', 'CR 18'],
  from: ['decided', 'announced', 'executing', 'executed'],
  by: 'petitionOffice',
  needs: ['feedbackRecord'],
  asks: z.object({ objection: line('举报人异议', 'Objection', 1000).optional() }),
  records: 'InformantInformed',
  refuses: ({ owesFeedback, informedOn }) => {
    if (!owesFeedback) return refusal('IR 209', '没有须反馈的实名举报人', 'no named informant is owed feedback', { field: 'owesFeedback', value: false });
    return informedOn ? refusal('IR 209', `已于 ${informedOn} 反馈`, `informed on ${informedOn} already`, { field: 'informedOn', value: informedOn }) : undefined;
  },
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
