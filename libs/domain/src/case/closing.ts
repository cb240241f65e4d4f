import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { feedback, feedbackRefusal } from '../informant';
import { streamId } from '../fields';
import { allDecided } from './all-decided';
import { owesReview, prosecutionStates, type Prosecution, type RecoveryOrder } from './beside';
import { kase } from './stages';

type Owing = { readonly namedClues: readonly string[]; readonly informed: readonly { readonly clue: string; readonly on: string }[] };

/** Clues whose named informant has not heard: each informant is owed feedback of their own (trap 8). */
const untold = ({ namedClues, informed }: Owing): readonly string[] => namedClues.filter((clue) => !informed.some((each) => each.clue === clue));

/** When it was told already: the clue named, or the last of all when none is left. */
const toldOn = (facts: Owing, clue: string | undefined): string | undefined =>
  clue === undefined ? (untold(facts).length > 0 ? undefined : facts.informed.at(-1)?.on) : facts.informed.find((each) => each.clue === clue)?.on;

const withdrawnOn = (facts: object): string | undefined => ('withdrawal' in facts ? (facts.withdrawal as { readonly on: string }).on : undefined);

/** C25 for a clue that became a case. */
export const feedbackToInformant = kase.staying({
  ...feedback,
  from: ['decided', 'announced', 'executing', 'executed', 'withdrawn'],
  asks: feedback.asks.extend({ clue: streamId.optional().meta({ zh: '线索（不填为首件未反馈的）', en: 'Clue (the first not told when left out)' }) }),
  // What is announced and executed meanwhile does not make it early: the result is there with the last decision, as L5 has it.
  refuses: (facts, { clue }, { on, lanes }) => feedbackRefusal(facts.namedClues.length > 0, toldOn(facts, clue), { on, since: allDecided(lanes) ?? withdrawnOn(facts) }),
  then: (facts, { clue }, { on }) => ({ informed: [...facts.informed, { clue: clue ?? untold(facts)[0]!, on }] }), // refused when none is left
});

type Beside = {
  readonly prosecutions?: readonly Prosecution[] | undefined;
  readonly recoveryOrders?: readonly RecoveryOrder[] | undefined;
  readonly familyNotices?: readonly { readonly person: string; readonly notifiedOn?: string | undefined }[] | undefined;
};
type Lanes = readonly { readonly facts: Readonly<Record<string, unknown>> }[];

/** What still goes on beside the sanctions: prosecution that may come back, a sanction to be reviewed, money, a family not told. */
const leftOver = ({ prosecutions = [], recoveryOrders = [], familyNotices = [] }: Beside, lanes: Lanes) => {
  const underWay = prosecutions.find(({ state }) => state === 'transferred' || state === 'returned' || state === 'reconsiderationAsked');
  if (underWay) return refusal('IR 243', `${underWay.person}：${prosecutionStates[underWay.state].zh}，尚未终结，不能结案`, `${underWay.person}: ${prosecutionStates[underWay.state].en}, which has not ended`, { field: 'prosecutions', value: underWay.person });
  const changed = (person: string) => lanes.some(({ facts }) => facts['person'] === person && facts['firstDecidedOn'] !== undefined);
  const unreviewed = prosecutions.find((each) => owesReview(each) && each.reviewedOn === undefined && !changed(each.person));
  if (unreviewed) return refusal('IR 262', `${unreviewed.person} 的处分尚未根据司法结果复核`, `the sanction of ${unreviewed.person} has not been reviewed after the judicial result`, { field: 'prosecutions', value: unreviewed.person });
  const unpaid = recoveryOrders.find(({ settledOn, uncollectableOn }) => settledOn === undefined && uncollectableOn === undefined);
  if (unpaid) return refusal('IR 240', `${unpaid.person} 的涉案财物尚未处理完毕`, `the assets of ${unpaid.person} are not settled yet`, { field: 'recoveryOrders', value: unpaid.person });
  const untold = familyNotices.find(({ notifiedOn }) => notifiedOn === undefined);
  return untold && refusal('SL 50', `尚未补行通知 ${untold.person} 的家属`, `the family of ${untold.person} has not been told yet`, { field: 'familyNotices', value: untold.person });
};

/** K27: every sanction executed or none, assets settled, prosecution at an end or with the court, the informant fed back, the file archived. */
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
  refuses: (facts, _, { lanes }) => {
    const left = untold(facts);
    return left.length > 0 ? refusal('IR 209', `实名举报尚未反馈，不能结案：${left.join('、')}`, `a named informant has not been told the result yet: ${left.join(', ')}`, { field: 'informed', value: left }) : leftOver(facts, lanes);
  },
  then: (facts, _, { on }) => ({ ...facts, closedOn: on }),
});
