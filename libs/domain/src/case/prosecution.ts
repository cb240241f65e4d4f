import type { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { notBefore } from '../clue/guards';
import { choice, date, line, yes } from '../fields';
import { entryOf, fromDeliberation, prosecutionStates, respondent, respondentRefusal, verdicts, withEntry, type Prosecution } from './beside';
import { kase } from './stages';

type State = Prosecution['state'];
type Prosecuted = { readonly prosecutions?: Prosecution[] | undefined };
type Named = z.infer<typeof respondent>;

/** The day of the step that brought the prosecution where it is: what is dated before it would leave a limit without an end. */
const lastStep = ({ state, transferredOn, returns, notIndictedOn, reconsiderationOn, decidedOn }: Prosecution) =>
  ({ transferred: transferredOn, returned: returns.at(-1)?.on, notIndicted: notIndictedOn, reconsiderationAsked: reconsiderationOn, indicted: decidedOn, notRetransferred: undefined, judged: undefined })[state];

/** Prosecution of this person must have come this far, and no farther, by that day. */
const stateRefusal = (rule: string, { prosecutions }: Prosecuted, { respondent: person }: Named, on: string, ...states: readonly State[]) => {
  const prosecution = entryOf(prosecutions, person);
  const state = prosecution?.state;
  if (prosecution && states.includes(prosecution.state)) return notBefore(lastStep(prosecution), on);
  const now = state === undefined ? text('未移送', 'not transferred') : prosecutionStates[state];
  const [zh, en] = [states.map((each) => prosecutionStates[each].zh).join('、'), states.map((each) => prosecutionStates[each].en).join(', ')];
  return refusal(rule, `${person} 现为「${now.zh}」，该步骤须在「${zh}」时办理`, `${person} is ${now.en}; this belongs to ${en}`, { field: 'respondent', value: person });
};

/** For the rows below, which are refused when there is no entry. */
const moved = ({ prosecutions }: Prosecuted, { respondent: person }: Named, changes: (prosecution: Prosecution) => Partial<Prosecution>) => {
  const now = entryOf(prosecutions, person)!;
  return { prosecutions: withEntry(prosecutions, { ...now, ...changes(now) }) };
};

const lastReturnEnded = ({ returns }: Prosecution, on: string) => returns.map((each, i) => (i === returns.length - 1 ? { ...each, endedOn: on } : each));

/** K16: the day from which the notices are counted back (L39). Planned again when it moves. */
export const planTransfer = kase.staying({
  label: text('拟定移送审查起诉日期', 'Plan the transfer'),
  ref: 'K16',
  basis: ['IR 251', 'IR 252'],
  from: ['inTrial', ...fromDeliberation],
  by: 'caseSupervisionOffice',
  asks: respondent.extend({ plannedOn: date('拟移送日期', 'To be transferred on'), designated: yes('须商请指定管辖', 'Jurisdiction to be designated') }),
  records: 'TransferPlanned',
  refuses: ({ respondents, prosecutions }, { respondent: person, plannedOn }, { on }) => {
    if (plannedOn < on) return refusal('IR 251', `拟移送日期 ${plannedOn} 早于 ${on}`, `${plannedOn} lies before ${on}`, { field: 'plannedOn', value: plannedOn });
    if (entryOf(prosecutions, person)) return refusal('IR 243', `${person} 已移送`, `${person} has been transferred`, { field: 'respondent', value: person });
    return respondentRefusal('IR 243', respondents, person);
  },
  then: ({ transferPlans }, { respondent: person, plannedOn, designated }, { on }) => ({ transferPlans: withEntry(transferPlans, { setOn: on, ...entryOf(transferPlans, person), person, plannedOn, designated }) }),
});

/** K16: generally ten days before, and twenty where another court's or procuratorate's jurisdiction is asked for. */
export const giveTransferNotice = kase.staying({
  label: text('移送前通知检察机关', 'Tell the procuratorate before the transfer'),
  ref: 'K16',
  basis: ['IR 251', 'IR 252'],
  from: ['inTrial', ...fromDeliberation],
  by: 'caseSupervisionOffice',
  needs: ['transferLetter'],
  asks: respondent.extend({ notice: choice('通知事项', 'Notice', { transfer: text('预告移送', 'Of the transfer'), designation: text('商请指定管辖', 'Asking for a designation') }) }),
  records: 'TransferNoticed',
  refuses: ({ transferPlans }, { respondent: person, notice }, { on }) => {
    const plan = entryOf(transferPlans, person);
    if (!plan) return refusal('IR 251', `尚未拟定 ${person} 的移送日期`, `no transfer of ${person} has been planned`, { field: 'respondent', value: person });
    if (notice === 'designation' && !plan.designated) return refusal('IR 252', '未拟商请指定管辖', 'no designation is to be asked for', { field: 'notice', value: notice });
    const before = notice === 'transfer' ? plan.noticedOn : plan.requestedOn;
    return before === undefined ? notBefore(plan.setOn, on) : refusal('IR 251', `已于 ${before} 通知`, `told on ${before} already`, { field: 'notice', value: before });
  },
  then: ({ transferPlans }, { respondent: person, notice }, { on }) => ({ transferPlans: withEntry(transferPlans, { ...entryOf(transferPlans, person)!, ...(notice === 'transfer' ? { noticedOn: on } : { requestedOn: on }) }) }), // refused when there is none
});

/** K16: with the prosecution opinion, the file and the list of assets; the sanction is decided first. */
export const transferToProcuratorate = kase.staying({
  label: text('移送审查起诉', 'Transfer to the procuratorate'),
  ref: 'K16',
  basis: ['IR 243', 'WR 57', 'SL 52'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['prosecutionOpinion', 'transferLetter', 'assetList'],
  approvedBy: () => ['chief', 'collective'],
  asks: respondent.extend({ to: line('受移送的检察机关', 'Procuratorate', 100) }),
  records: 'TransferredToProcuratorate',
  refuses: ({ respondents, prosecutions }, { respondent: person }, { lanes }) => {
    if (entryOf(prosecutions, person)) return refusal('IR 243', `${person} 已移送`, `${person} has been transferred already`, { field: 'respondent', value: person });
    const undecided = lanes.some(({ stage, facts }) => facts['person'] === person && stage === 'deliberating');
    return respondentRefusal('IR 243', respondents, person) ?? (undecided ? refusal('IR 243', `${person} 的处分尚未决定，一般应先作出处分`, `the sanction of ${person} is not decided yet, which comes first`, { field: 'respondent', value: person }) : undefined);
  },
  then: ({ prosecutions }, { respondent: person, to }, { on }) => ({ prosecutions: withEntry(prosecutions, { person, state: 'transferred', to, transferredOn: on, returns: [] }) }),
});

/** K17: twice at most. */
export const recordReturn = kase.staying({
  label: text('检察机关退回补充调查', 'Returned by the procuratorate'),
  ref: 'K17',
  basis: ['SL 54', 'IR 257', 'CPL 175'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['procuratorateDecision'],
  asks: respondent.extend({ outline: line('补充调查提纲', 'What is to be supplemented', 1000) }),
  records: 'ProcuratorateReturned',
  refuses: (facts, asked, { on }) =>
    stateRefusal('IR 257', facts, asked, on, 'transferred') ??
    (entryOf(facts.prosecutions, asked.respondent)!.returns.length < 2 ? undefined : refusal('SL 54', `${asked.respondent} 已退回二次，不得再退回`, `${asked.respondent} was returned twice, which is all the law allows`, { field: 'respondent', value: asked.respondent })),
  then: (facts, asked, { on }) => moved(facts, asked, ({ returns }) => ({ state: 'returned', returns: [...returns, { on }] })),
});

/** K17: within a month (L40); the procuratorate's own month begins anew (L41). */
export const transferAgain = kase.staying({
  label: text('补充调查后再次移送', 'Transfer again after the supplement'),
  ref: 'K17',
  basis: ['SL 54', 'IR 257', 'CPL 175'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['supplementReport', 'transferLetter'],
  approvedBy: () => ['leader'],
  asks: respondent,
  records: 'TransferredAgain',
  refuses: (facts, asked, { on }) => stateRefusal('IR 257', facts, asked, on, 'returned'),
  then: (facts, asked, { on }) => moved(facts, asked, (now) => ({ state: 'transferred', transferredOn: on, returns: lastReturnEnded(now, on) })),
});

/** K17: the supplement showed that no crime is to be prosecuted; the sanction is looked at again (K20). */
export const endWithoutTransfer = kase.staying({
  label: text('补充调查后不再移送', 'Do not transfer again'),
  ref: 'K17',
  basis: ['IR 258', 'IR 262'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['supplementReport'],
  approvedBy: () => ['chief', 'collective'],
  asks: respondent,
  records: 'NotTransferredAgain',
  refuses: (facts, asked, { on }) => stateRefusal('IR 258', facts, asked, on, 'returned'),
  then: (facts, asked, { on }) => moved(facts, asked, (now) => ({ state: 'notRetransferred', returns: lastReturnEnded(now, on) })),
});

/** K18. */
export const recordIndictment = kase.staying({
  label: text('记录提起公诉', 'Record the indictment'),
  ref: 'K18',
  basis: ['CPL 172', 'SL 54'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['procuratorateDecision'],
  asks: respondent,
  records: 'Indicted',
  refuses: (facts, asked, { on }) => stateRefusal('CPL 172', facts, asked, on, 'transferred', 'notIndicted', 'reconsiderationAsked'),
  then: (facts, asked, { on }) => moved(facts, asked, ({ decidedOn = on }) => ({ state: 'indicted', decidedOn })),
});

/** K18: after approval by the procuratorate one level up; dated with its receipt, from which L42 counts. */
export const recordNonIndictment = kase.staying({
  label: text('记录不起诉', 'Record the non-indictment'),
  ref: 'K18',
  basis: ['CPL 172', 'SL 54'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['procuratorateDecision'],
  asks: respondent.extend({ approvedAbove: yes('经上一级检察机关批准', 'Approved by the procuratorate one level up') }),
  records: 'NotIndicted',
  refuses: (facts, asked, { on }) => {
    if (!asked.approvedAbove) return refusal('SL 54', '不起诉决定须经上一级检察机关批准', 'a non-indictment needs the procuratorate one level up', { field: 'approvedAbove', value: asked.approvedAbove });
    return stateRefusal('SL 54', facts, asked, on, 'transferred', 'reconsiderationAsked');
  },
  then: (facts, asked, { on }) => moved(facts, asked, ({ decidedOn = on, notIndictedOn = on }) => ({ state: 'notIndicted', decidedOn, notIndictedOn })),
});

/** K19: once, to the procuratorate one level up, within 30 days (L42); the upper organ hears of it. */
export const requestReconsideration = kase.staying({
  label: text('提请复议不起诉决定', 'Ask for reconsideration'),
  ref: 'K19',
  basis: ['IR 261'],
  from: fromDeliberation,
  by: 'caseSupervisionOffice',
  needs: ['reconsiderationRequest'],
  approvedBy: () => ['chief'],
  asks: respondent.extend({ to: line('上一级检察机关', 'Procuratorate one level up', 100) }),
  records: 'ReconsiderationAsked',
  refuses: (facts, asked, { on }) => {
    const before = entryOf(facts.prosecutions, asked.respondent)?.reconsiderationOn;
    if (before !== undefined) return refusal('IR 261', `已于 ${before} 提请复议`, `reconsideration was asked for on ${before}`, { field: 'respondent', value: asked.respondent });
    return stateRefusal('IR 261', facts, asked, on, 'notIndicted');
  },
  then: (facts, asked, { on }) => moved(facts, asked, () => ({ state: 'reconsiderationAsked', reconsiderationOn: on })),
});

/** K18: it may come long after the file was closed. */
export const recordJudgment = kase.staying({
  label: text('记录生效判决', 'Record the judgment'),
  ref: 'K18',
  basis: ['DL 49', 'IR 262'],
  from: [...fromDeliberation, 'closed'],
  by: 'caseSupervisionOffice',
  needs: ['judgment'],
  asks: respondent.extend({ verdict: choice('判决', 'Verdict', verdicts) }),
  records: 'Judged',
  refuses: (facts, asked, { on }) => stateRefusal('DL 49', facts, asked, on, 'indicted'),
  then: (facts, asked) => moved(facts, asked, () => ({ state: 'judged', verdict: asked.verdict })),
});
