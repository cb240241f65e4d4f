import { hash } from 'node:crypto';
import type { CivilDate } from '@anjuan/calendar';
import { text } from '@anjuan/lifecycle';
import { isFault, readCell, titled, type Fault } from './cell';
import type { DisposalWay, Form, Source } from './choices';
import { columnNames, type Cells, type ColumnName, type RequiredColumn } from './columns';
import { contradictions, isFormOne, type Values } from './contradictions';
import { dense, plain } from './plain';
import { inOrder, type Reason } from './reasons';

/** One row of a ledger, read: civil dates, whole fen, the domain's identifiers where it has them and the office's words where it has none. */
export type LedgerRow = {
  /** The line as the spreadsheet counts it, from 1, header and titles included. */
  readonly row: number;
  /** sha256 of what the row says, in hex; the same for xlsx and csv and on any line. */
  readonly content: string;
  readonly number: string;
  readonly receivedOn: CivilDate;
  readonly source: Source;
  readonly person: string;
  readonly unit: string;
  readonly post?: string;
  readonly summary?: string;
  readonly category?: string;
  readonly handlingOffice?: string;
  readonly handler?: string;
  readonly disposal?: { readonly way: DisposalWay; readonly on: CivilDate };
  readonly verification?: { readonly from?: CivilDate; readonly to?: CivilDate };
  readonly filing?: { readonly caseNo: string; readonly on: CivilDate };
  readonly trialEndedOn?: CivilDate;
  readonly sanction?: { readonly kinds: string; readonly on: CivilDate };
  readonly form?: Form;
  /** The tool of form 1, in the office's words. */
  readonly measure?: string;
  readonly transferredToProcuratorateOn?: CivilDate;
  readonly recoveredFen?: number;
  readonly closedOn?: CivilDate;
  /** `own`, or the other organ's name. */
  readonly handledBy?: string;
  readonly remarks?: string;
  /** Put right by whoever vouches, before it was taken over: the file says otherwise. */
  readonly mended?: true;
};

/** A row that is not taken: its first fault in the order of `reasons`, and all cells for whoever puts it right. */
export type RefusedRow = Fault & { readonly row: number; readonly number: string; readonly cells: Cells };

/** A fault that the sheet itself has in a cell, before what is typed there is read. */
export type CellFaults = { readonly [Name in ColumnName]?: Extract<Reason, 'no-formula-value' | 'merged-across'> };

export type Reading = { readonly accepted: LedgerRow } | { readonly refused: RefusedRow };

const missing = { number: 'missing-number', receivedOn: 'missing-received-date', source: 'missing-source', person: 'missing-person', unit: 'missing-unit' } as const satisfies Record<RequiredColumn, Reason>;
const isRequired = (column: ColumnName): column is RequiredColumn => column in missing;

const sheetFaults = {
  'no-formula-value': text('这一格是公式，但没有算出结果。请在表格软件中重新计算并保存，或直接填写数值', 'This cell is a formula without a value. Recalculate and save, or type the value'),
  'merged-across': text('这一格与别的列合并了，看不出内容属于哪一列。请取消合并后分别填写', 'This cell is merged with other columns, so it cannot be told to which the content belongs. Unmerge and fill each'),
} as const;

/** sha256 over the cells as read, in the order of the form; a cell that cannot be read counts as typed. */
const contentOf = (values: Values, cells: Cells, unread: ReadonlySet<ColumnName>): string =>
  hash('sha256', JSON.stringify(columnNames.map((column) => values[column] ?? (unread.has(column) ? plain(cells[column] ?? '') : ''))));

const rowOf = (row: number, content: string, values: Values): LedgerRow => {
  const { number, receivedOn, source, person, unit, disposalWay, disposedOn, verificationFrom, verificationTo, caseNo, filedOn, sanctionKinds, sanctionedOn, recovered, form, ...rest } = values;
  return {
    row, content, number, receivedOn, source, person, unit, ...rest,
    ...(disposalWay !== undefined && { disposal: { way: disposalWay, on: disposedOn } }),
    ...((verificationFrom ?? verificationTo) !== undefined && { verification: { ...(verificationFrom !== undefined && { from: verificationFrom }), ...(verificationTo !== undefined && { to: verificationTo }) } }),
    ...(caseNo !== undefined && { filing: { caseNo, on: filedOn } }),
    ...(sanctionedOn !== undefined && { sanction: { kinds: sanctionKinds, on: sanctionedOn } }),
    ...(form !== undefined && { form }),
    ...(isFormOne(values) && sanctionKinds !== undefined && { measure: sanctionKinds }),
    ...(recovered !== undefined && { recoveredFen: recovered }),
  } as LedgerRow;   // the columns' kinds give these types, the checks above that required ones are there
};

export type Judged = { readonly content: string; readonly number: string } & Reading;

export const judge = (cells: Cells, { today, row, faults: cellFaults = {} }: { readonly today: CivilDate; readonly row: number; readonly faults?: CellFaults }): Judged => {
  const values: Record<string, string | number> = {};
  const faults: Fault[] = [];
  for (const column of columnNames) {
    const typed = cells[column] ?? '';
    const inSheet = cellFaults[column];
    if (inSheet) {
      faults.push({ reason: inSheet, column, value: typed, words: text(`${titled(column).zh}：${sheetFaults[inSheet].zh}`, `${titled(column).en}: ${sheetFaults[inSheet].en}`) });
      continue;
    }
    const read = readCell(column, typed);
    if (isFault(read)) faults.push(read);
    else if (read !== undefined) values[column] = read;
    else if (isRequired(column)) faults.push({ reason: missing[column], column, value: typed, words: text(`没有${titled(column).zh}。请补上`, `There is no ${titled(column).en}. Add it`) });
  }
  const content = contentOf(values, cells, new Set(faults.map(({ column }) => column)));
  faults.push(...contradictions(values, cells, today));
  const number = String(values.number ?? dense(cells.number ?? ''));
  const [first] = faults.sort(inOrder);
  return { content, number, ...(first ? { refused: { row, number, ...first, cells } } : { accepted: rowOf(row, content, values) }) };
};

/** The same check for one row of typed cells, as a page sends them back: nothing but the row itself is looked at. */
export const readRow = (cells: Cells, about: { readonly today: CivilDate; readonly row: number }): Reading => judge(cells, about);
