import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { handlingOffice } from '../clue/stages';
import { line } from '../fields';
import { dateToCome, verifiedBy } from '../ledger';
import { concluded, isConcluded, nothing, paperRow, withRows, type PaperRow } from './on-paper';
import { kase } from './stages';

const asks = z.object({ rows: z.array(paperRow).min(1).max(1_000).meta({ zh: '台账行', en: 'Rows of the ledger' }) });
const opening = asks.extend({ caseNo: line('立案号', 'Case number', 60), handlingOffice: handlingOffice.optional() });

const edge = {
  ref: 'K0',
  basis: ['WR 38', 'IR 203'],
  by: 'caseSupervisionOffice',
  inherits: ({ rows }: z.infer<typeof asks>) => verifiedBy(rows.map(({ ledger }) => ledger)),
} as const;

/** Each clue stands for one row, nothing on paper lies in the future, and the case lands where its people's parts have come. */
const rowsRefusal = (here: Parameters<typeof isConcluded>[0], rows: readonly PaperRow[], today: string, ends: boolean) => {
  const twice = rows.find(({ clue }, i) => here.clues.includes(clue) || rows.findIndex((row) => row.clue === clue) !== i);
  if (twice) return refusal('joined-already', `台账第 ${twice.ledger.row} 行的线索已在本案中`, `the clue of row ${twice.ledger.row} is part of this case already`, { field: 'rows', value: twice.clue });
  const late = rows.map(({ filedOn, ledger }) => (filedOn > today ? filedOn : dateToCome(ledger, today))).find((date) => date !== undefined);
  if (late !== undefined) return refusal('date-in-the-future', `日期 ${late} 晚于今天（${today}）`, `${late} lies after today, ${today}`, { field: 'rows', value: late });
  if (isConcluded(here, rows) === ends) return undefined;
  return ends
    ? refusal('undecided-on-paper', '台账中尚有人员未作出决定，案件未办结', 'somebody has no decision on paper: the case has not ended', { field: 'rows', value: null })
    : refusal('decided-on-paper', '台账所载人员均已作出决定，案件已办结', 'everyone has been decided on: the case has ended on paper', { field: 'rows', value: null });
};

const begun = { kind: 'person', namedClues: [] as string[], informed: [] as { clue: string; on: string }[] } as const;

/** K0 for a case filed on paper in which somebody waits for a decision still. */
export const takeOverCase = kase.opening({
  ...edge,
  takesOver: 'underWay',
  label: text('接管在办案件', 'Take over a case under way'),
  to: 'filed',
  asks: opening,
  records: 'CaseTakenOver',
  refuses: (_, { rows }, { today }) => rowsRefusal(nothing, rows, today, false),
  then: ({ rows, ...about }) => ({ ...begun, ...about, ...withRows(nothing, rows) }),
});

/** K0 for a case that was decided for everyone on paper: its figures count, and nothing is owed. */
export const takeOverConcludedCase = kase.opening({
  ...edge,
  takesOver: 'ended',
  label: text('接管已办结案件', 'Take over a case concluded on paper'),
  to: 'concludedOnPaper',
  asks: opening,
  records: 'CaseTakenOver',
  refuses: (_, { rows }, { today }) => rowsRefusal(nothing, rows, today, true),
  then: ({ rows, ...about }) => ({ ...begun, ...about, ...concluded(nothing, rows) }),
});

/** A later ledger names the case again, and somebody waits for a decision. */
export const takeOverMore = kase.staying({
  ...edge,
  takesOver: 'underWay',
  label: text('接管在办案件的其他人员', 'Take over more people of a case under way'),
  from: ['filed', 'investigating'],
  asks,
  records: 'RespondentTakenOver',
  refuses: (facts, { rows }, { today }) => rowsRefusal(facts, rows, today, false),
  then: (facts, { rows }) => withRows(facts, rows),
});

/** A later ledger names a case that had ended on paper, and this part has ended too. */
export const takeOverMoreConcluded = kase.staying({
  ...edge,
  takesOver: 'ended',
  label: text('接管已办结案件的其他人员', 'Take over more people of a concluded case'),
  from: ['concludedOnPaper'],
  asks,
  records: 'RespondentTakenOver',
  refuses: (facts, { rows }, { today }) => rowsRefusal(facts, rows, today, true),
  then: (facts, { rows }) => concluded(facts, rows),
});

/** A later ledger tells the decision that was still to come: the case has ended. */
export const concludeOnPaper = kase.transition({
  ...edge,
  takesOver: 'ended',
  label: text('台账载明全案办结', 'Concluded on paper'),
  from: ['filed'],
  to: 'concludedOnPaper',
  asks,
  records: 'CaseConcludedOnPaper',
  refuses: (facts, { rows }, { today }) => rowsRefusal(facts, rows, today, true),
  then: (facts, { rows }) => ({ ...facts, ...concluded(facts, rows) }),
});

/** A later ledger names somebody in a concluded case on whom nothing was decided: it goes on for that person. */
export const resumeFromPaper = kase.transition({
  ...edge,
  takesOver: 'underWay',
  label: text('台账载明尚有人员未处理', 'Goes on for a person not decided on'),
  from: ['concludedOnPaper'],
  to: 'filed',
  asks,
  records: 'CaseResumedFromPaper',
  refuses: (facts, { rows }, { today }) => rowsRefusal(facts, rows, today, false),
  then: ({ concludedOn: _, ...facts }, { rows }) => ({ ...facts, ...withRows(facts, rows) }),
});

/** WR 23 for a case whose ledger names no department of this organ. */
export const assignTakenOver = kase.staying({
  label: text('确定接管案件的承办部门', 'Assign a case taken over'),
  ref: 'K1',
  basis: ['WR 23', 'IR 203'],
  from: ['filed', 'investigating'],
  by: 'caseSupervisionOffice',
  needs: ['distributionSheet'],
  approvedBy: () => ['chief'],
  asks: z.object({ handlingOffice }),
  records: 'CaseAssigned',
  refuses: (facts) => (facts.handlingOffice ? refusal('assigned-already', '承办部门已定', 'the handling department is known already', { field: 'handlingOffice', value: facts.handlingOffice }) : undefined),
  then: (_, { handlingOffice }) => ({ handlingOffice }),
});
