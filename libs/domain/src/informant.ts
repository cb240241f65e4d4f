import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line } from './fields';

/** L5, wherever the matter ended: a named informant hears the result within 15 working days of completion. */
export const feedbackLimit = {
  label: text('向实名举报人反馈结果', 'Inform the named informant of the result'),
  basis: ['IR 209'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  waitsFor: text('信访室反馈', 'the petition office to inform the informant'),
} as const;

/** C25, wherever the matter ended: what is the same of the row. Objections are recorded. */
export const feedback = {
  label: text('向举报人反馈', 'Inform the informant'),
  ref: 'C25',
  basis: ['IR 209', 'CR 18'],
  by: 'petitionOffice',
  needs: ['feedbackRecord'],
  asks: z.object({ objection: line('举报人异议', 'Objection', 1000).optional() }),
  records: 'InformantInformed',
} as const;

/** Nobody is told twice, nobody before there is a result, and nobody who is not there. */
export const feedbackRefusal = (owed: boolean, informedOn: string | undefined, { on, since }: { readonly on: string; readonly since: string | undefined }) => {
  if (since !== undefined && on < since) return refusal('IR 209', `反馈日期 ${on} 早于办结日期 ${since}`, `informed on ${on}, before the matter ended on ${since}`, { field: 'on', value: on });
  if (!owed) return refusal('IR 209', '没有须反馈的实名举报人', 'no named informant is owed feedback', { field: 'named', value: false });
  return informedOn ? refusal('IR 209', `已于 ${informedOn} 反馈`, `informed on ${informedOn} already`, { field: 'informedOn', value: informedOn }) : undefined;
};
