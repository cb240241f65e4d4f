import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line, yes } from '../fields';
import { feedback, feedbackRefusal } from '../informant';
import { disposalApproval, reopeningApproval } from './approvals';
import { mustHold, notBefore } from './guards';
import { meant } from './informants';
import { clarifyingModes, closingKinds, clue, clueId } from './stages';

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
  then: ({ closing, informedOn: _, merged, ...facts }) => ({
    ...facts,
    formerClosings: [...(facts.formerClosings ?? []), closing],
    ...(merged && { merged: merged.map(({ informedOn: __, ...each }) => each) }),
  }),
});

/** C25: the result of a clue that ended without a case, to each informant. */
export const feedbackToInformant = clue.staying({
  ...feedback,
  from: ['closed'],
  asks: feedback.asks.extend({ clue: clueId.optional().meta({ zh: '并入线索（不填为首位未反馈的举报人）', en: 'Merged clue (the first not told when left out)' }) }),
  refuses: (facts, { clue: merged }, { on, lastMoved }) => {
    const informant = meant(facts, merged);
    return feedbackRefusal(informant !== undefined, informant?.informedOn, { on, since: lastMoved });
  },
  then: (facts, { clue: asked }, { on }) => {
    const merged = meant(facts, asked)?.clue;
    return merged === undefined ? { informedOn: on } : { merged: (facts.merged ?? []).map((each) => (each.clue === merged ? { ...each, informedOn: on } : each)) };
  },
});

type Checked = { readonly closing: { readonly kind: keyof typeof closingKinds } };

/** Trap 12: what was closed at the desk was never checked, and what was minor was true. */
const foundUntrue = ({ closing: { kind } }: Checked, rule: string) =>
  kind === 'unsubstantiated' || kind === 'credible' ? undefined : refusal(rule, `以「${closingKinds[kind].zh}」办结的，没有经核查认定不实`, `what ended as '${closingKinds[kind].en}' was not checked and found untrue`, { field: 'closing', value: kind });

/** C23: for whoever was checked and found clear; nothing of the investigation or the informant shows (trap 23). */
export const clarify = clue.staying({
  label: text('澄清正名', 'Clarify'),
  ref: 'C23',
  basis: ['DL 53'],
  from: ['closed'],
  by: 'handlingDepartment',
  needs: ['clarificationPlan'],
  approvedBy: disposalApproval,
  asks: z.object({
    person: line('被反映人', 'Person', 60),
    mode: choice('澄清方式', 'Mode', clarifyingModes),
    consulted: yes('已征求本人意见', 'The person was consulted'),
    discloses: yes('内容涉及核查细节或者举报人信息', 'It shows details of the check or of the informant'),
  }),
  records: 'ClarificationIssued',
  refuses: (facts, { person, consulted, discloses }, { on, lastMoved }) => {
    if (!facts.reported.some((each) => each.person === person)) return refusal('DL 53', `${person} 不是本件被反映人`, `${person} is not reported in this clue`, { field: 'person', value: person });
    if (facts.clarified?.some((each) => each.person === person)) return refusal('clarified-already', `已为 ${person} 澄清`, `${person} has been cleared already`, { field: 'person', value: person });
    if (!consulted) return refusal('DL 53', '澄清前应当征求本人意见', 'the person is consulted first', { field: 'consulted', value: consulted });
    if (discloses) return refusal('DL 53', '澄清不得泄露核查细节和举报人信息', 'a clarification shows neither details of the check nor the informant', { field: 'discloses', value: discloses });
    return foundUntrue(facts, 'DL 53') ?? notBefore(lastMoved, on);
  },
  then: ({ clarified = [] }, { person, mode }, { on }) => ({ clarified: [...clarified, { person, mode, on }] }),
});

/** C24: facts were made up, and on purpose. A mistaken accusation is not a false one. */
export const findFalseAccusation = clue.staying({
  label: text('认定诬告陷害', 'Find a false accusation'),
  ref: 'C24',
  basis: ['IR 316'],
  from: ['closed'],
  by: 'handlingDepartment',
  needs: ['falseAccusationFinding'],
  approvedBy: () => ['chief'],
  asks: z.object({ fabricated: yes('捏造事实', 'Facts were made up'), intent: yes('意图使他人受追究', 'Meant to have someone held liable'), grounds: line('认定依据', 'Grounds', 1000) }),
  records: 'FalseAccusationFound',
  refuses: (facts, asked, { on, lastMoved }) =>
    mustHold('IR 316', asked, [
      ['fabricated', '没有捏造事实的，属错告，不是诬告', 'where nothing was made up the accusation was mistaken, not false'],
      ['intent', '没有诬告故意的，属错告，不是诬告', 'without intent the accusation was mistaken, not false'],
    ]) ??
    (facts.falseAccusation ? refusal('found-already', `已于 ${facts.falseAccusation.on} 认定`, `found on ${facts.falseAccusation.on} already`, { field: 'falseAccusation', value: facts.falseAccusation.on }) : undefined) ??
    foundUntrue(facts, 'IR 316') ?? notBefore(lastMoved, on),
  then: (_, { grounds }, { on }) => ({ falseAccusation: { on, grounds } }),
});
