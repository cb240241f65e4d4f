import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { feedback, feedbackRefusal } from '../informant';
import { streamId } from '../fields';
import { kase } from './stages';

type Owing = { readonly namedClues: readonly string[]; readonly informed: readonly { readonly clue: string; readonly on: string }[] };

/** Clues whose named informant has not heard: each informant is owed feedback of their own (trap 8). */
const untold = ({ namedClues, informed }: Owing): readonly string[] => namedClues.filter((clue) => !informed.some((each) => each.clue === clue));

/** When it was told already: the clue named, or the last of all when none is left. */
const toldOn = (facts: Owing, clue: string | undefined): string | undefined =>
  clue === undefined ? (untold(facts).length > 0 ? undefined : facts.informed.at(-1)?.on) : facts.informed.find((each) => each.clue === clue)?.on;

/** C25 for a clue that became a case. */
export const feedbackToInformant = kase.staying({
  ...feedback,
  from: ['decided', 'announced', 'executing', 'executed'],
  asks: feedback.asks.extend({ clue: streamId.optional().meta({ zh: '线索（不填为首件未反馈的）', en: 'Clue (the first not told when left out)' }) }),
  refuses: (facts, { clue }, act) => feedbackRefusal(facts.namedClues.length > 0, toldOn(facts, clue), act),
  then: (facts, { clue }, { on }) => ({ informed: [...facts.informed, { clue: clue ?? untold(facts)[0]!, on }] }), // refused when none is left
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
  refuses: (facts) => {
    const left = untold(facts);
    return left.length > 0 ? refusal('IR 209', `实名举报尚未反馈，不能结案：${left.join('、')}`, `a named informant has not been told the result yet: ${left.join(', ')}`, { field: 'informed', value: left }) : undefined;
  },
  then: (facts, _, { on }) => ({ ...facts, closedOn: on }),
});
