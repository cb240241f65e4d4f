import type { Cause, Matter, Reaction } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';
import { openStages, type Merged, type OpenClue } from './stages';

const takenOver = ({ duties, recused }: Pick<Cause, 'duties' | 'recused'>) => ({ duties: duties.map(({ duty, person }) => ({ duty, person })), recused: [...recused] });

type FiledClue = { readonly source: string; readonly handlingOffice: string; readonly named: boolean; readonly merged?: readonly Merged[]; readonly filing: { readonly caseNo: string; readonly kind: string; readonly respondents: readonly unknown[]; readonly filedOn: string } };

/** K0: the filed clue opens its case, or joins it when an open case carries the number already. */
export const openCase = {
  on: 'fileCase',
  label: text('立案建档', 'Open the case'),
  target: ({ asked }) => ({ process: 'case', number: String(asked['caseNo']) }),
  command: ({ facts, duties, recused, stream }, target) => {
    const { source, filing, handlingOffice, named, merged = [] } = facts as unknown as FiledClue; // the row that owes this lands in convertedToCase
    const asked = { clue: stream, ...filing, owesFeedback: named, alsoNamed: merged.filter((each) => each.named).map((each) => each.clue), ...(source === 'assignedFromAbove' && { assignedFromAbove: true }), ...takenOver({ duties, recused }) };
    return target ? { name: 'joinCase', asked } : { name: 'openCase', asked: { ...asked, handlingOffice } };
  },
} as const satisfies Reaction;

const inHand = (target: Matter | undefined): boolean => openStages.some((stage) => stage === target?.stage);

/** C17: the clue that the verification takes in is merged into it. */
export const absorb = {
  on: 'absorbNewClue',
  label: text('新线索并入核实', 'Merge the new clue into the verification'),
  target: ({ asked }) => ({ stream: String(asked['clue']) }),
  command: ({ asked, stream }, target) => (target ? { name: 'mergeIntoVerification', asked: { into: stream, person: asked['person'] } } : { skip: text('没有这件线索，请核对线索标识', 'there is no such clue') }),
} as const satisfies Reaction;

type MergedClue = OpenClue & { readonly merging: { readonly into: string; readonly ground: string } };

/** C20: what the merged clue brings along; earlier ones merged into it come too. */
export const handOverMerged = {
  on: ['mergeClue', 'mergeIntoVerification'],
  label: text('并案移交', 'Hand over to the other clue'),
  target: ({ facts }) => ({ stream: (facts as MergedClue).merging.into }), // the rows that owe this land in mergedInto
  command: ({ facts, stream, ...cause }, target) => {
    const { merging, source, receivedOn, named, merged = [], reported, important } = facts as MergedClue;
    const asked = { ...takenOver(cause), clues: [{ clue: stream, source, receivedOn, named }, ...merged], ground: merging.ground, reported, important };
    return target ? { name: 'receiveMerged', asked } : { skip: text('没有拟并入的线索，请核对线索标识后继续办理本件', 'there is no such clue to merge into; take this one up again') };
  },
} as const satisfies Reaction;

/** C20: the clue that was merged hears that it was received. */
export const confirmMerged = {
  on: 'receiveMerged',
  label: text('回告并案已接收', 'Confirm the merging'),
  target: ({ asked }) => ({ stream: (asked['clues'] as readonly Merged[])[0]!.clue }), // the row asks for at least one, the merged clue itself first
  command: () => ({ name: 'confirmMerge', asked: {} }),
} as const satisfies Reaction;

/** C21: opens the part split off, in the same history, with the receipt of the clue it came from. */
export const openSplit = {
  on: 'splitClue',
  label: text('分出线索立户', 'Open the part split off'),
  target: ({ stream, facts }) => ({ process: 'clue', number: `${stream}/${lastPart(facts as OpenClue)}` }),
  command: ({ asked, facts, stream, ...cause }, target) => {
    const { number, source, receivedOn, reported, important, discovery } = facts as OpenClue;
    const { title, summary, jurisdiction, persons } = asked as { title: string; summary: string; jurisdiction: string; persons: readonly string[] };
    const part = lastPart(facts as OpenClue);
    const suffix = `-${part}`;
    if (target) return { skip: text('分出线索已经立户', 'the part has been opened already') };
    return {
      name: 'openSplitClue',
      asked: {
        ...takenOver(cause), ...(number !== undefined && { number: `${number.slice(0, 60 - suffix.length)}${suffix}` }), source, receivedOn, title, summary, jurisdiction, important,
        reported: reported.filter(({ person }) => persons.includes(person)), ...(discovery && { discovery }), parent: { clue: stream, part },
      },
    };
  },
} as const satisfies Reaction;

const lastPart = ({ children = [] }: OpenClue): number => children.length;

type Child = OpenClue & { readonly parent: NonNullable<OpenClue['parent']>; readonly filing?: unknown; readonly forwarding?: unknown; readonly merging?: unknown };

const toParent = {
  owes: (facts: Cause['facts']) => facts['parent'] !== undefined,
  target: ({ facts }: Cause) => ({ stream: (facts as Child).parent.clue }),
};
const ended = { skip: text('原线索已办结', 'the clue it came from has ended') };

const howEnded = ({ filing, forwarding, merging }: Child) => (filing ? 'filed' : forwarding ? 'forwarded' : merging ? 'merged' : 'closed');

/** C21: a part that has ended tells the clue it came from, which may then end as well. */
export const reportChildEnd = {
  ...toParent,
  on: ['decideClosing', 'concludeTalkOrInquiry', 'concludeVerificationByClosing', 'concludeVerificationByForwarding', 'fileCase', 'forwardClue', 'confirmMerge'],
  label: text('告知原线索：分出线索办结', 'Tell the clue it came from that the part has ended'),
  command: ({ facts, stream, on }, target) =>
    inHand(target) ? { name: 'recordChildEnd', asked: { part: (facts as Child).parent.part, clue: stream, how: howEnded(facts as Child), endedOn: on } } : ended,
} as const satisfies Reaction;

/** C21, C22: a part that was reopened is waited for again. */
export const reportChildReopening = {
  ...toParent,
  on: 'reopenClue',
  label: text('告知原线索：分出线索重新启动', 'Tell the clue it came from that the part was reopened'),
  command: ({ facts }, target) => (inHand(target) ? { name: 'recordChildReopening', asked: { part: (facts as Child).parent.part } } : ended),
} as const satisfies Reaction;
