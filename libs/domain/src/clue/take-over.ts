import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line } from '../fields';
import { dateToCome, ledger, verifiedBy, type Ledger } from '../ledger';
import { clue, closingKinds, disposal, handlingOffice, knownFiling, knownMeasure, registered } from './stages';

/** A row of a ledger says what was received, from whom and about whom; what it does not say is left out, and what only its own words say is kept in them. */
const asks = registered
  .pick({ source: true, receivedOn: true, title: true, summary: true, reported: true })
  .extend({ number: registered.shape.number.unwrap(), handlingOffice: handlingOffice.optional(), ledger });
type Asked = z.infer<typeof asks>;

/** No informant is known, so nobody is to be told; the rank, which is not stated either, alone says who approves. */
const land = (asked: Asked) => ({ ...asked, named: false, jurisdiction: 'own' as const, important: false, duplicates: [] });

const edge = {
  basis: ['WR 23', 'IR 203'],
  by: 'caseSupervisionOffice',
  inherits: ({ ledger }: Asked) => verifiedBy([ledger]),
  records: 'ClueTakenOver',
} as const;

type Dated = { readonly receivedOn: string; readonly ledger: Ledger; readonly disposal?: { readonly on: string } | undefined };

/** Received, then disposed of, then landed where it is: the act bears the date of the last. */
const datesRefusal = (_: object, { receivedOn, ledger, disposal }: Dated, { on, today }: { readonly on: string; readonly today: string }) => {
  const late = dateToCome(ledger, today);
  if (late !== undefined) return refusal('date-in-the-future', `日期 ${late} 晚于今天（${today}）`, `${late} lies after today, ${today}`, { field: 'ledger', value: late });
  if (receivedOn > on) return refusal('received-after-registration', `受理日期 ${receivedOn} 晚于 ${on}`, `received on ${receivedOn}, after ${on}`, { field: 'receivedOn', value: receivedOn });
  return disposal && disposal.on < receivedOn ? refusal('disposed-before-received', `处置意见日期 ${disposal.on} 早于受理日期 ${receivedOn}`, `disposed of on ${disposal.on}, before it was received on ${receivedOn}`, { field: 'disposal', value: disposal.on }) : undefined;
};

/** C5 for a clue that was received on paper, and no more. */
export const takeOverRegistered = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管已登记线索', 'Take over a clue received'),
  ref: 'C5',
  to: 'registered',
  asks,
  refuses: datesRefusal,
  then: land,
});

/** C9: filing was proposed on paper, and not decided. */
export const takeOverFilingProposed = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管拟立案线索', 'Take over a clue proposed for filing'),
  ref: 'C9',
  to: 'filingProposed',
  asks,
  refuses: datesRefusal,
  then: (asked, { on }) => ({ ...land(asked), disposal: { way: 'filing' as const, on } }),
});

/** C9: closing was proposed on paper, and not carried out. */
export const takeOverAssessed = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管已有处置意见的线索', 'Take over a clue with an opinion'),
  ref: 'C9',
  to: 'underAssessment',
  asks,
  refuses: datesRefusal,
  then: (asked, { on }) => ({ ...land(asked), disposal: { way: 'closed' as const, on } }),
});

/** C9 on paper: looked into, without contact. */
export const takeOverModestInquiry = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管适当了解线索', 'Take over a clue in modest inquiry'),
  ref: 'C9',
  to: 'modestInquiry',
  asks,
  refuses: datesRefusal,
  then: (asked, { on }) => ({ ...land(asked), disposal: { way: 'modestInquiry' as const, on } }),
});

/** C9 on paper: talk or letter. */
export const takeOverTalkOrInquiry = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管谈话函询线索', 'Take over a clue in talk or inquiry'),
  ref: 'C9',
  to: 'talkOrInquiry',
  asks,
  refuses: datesRefusal,
  then: (asked, { on }) => ({ ...land(asked), disposal: { way: 'talkOrInquiry' as const, on } }),
});

/** C16 on paper. The team and the levels that approved are not told. */
export const takeOverVerification = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管初步核实线索', 'Take over a clue in preliminary verification'),
  ref: 'C16',
  to: 'preliminaryVerification',
  asks,
  refuses: datesRefusal,
  then: (asked, { on }) => ({ ...land(asked), disposal: { way: 'preliminaryVerification' as const, on }, verification: { team: [], openedOn: on, approvedAt: [] } }),
});

/** C14 on paper. It comes back when someone brings it back: no review date is told. */
export const takeOverShelved = clue.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管暂存待查线索', 'Take over a shelved clue'),
  ref: 'C14',
  to: 'shelved',
  asks,
  refuses: datesRefusal,
  then: (asked, { on }) => ({ ...land(asked), disposal: { way: 'shelved' as const, on }, shelving: {} }),
});

/** C9, C13, C18: closed on paper, with form 1 or without. */
export const takeOverClosed = clue.opening({
  ...edge,
  takesOver: 'ended',
  label: text('接管已了结线索', 'Take over a closed clue'),
  ref: 'C9',
  to: 'closed',
  asks: asks.extend({ disposal: disposal.optional(), kind: choice('了结方式', 'Kind of closing', closingKinds), measure: knownMeasure }),
  refuses: (_, asked, act) =>
    (asked.kind === 'minorHandled') === (asked.measure !== 'none')
      ? datesRefusal(_, asked, act)
      : refusal('IR 208', '情节轻微的须有第一种形态处理，其他了结方式没有', 'a minor matter has its form 1 measure; no other closing has one', { field: 'measure', value: asked.measure }),
  then: ({ kind, measure, ...asked }, { on }) => ({ ...land(asked), closing: { kind, measure, on } }),
});

/** C19: filed on paper. Its case is taken over by itself, with everyone in it. */
export const takeOverConverted = clue.opening({
  ...edge,
  takesOver: 'ended',
  label: text('接管已立案线索', 'Take over a filed clue'),
  ref: 'C19',
  to: 'convertedToCase',
  asks: asks.extend({ disposal: disposal.optional(), caseNo: knownFiling.shape.caseNo }),
  refuses: datesRefusal,
  then: ({ caseNo, ...asked }, { on }) => ({ ...land(asked), filing: { caseNo, kind: 'person' as const, respondents: asked.reported.map((person) => ({ ...person, tracks: [] })), filedOn: on } }),
});

/** C6: forwarded on paper. */
export const takeOverForwarded = clue.opening({
  ...edge,
  takesOver: 'ended',
  label: text('接管已移送线索', 'Take over a clue forwarded'),
  ref: 'C6',
  to: 'transferredOut',
  asks: asks.extend({ disposal: disposal.optional(), to: line('接收机关', 'To', 100).optional() }),
  refuses: datesRefusal,
  then: ({ to, ...asked }, { on }) => ({ ...land(asked), jurisdiction: 'other' as const, forwarding: { ...(to !== undefined && { to }), on } }),
});

/** C7, C8 for a clue whose ledger names no department of this organ. */
export const assignTakenOver = clue.staying({
  label: text('确定接管线索的承办部门', 'Assign a clue taken over'),
  ref: 'C7',
  basis: ['WR 23', 'IR 203'],
  from: ['underAssessment', 'modestInquiry', 'talkOrInquiry', 'shelved', 'preliminaryVerification', 'filingProposed', 'closed'],
  by: 'caseSupervisionOffice',
  needs: ['distributionSheet'],
  approvedBy: () => ['chief'],
  asks: z.object({ handlingOffice, custodian: line('专人保管', 'Custodian', 60) }),
  records: 'ClueAssigned',
  refuses: (facts) => (facts.handlingOffice ? refusal('assigned-already', '承办部门已定', 'the handling department is known already', { field: 'handlingOffice', value: facts.handlingOffice }) : undefined),
  then: (_, { handlingOffice, custodian }, { on }) => ({ handlingOffice, custodian, assignedOn: on }),
});
