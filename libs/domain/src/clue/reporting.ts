import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice } from '../fields';
import { clue, openStages, recipients, type sources } from './stages';

/** Whom a source obliges: the petition office hears of results, the assigning organ and the tour office of the handling. */
const owedBySource: Readonly<Record<keyof typeof recipients, keyof typeof sources>> = { petitionOffice: 'petition', assigningOrgan: 'assignedFromAbove', tourOffice: 'tour' };

const ended = (facts: object) => 'closing' in facts || 'filing' in facts || 'forwarding' in facts;

/** How it was handled, told to where it came from (L6, L7, L13). A part split off is told of with the clue it came from. */
export const reportHandling = clue.staying({
  label: text('报送办理情况', 'Report how it was handled'),
  ref: 'C25',
  basis: ['CR 18', 'CR 21', 'TR15 29'],
  from: [...openStages, 'convertedToCase', 'closed', 'transferredOut'],
  by: ['handlingDepartment', 'caseSupervisionOffice', 'tourOffice'],
  needs: ['handlingReport'],
  asks: z.object({ to: choice('报送对象', 'To', recipients) }),
  records: 'HandlingReported',
  refuses: (facts, { to }) => {
    if (facts.source !== owedBySource[to] || facts.parent)
      return refusal('nobody-to-report-to', `本件无须向${recipients[to].zh}报送`, `nothing of this clue is owed to ${recipients[to].en}`, { field: 'to', value: to });
    return to === 'tourOffice' || ended(facts) ? undefined : refusal(to === 'petitionOffice' ? 'CR 18' : 'CR 21', '尚未办结，办结后报送结果', 'it has not ended; its result is reported then', { field: 'to', value: to });
  },
  then: ({ reports = [] }, { to }, { on }) => ({ reports: [...reports, { to, on }] }),
});
