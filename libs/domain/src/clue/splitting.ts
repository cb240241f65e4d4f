import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, date, line, passage, persons } from '../fields';
import { inherited, inherits } from './inherited';
import { childEnds, clue, clueId, jurisdictions, openStages, ordinal, registered, splitGrounds } from './stages';

/** C21: one part a step. The part becomes a clue of its own by reaction; this one stays open until that one has ended. */
export const splitClue = clue.staying({
  label: text('分案', 'Split off a part'),
  ref: 'C21',
  basis: ['IR 201'],
  from: openStages,
  by: ['handlingDepartment', 'caseSupervisionOffice'],
  needs: ['splitNote'],
  approvedBy: () => ['leader'],
  asks: z.object({
    ground: choice('分案理由', 'Ground', splitGrounds),
    title: line('分出线索的标题', 'Title of the part', 100),
    summary: passage('分出的主要问题', 'What is split off'),
    persons: persons('分出的被反映人', 'Persons of the part', 1),
    jurisdiction: choice('分出线索的管辖', 'Jurisdiction of the part', jurisdictions),
    remains: choice('其余部分的管辖', 'Jurisdiction of the rest', jurisdictions),
  }),
  records: 'ClueSplit',
  refuses: ({ reported }, asked) => {
    const stranger = asked.persons.find((person) => !reported.some((each) => each.person === person));
    return stranger === undefined ? undefined : refusal('not-reported', `${stranger} 不是本件被反映人；新的被反映人另行登记`, `${stranger} is not reported in this clue; a new person is registered anew`, { field: 'persons', value: stranger });
  },
  then: ({ children = [] }, { title, jurisdiction, remains }, { on }) => ({ children: [...children, { part: children.length + 1, title, jurisdiction, splitOn: on }], jurisdiction: remains }),
});

/** C21: receipt, source and discovery are those of the clue it came from, which keeps the informant and tells them of the whole. */
export const openSplitClue = clue.opening({
  label: text('分出线索立户', 'Open the part split off'),
  ref: 'C21',
  basis: ['IR 201'],
  to: 'registered',
  by: 'engine',
  asks: inherited.extend(registered.pick({ number: true, source: true, receivedOn: true, title: true, summary: true, reported: true, jurisdiction: true, important: true, discovery: true }).shape).extend({ parent: registered.shape.parent.unwrap() }),
  records: 'SplitClueOpened',
  inherits,
  then: ({ duties: _, recused: __, ...asked }) => ({ ...asked, named: false, duplicates: [] }),
});

const known = ({ children = [] }: { readonly children?: readonly { readonly part: number }[] | undefined }, { part }: { readonly part: number }) =>
  children.some((each) => each.part === part) ? undefined : refusal('no-such-part', `本件没有第 ${part} 件分出线索`, `no part ${part} was split off`, { field: 'part', value: part });

const edge = { ref: 'C21', basis: ['IR 201'], from: openStages, by: 'engine' } as const;

/** C21: told by the part itself when it ends. */
export const recordChildEnd = clue.staying({
  ...edge,
  label: text('分出线索办结', 'A part has ended'),
  asks: z.object({ part: ordinal('序号', 'Part'), clue: clueId, how: choice('办结方式', 'How', childEnds), endedOn: date('办结日期', 'Ended on') }),
  records: 'SplitClueEnded',
  refuses: known,
  then: ({ children = [] }, { part, clue: stream, how, endedOn }) => ({ children: children.map((each) => (each.part === part ? { ...each, ended: { how, on: endedOn, clue: stream } } : each)) }),
});

/** C21: the part was reopened, so this clue waits for it again. */
export const recordChildReopening = clue.staying({
  ...edge,
  label: text('分出线索重新启动', 'A part was reopened'),
  asks: z.object({ part: ordinal('序号', 'Part') }),
  records: 'SplitClueReopened',
  refuses: known,
  then: ({ children = [] }, { part }) => ({ children: children.map(({ ended, ...each }) => (each.part === part || !ended ? each : { ...each, ended })) }),
});
