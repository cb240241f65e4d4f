import { text } from '@anjuan/lifecycle';
import { feedbackLimit } from '../informant';
import { informants } from './informants';
import { clue } from './stages';

/** Rows whose proposal is the disposal opinion of WR 21. */
const disposingRows = ['decideModestInquiry', 'decideTalkOrInquiry', 'decideClosing', 'decideFiling', 'shelveClue', 'openVerification', 'forwardClue'] as const;

/** Rows by which a talk or inquiry, and a verification, come to their report; leaving them otherwise ends the wait as well. */
const leavingRows = ['forwardClue', 'mergeClue', 'mergeIntoVerification'] as const;
const talkReports = ['concludeTalkOrInquiry', 'repeatTalkOrInquiry', 'concludeTalkForVerification', 'concludeTalkForFiling', 'shelveClue', ...leavingRows] as const;
const verificationReports = ['concludeVerificationForFiling', 'concludeVerificationByClosing', 'concludeVerificationByShelving', 'concludeVerificationByForwarding', ...leavingRows] as const;

type Dated = { readonly proposed: (row: string) => string | undefined; readonly done: (row: string) => string | undefined };

/** The first day from `start` on that one of the rows was handed in or done. */
const firstSince = (start: string | undefined, rows: readonly string[], { proposed, done }: Dated) =>
  start === undefined ? undefined : earliest(rows.flatMap((row) => [proposed(row), done(row)]).filter((date) => date !== undefined && date >= start));

const latest = (dates: readonly (string | undefined)[]) => dates.filter((date) => date !== undefined).sort().at(-1);

const earliest = (dates: readonly (string | undefined)[]) => dates.filter((date) => date !== undefined).sort()[0];

export const L1 = clue.clock({
  label: text('移送有管辖权的机关', 'Forward to the competent organ'),
  basis: ['IR 199', 'IR 201'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 5 },
  waitsFor: text('案件监督管理室移送', 'the case supervision office to forward it'),
  // What is another organ's in part is owed to it as well; the part keeps this receipt when it is split off (trap 8).
  starts: ({ facts }) => (facts.jurisdiction === 'other' || facts.jurisdiction === 'partial' ? facts.receivedOn : undefined),
  stops: ({ facts }) => facts.forwarding?.on,
});

/** CR 15: of what may not be entered here only the day it came is kept. */
export const L2 = clue.clock({
  label: text('报送上级机关', 'Send up to the superior organ'),
  basis: ['CR 15'],
  force: 'partyRule',
  budget: { unit: 'workingDays', n: 5 },
  waitsFor: text('信访室报送上级机关', 'the petition office to send it up'),
  starts: ({ facts }) => facts.arrivedOn,
  stops: ({ facts }) => facts.sentUpOn,
});

/** What was passed down is accepted by registering it or, where it is another organ's, forwarded. */
export const L3 = clue.clock({
  label: text('受理（转送）上级转送的检举控告', 'Accept or forward what was passed down'),
  basis: ['CR 16'],
  force: 'partyRule',
  budget: { unit: 'workingDays', n: 5 },
  waitsFor: text('案件监督管理室受理或者转送', 'the case supervision office to accept or forward it'),
  starts: ({ facts }) => (facts.source === 'transferredFromAbove' && !facts.parent ? facts.receivedOn : undefined),
  stops: ({ facts, done }) => (facts.jurisdiction === 'other' ? facts.forwarding?.on : done('registerHandedOver')),
});

export const L4 = clue.clock({
  label: text('告知实名举报人受理', 'Tell the named informant of acceptance'),
  basis: ['IR 209'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  waitsFor: text('信访室告知受理', 'the petition office to tell the informant'),
  starts: ({ facts }) => (facts.named ? facts.receivedOn : undefined),
  stops: ({ facts }) => facts.acceptanceToldOn ?? facts.forwarding?.on,
});

export const L5 = clue.clock({
  ...feedbackLimit,
  starts: ({ facts }) => (informants(facts).length > 0 ? facts.closing?.on : undefined),
  stops: ({ facts }) => {
    const told = informants(facts).map(({ informedOn }) => informedOn);
    return told.every((on) => on !== undefined) ? latest(told) : undefined;
  },
});

type Reporting = { readonly reports?: readonly { readonly to: string; readonly on: string }[] | undefined };

/** The first report since then: one that follows it makes nothing late that was told in time. */
const reportedTo = ({ reports = [] }: Reporting, recipient: string, since: string | undefined) =>
  earliest(reports.filter(({ to, on }) => to === recipient && since !== undefined && on >= since).map(({ on }) => on));

/** Quarterly: within three months of the end at the latest. Whoever told the informant knows the result. */
export const L6 = clue.clock({
  label: text('向信访室反馈办理结果', 'Tell the petition office the result'),
  basis: ['CR 18'],
  force: 'partyRule',
  budget: { unit: 'months', n: 3 },
  waitsFor: text('承办部门反馈办理结果', 'the handling department to tell the result'),
  starts: ({ facts }) => (facts.source === 'petition' && !facts.parent ? facts.closing?.on : undefined),
  stops: ({ facts }) => earliest([reportedTo(facts, 'petitionOffice', facts.closing?.on), facts.informedOn]),
});

/** "3+3+N": once by the organ's own chief, who tells the upper organ; then by the upper organ. N is not stated: each at most as long, five times in all. */
export const L7 = clue.clock({
  label: text('办结并报告上级交办件', 'End what was assigned from above, and report'),
  basis: ['CR 21'],
  force: 'partyRule',
  budget: { unit: 'months', n: 3 },
  waitsFor: text('承办部门办结并报告交办机关', 'the handling department to end it and report'),
  starts: ({ facts }) => (facts.source === 'assignedFromAbove' && !facts.parent ? facts.receivedOn : undefined),
  stops: ({ facts }) => reportedTo(facts, 'assigningOrgan', facts.receivedOn),
  extension: { atMost: { unit: 'months', n: 3 }, times: 5, approvedBy: ['chief'], again: ['upperOrgan'] },
});

/** The opinion is proposed within a month of the clue's receipt; anchor and stop are policy values, both dates are facts. Of a merged clue the other one owes it. */
export const L8 = clue.clock({
  label: text('提出处置意见', 'Disposal opinion'),
  basis: ['WR 21'],
  force: 'partyRule',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('承办部门提出处置意见', 'the handling department to propose how to dispose of it'),
  starts: ({ facts, policy }) => (policy['disposalAnchor'] === 'departmentReceipt' ? facts.assignedOn : earliest([facts.receivedOn, ...(facts.merged ?? []).map(({ receivedOn }) => receivedOn)])),
  stops: ({ facts, policy, proposed }) =>
    earliest([...(policy['disposalStops'] === 'proposed' ? disposingRows.map(proposed) : []), facts.disposal?.on, facts.forwarding?.on, facts.merging?.on]),
});

export const L9 = clue.clock({
  label: text('回复函询', 'Reply to an inquiry letter'),
  basis: ['IR 206', 'WR 29'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  each: ({ letters = [] }) => letters.filter(({ kind }) => kind === 'inquiry').map((letter) => [String(letter.no), letter] as const),
  waitsFor: text('被函询人回复', 'the person asked to reply'),
  starts: ({ item, stage }) => (item.answeredOn || stage === 'talkOrInquiry' ? item.deliveredOn : undefined),
  stops: ({ item }) => item.answeredOn,
});

export const L10 = clue.clock({
  label: text('受委托谈话', 'Delegated talk'),
  basis: ['IR 79'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  each: ({ letters = [] }) => letters.filter(({ kind }) => kind === 'delegation').map((letter) => [String(letter.no), letter] as const),
  waitsFor: text('受委托人谈话', 'the delegate to hold the talk'),
  starts: ({ item, stage }) => (item.answeredOn || stage === 'talkOrInquiry' ? item.deliveredOn : undefined),
  stops: ({ item }) => item.answeredOn,
});

/** L10's second limit: from the end of the talk. */
export const L10b = clue.clock({
  label: text('提交书面说明', 'Written statement after a talk'),
  basis: ['IR 79'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  each: ({ talks = [] }) => talks.filter(({ statementOwed }) => statementOwed).map((talk) => [String(talk.no), talk] as const),
  waitsFor: text('谈话对象提交书面说明', 'the person to hand in the statement'),
  starts: ({ item, stage }) => (item.statementOn || stage === 'talkOrInquiry' ? item.heldOn : undefined),
  stops: ({ item }) => item.statementOn,
});

const heardOn = ({ letters = [], talks = [] }: { readonly letters?: readonly { readonly kind: string; readonly answeredOn?: string | undefined }[] | undefined; readonly talks?: readonly { readonly heldOn: string }[] | undefined }) =>
  latest([...letters.filter(({ kind }) => kind === 'inquiry').map(({ answeredOn }) => answeredOn), ...talks.map(({ heldOn }) => heldOn)]);

export const L11 = clue.clock({
  label: text('谈话函询情况报告', 'Report on the talk or inquiry'),
  basis: ['WR 30'],
  force: 'partyRule',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('承办部门提出谈话函询情况报告', 'the handling department to report'),
  starts: ({ facts }) => heardOn(facts),
  stops: ({ facts, ...acts }) => firstSince(heardOn(facts), talkReports, acts),
});

const verifiedFrom = ({ facts, done }: { readonly facts: { readonly verification?: { readonly openedOn: string } | undefined }; readonly done: Dated['done'] }) =>
  facts.verification?.openedOn ?? latest([done('openVerification'), done('concludeTalkForVerification')]);

/** Two months, one more, then "extended as fits" with approval: each at most a month, six in all. */
export const L12 = clue.clock({
  label: text('初步核实', 'Preliminary verification'),
  basis: ['CIR 15'],
  force: 'partyRule',
  budget: { unit: 'months', n: 2 },
  waitsFor: text('核查组提交初步核实情况报告', 'the report of the verification team'),
  starts: verifiedFrom,
  stops: (view) => firstSince(verifiedFrom(view), verificationReports, view),
  extension: { atMost: { unit: 'months', n: 1 }, times: 6, approvedBy: ['chief'] },
});

export const L13 = clue.clock({
  label: text('向巡察办反馈办理情况', 'Report the handling to the tour office'),
  basis: ['TR15 29'],
  force: 'partyRule',
  budget: { unit: 'months', n: 3 },
  waitsFor: text('接收单位向巡察办反馈办理情况', 'the recipient to report the handling to the tour office'),
  starts: ({ facts }) => (facts.source === 'tour' && !facts.parent ? facts.receivedOn : undefined),
  stops: ({ facts }) => reportedTo(facts, 'tourOffice', facts.receivedOn),
});

/** The day that the shelving itself set: the law knows no longest time, only the duty to go through what is shelved. */
export const C14 = clue.clock({
  label: text('暂存线索复查', 'Review of a shelved clue'),
  basis: ['IR 198'],
  force: 'local',
  budget: { unit: 'days', n: 0 },
  waitsFor: text('承办部门复查', 'the handling department to look at it again'),
  starts: ({ stage, done }) => (stage === 'shelved' ? latest(['shelveClue', 'concludeVerificationByShelving', 'reviewShelvedClue'].map(done)) : undefined),
  stops: () => undefined,
  countsBackFrom: ({ facts }) => facts.shelving?.reviewOn,
});
