import type { CivilDate } from '@anjuan/calendar';
import { text } from '@anjuan/lifecycle';
import { fault, titled, type Fault } from './cell';
import { isMeasure } from './choices';
import { columnNames, columns, type Cells, type ColumnName } from './columns';
import type { Reason } from './reasons';

/** The cells of a row that could be read, as their columns' kinds give them. */
export type Values = { readonly [Name in ColumnName]?: string | number };

const dates = columnNames.filter((column) => columns[column].kind === 'date');

/** Dates that cannot stand in this order: later, earlier, reason. A matter may be closed before its verification is written off: offices do that. */
const order: readonly (readonly [ColumnName, ColumnName, Reason])[] = [
  ['disposedOn', 'receivedOn', 'disposed-before-received'],
  ...dates.filter((column) => column !== 'receivedOn' && column !== 'disposedOn').map((column) => [column, 'receivedOn', 'date-before-received'] as const),
  ['closedOn', 'disposedOn', 'closed-before-disposed'],
  ['verificationTo', 'verificationFrom', 'verification-ended-before-begun'],
  ['trialEndedOn', 'filedOn', 'trial-ended-before-filed'],
  ['sanctionedOn', 'filedOn', 'sanctioned-before-filed'],
];

/** A thing and its day: neither stands alone. */
const pairs: readonly (readonly [ColumnName, ColumnName, Reason])[] = [
  ['disposalWay', 'disposedOn', 'disposal-incomplete'],
  ['caseNo', 'filedOn', 'filing-incomplete'],
  ['sanctionKinds', 'sanctionedOn', 'sanction-incomplete'],
];

const absent = (reason: Reason, column: ColumnName, because: ColumnName): Fault => ({
  reason, column, value: '',
  words: text(`写了${titled(because).zh}，却没有${titled(column).zh}。请补上`, `There is ${titled(because).en} but no ${titled(column).en}. Add it`),
});

export const isFormOne = ({ form, sanctionKinds }: Values): boolean => form === 1 || (form === undefined && typeof sanctionKinds === 'string' && isMeasure(sanctionKinds));

/** What is wrong between cells that are each readable. */
export const contradictions = (values: Values, typed: Cells, today: CivilDate): Fault[] => {
  const found: Fault[] = [];
  for (const [later, earlier, reason] of order) {
    const [late, early] = [values[later], values[earlier]];
    if (late !== undefined && early !== undefined && late < early) found.push(fault(reason, later, typed[later] ?? '', `早于${titled(earlier).zh}（${early}）。请核对这两个日期`, `earlier than ${titled(earlier).en}, ${early}. Check both dates`));
  }
  for (const [thing, day, reason] of pairs) {
    if (values[thing] === undefined && values[day] !== undefined) found.push(absent(reason, thing, day));
    if (values[thing] !== undefined && values[day] === undefined && !(thing === 'sanctionKinds' && isFormOne(values))) found.push(absent(reason, day, thing));
  }
  for (const column of dates) {
    const on = values[column];
    if (on !== undefined && on > today) found.push(fault('date-in-future', column, typed[column] ?? '', `在今天（${today}）之后。请核对年份`, `after today (${today}). Check the year`));
  }
  return found;
};
