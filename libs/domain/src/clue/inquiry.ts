import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line, persons, yes } from '../fields';
import { highest, levelsOf } from '../vocabulary';
import { disposalApproval, verificationApproval } from './approvals';
import { measureFits, mustHold, noOpenChild, notBefore } from './guards';
import { clue, closingKinds, form1Measures, ordinal, talkers, type Talking } from './stages';

/** C10: nothing was done that touches the person reported or anyone's property. */
export const reportInquiry = clue.transition({
  label: text('报告适当了解情况', 'Report the modest inquiry'),
  ref: 'C10',
  basis: ['IR 205'],
  from: ['modestInquiry'],
  to: 'underAssessment',
  by: 'handlingDepartment',
  needs: ['modestInquiryReport'],
  asks: z.object({ proposal: line('处置建议', 'Proposal', 500), noContact: yes('未接触被反映人', 'The reported person was not contacted'), noLimits: yes('未采取限制人身、财产权利的措施', 'No limit was put on a person or property') }),
  records: 'ModestInquiryReported',
  refuses: (_, asked) =>
    mustHold('IR 205', asked, [
      ['noContact', '适当了解不得接触被反映人；已经接触的，另行报告，不能以适当了解办结', 'a modest inquiry does not contact the reported person; say so elsewhere when it did'],
      ['noLimits', '适当了解不得限制被反映人的人身、财产权利', 'a modest inquiry limits neither person nor property'],
    ]),
  then: (facts, { proposal }, { on }) => ({ ...facts, inquiry: { reportedOn: on, proposal } }),
});

const isReported = ({ reported }: Pick<Talking, 'reported'>, person: string) =>
  reported.some((each) => each.person === person) ? undefined : refusal('not-reported', `${person} 不是本件被反映人`, `${person} is not reported in this clue`, { field: 'person', value: person });

const lettersOf = ({ letters = [] }: Pick<Talking, 'letters'>) => letters;
const talksOf = ({ talks = [] }: Pick<Talking, 'talks'>) => talks;

/** Refusal unless the letter is there, was delivered by then and waits for its answer. */
const awaiting = (facts: Pick<Talking, 'letters'>, no: number, kind: 'inquiry' | 'delegation', on: string) => {
  const letter = lettersOf(facts).find((each) => each.no === no && each.kind === kind);
  if (!letter) return refusal('no-such-letter', `没有第 ${no} 号${kind === 'inquiry' ? '函询' : '委托谈话函'}`, `there is no such letter no. ${no}`, { field: 'letter', value: no });
  if (letter.answeredOn) return refusal('answered-already', `第 ${no} 号函件已于 ${letter.answeredOn} 回复`, `letter ${no} was answered on ${letter.answeredOn}`, { field: 'letter', value: no });
  return letter.deliveredOn ? notBefore(letter.deliveredOn, on) : refusal('not-delivered', `第 ${no} 号函件尚未登记送达，先「登记函件送达」`, `letter ${no} was not delivered yet; record its delivery first`, { field: 'letter', value: no });
};

const sent = (facts: Pick<Talking, 'letters'>, letter: Omit<NonNullable<Talking['letters']>[number], 'no'>) => [...lettersOf(facts), { ...letter, no: lettersOf(facts).length + 1 }];

const letterNo = ordinal('函件序号', 'Letter no.');
const answered = (facts: Pick<Talking, 'letters'>, no: number | undefined, on: string) => lettersOf(facts).map((letter) => (letter.no === no ? { ...letter, answeredOn: on } : letter));
const edge = { from: ['talkOrInquiry'], by: 'handlingDepartment' } as const;

/** C11: in the name of the office, with copies to the head of the unit and of the resident group. */
export const sendInquiryLetter = clue.staying({
  ...edge,
  label: text('发出函询', 'Send an inquiry letter'),
  ref: 'C11',
  basis: ['IR 206', 'WR 29'],
  needs: ['inquiryLetter'],
  asks: z.object({ person: line('被函询人', 'Person asked', 60), copiedToUnit: yes('已抄送单位党组织主要负责人', 'Copied to the head of the unit'), copiedToResidentGroup: yes('已抄送派驻纪检监察组主要负责人', 'Copied to the head of the resident group') }),
  records: 'InquirySent',
  refuses: (facts, asked, { on, lastMoved }) =>
    notBefore(lastMoved, on) ?? isReported(facts, asked.person) ??
    mustHold('WR 29', asked, [
      ['copiedToUnit', '函询应当抄送被函询人所在单位党组织主要负责人', 'the letter is copied to the head of the person’s unit'],
      ['copiedToResidentGroup', '函询应当抄送派驻纪检监察组主要负责人', 'the letter is copied to the head of the resident group'],
    ]),
  then: (facts, { person }, { on }) => ({ letters: sent(facts, { kind: 'inquiry', person, sentOn: on }) }),
});

/** C12: a talk may be delegated to the Party chief of the unit, who is written to. */
export const delegateTalk = clue.staying({
  ...edge,
  label: text('委托谈话', 'Delegate a talk'),
  ref: 'C12',
  basis: ['IR 78', 'IR 79', 'WR 28'],
  needs: ['delegationLetter'],
  asks: z.object({ person: line('谈话对象', 'Person to talk with', 60), to: line('受委托的单位党组织主要负责人', 'Party chief of the unit', 60) }),
  records: 'TalkDelegated',
  refuses: (facts, { person, to }, { on, lastMoved }) =>
    notBefore(lastMoved, on) ?? isReported(facts, person) ??
    (facts.reported.some((each) => each.person === to) ? refusal('WR 28', `${to} 系本件被反映人，不得受委托谈话`, `${to} is reported in this clue and cannot hold the talk`, { field: 'to', value: to }) : undefined),
  then: (facts, { person, to }, { on }) => ({ letters: sent(facts, { kind: 'delegation', person, to, sentOn: on }) }),
});

/** C11, C12: from here on the time to answer runs (L9, L10). */
export const recordDelivery = clue.staying({
  ...edge,
  label: text('登记函件送达', 'Record that a letter was received'),
  ref: 'C11',
  basis: ['IR 206', 'IR 79'],
  asks: z.object({ letter: letterNo }),
  records: 'LetterDelivered',
  refuses: (facts, { letter: no }, { on }) => {
    const letter = lettersOf(facts).find((each) => each.no === no);
    if (!letter) return refusal('no-such-letter', `没有第 ${no} 号函件`, `there is no letter no. ${no}`, { field: 'letter', value: no });
    return letter.deliveredOn ? refusal('delivered-already', `第 ${no} 号函件已于 ${letter.deliveredOn} 送达`, `letter ${no} was delivered on ${letter.deliveredOn}`, { field: 'letter', value: no }) : notBefore(letter.sentOn, on);
  },
  then: (facts, { letter: no }, { on }) => ({ letters: lettersOf(facts).map((letter) => (letter.no === no ? { ...letter, deliveredOn: on } : letter)) }),
});

/** C11: countersigned by the head of the unit; direct when that head is the person asked or is implicated by the answer. */
export const recordReply = clue.staying({
  ...edge,
  label: text('登记函询回复', 'Record the reply'),
  ref: 'C11',
  basis: ['IR 206', 'WR 29'],
  needs: ['inquiryReply'],
  asks: z.object({
    letter: letterNo,
    chief: choice('单位党组织主要负责人', 'The head of the unit', { notConcerned: text('不涉及', 'Not concerned'), subject: text('系被函询人', 'Is the person asked'), implicated: text('说明内容涉及', 'Is implicated by the answer') }),
    way: choice('回复方式', 'How it came', { countersigned: text('经单位党组织主要负责人签署意见', 'Countersigned by the head of the unit'), direct: text('直接回复', 'Directly') }),
  }),
  records: 'InquiryReplied',
  refuses: (facts, { letter, chief, way }, { on }) => {
    const unanswerable = awaiting(facts, letter, 'inquiry', on);
    if (unanswerable) return unanswerable;
    if ((chief === 'notConcerned') === (way === 'countersigned')) return undefined;
    return chief === 'notConcerned'
      ? refusal('WR 29', '函询回复应当由单位党组织主要负责人签署意见', 'the reply is countersigned by the head of the unit', { field: 'way', value: way })
      : refusal('WR 29', '单位党组织主要负责人系被函询人或者被说明内容涉及的，应当直接回复，不得经其签署', 'where the head of the unit is asked or implicated, the reply comes directly and is not countersigned', { field: 'way', value: way });
  },
  then: (facts, { letter }, { on }) => ({ letters: answered(facts, letter, on) }),
});

/** C12: by a leader or the head of department, or by the Party chief to whom it was delegated; at a safe place. */
export const holdTalk = clue.staying({
  ...edge,
  label: text('谈话', 'Hold the talk'),
  ref: 'C12',
  basis: ['IR 78', 'IR 79', 'WR 28'],
  needs: ['talkRecord'],
  asks: z.object({
    person: line('谈话对象', 'With', 60),
    heldBy: choice('谈话人', 'Held by', talkers),
    letter: letterNo.optional(),
    safeVenue: yes('场所符合安全要求', 'The place is safe'),
    statementOwed: yes('要求提交书面说明', 'A written statement is asked for'),
  }),
  records: 'TalkHeld',
  refuses: (facts, asked, { on, lastMoved }) => {
    const { person, heldBy, letter: no } = asked;
    const delegated = heldBy === 'unitPartyChief';
    const unfit = notBefore(lastMoved, on) ?? isReported(facts, person) ?? mustHold('IR 78', asked, [['safeVenue', '谈话场所应当符合安全要求', 'a talk is held at a safe place']]);
    if (unfit) return unfit;
    if (delegated !== (no !== undefined)) return refusal('WR 28', '受委托的谈话须填明委托谈话函序号，其他谈话不填', 'a delegated talk names the letter that delegated it, no other does', { field: 'letter', value: no ?? null });
    const unasked = no === undefined ? undefined : awaiting(facts, no, 'delegation', on);
    if (unasked) return unasked;
    const letter = lettersOf(facts).find((each) => each.no === no);
    return letter && letter.person !== person ? refusal('WR 28', `第 ${letter.no} 号函件委托与 ${letter.person} 谈话`, `letter ${letter.no} delegates the talk with ${letter.person}`, { field: 'person', value: person }) : undefined;
  },
  then: (facts, { person, heldBy, letter, statementOwed }, { on }) => ({
    letters: answered(facts, letter, on),
    talks: [...talksOf(facts), { no: talksOf(facts).length + 1, person, heldBy, heldOn: on, statementOwed }],
  }),
});

/** C12: the written statement asked for at the talk. */
export const recordStatement = clue.staying({
  ...edge,
  label: text('登记书面说明', 'Record the written statement'),
  ref: 'C12',
  basis: ['IR 79'],
  needs: ['writtenStatement'],
  asks: z.object({ talk: ordinal('谈话序号', 'Talk no.') }),
  records: 'StatementReceived',
  refuses: (facts, { talk: no }, { on }) => {
    const talk = talksOf(facts).find((each) => each.no === no);
    if (!talk?.statementOwed) return refusal('no-statement-owed', `第 ${no} 次谈话没有要求书面说明`, `talk ${no} asked for no written statement`, { field: 'talk', value: no });
    return talk.statementOn ? refusal('stated-already', `已于 ${talk.statementOn} 提交书面说明`, `the statement came on ${talk.statementOn}`, { field: 'talk', value: no }) : notBefore(talk.heldOn, on);
  },
  then: (facts, { talk: no }, { on }) => ({ talks: talksOf(facts).map((talk) => (talk.no === no ? { ...talk, statementOn: on } : talk)) }),
});

const conclusion = { ...edge, ref: 'C13', basis: ['WR 30', 'IR 206'], records: 'TalkOrInquiryConcluded' } as const;

/** C13, closing: not true or no evidence → credible, with a letter of feedback; minor → form 1. */
export const concludeTalkOrInquiry = clue.transition({
  ...conclusion,
  label: text('谈话函询了结', 'Conclude the talk or inquiry: close'),
  to: 'closed',
  needs: ['situationReport'],
  approvedBy: disposalApproval,
  asks: z.object({
    kind: choice('了结方式', 'Kind of closing', { credible: closingKinds.credible, minorHandled: closingKinds.minorHandled }),
    measure: choice('第一种形态处理', 'Form 1 measure', form1Measures),
  }),
  refuses: (facts, { kind, measure }) => noOpenChild(facts) ?? measureFits(kind, measure),
  then: (facts, { kind, measure }, { on, approvals }) => ({ ...facts, closing: { kind, on, measure, level: highest(approvals) } }),
});

/** C13: denied without reasons, or problems are obvious: asked again. */
export const repeatTalkOrInquiry = clue.staying({
  ...conclusion,
  label: text('谈话函询结论：再次谈话函询', 'Conclude the talk or inquiry: ask again'),
  needs: ['situationReport'],
  approvedBy: disposalApproval,
  asks: z.object({ reason: line('再次谈话函询的理由', 'Why again', 500) }),
  refuses: (_, __, { on, lastMoved }) => notBefore(lastMoved, on),
  then: () => ({}),
});

/** C13: denied without reasons, or problems are obvious: verified. */
export const concludeTalkForVerification = clue.transition({
  ...conclusion,
  label: text('谈话函询结论：初步核实', 'Conclude the talk or inquiry: verify'),
  to: 'preliminaryVerification',
  needs: ['situationReport', 'workPlan'],
  approvedBy: verificationApproval,
  duty: { name: 'verification', persons: ({ team }) => team },
  asks: z.object({ team: persons('核查组成员', 'Verification team', 2) }),
  then: (facts, { team }, { on, approvals }) => ({ ...facts, verification: { team, openedOn: on, approvedAt: levelsOf(approvals) } }),
});

/** C13: facts and evidence enough for filing have come out. */
export const concludeTalkForFiling = clue.transition({
  ...conclusion,
  label: text('谈话函询结论：提请立案', 'Conclude the talk or inquiry: propose filing'),
  to: 'filingProposed',
  needs: ['situationReport'],
  approvedBy: disposalApproval,
  asks: z.object({}),
  then: (facts) => facts,
});
