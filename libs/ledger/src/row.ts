import { hash } from 'node:crypto';
import type { CivilDate } from '@anjuan/calendar';
import { text, type Text } from '@anjuan/lifecycle';
import { readAmount } from './amount';
import { isMeasure, isOwnOrgan, readForm, readSource, readWay, sourceWords, wayWords, type DisposalWay, type Form, type Source } from './choices';
import { columnNames, columns, type Cells, type ColumnName } from './columns';
import { readDate } from './date';
import { halfWidth, plain, saysNothing } from './plain';
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
};

/** Why a row is not taken: the first fault in the order of `reasons`, the cell and what was typed there, what to do, and all cells for whoever puts it right. */
export type RefusedRow = { readonly row: number; readonly number: string; readonly reason: Reason; readonly column: ColumnName; readonly value: string; readonly words: Text; readonly cells: Cells };

export type Fault = Pick<RefusedRow, 'reason' | 'column' | 'value' | 'words'>;
/** A fault that the sheet itself has in a cell, before what is typed there is read. */
export type CellFaults = { readonly [Name in ColumnName]?: Extract<Reason, 'no-formula-value' | 'merged-across'> };

export type Reading = { readonly accepted: LedgerRow } | { readonly refused: RefusedRow };

type Values = { readonly [Name in ColumnName]?: string | number };

const missing = { number: 'missing-number', receivedOn: 'missing-received-date', source: 'missing-source', person: 'missing-person', unit: 'missing-unit' } as const satisfies Partial<Record<ColumnName, Reason>>;
const isRequired = (column: ColumnName): column is keyof typeof missing => column in missing;

const said = (column: ColumnName, value: string) => ({ zh: `“${columns[column].label.zh}”写的是“${shortened(value)}”`, en: `“${columns[column].label.zh}” (${columns[column].label.en}) says “${shortened(value)}”` });
const shortened = (value: string) => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

const fault = (reason: Reason, column: ColumnName, value: string, zh: string, en: string): Fault => ({ reason, column, value, words: text(`${said(column, value).zh}，${zh}`, `${said(column, value).en}: ${en}`) });

const sheetFaults = {
  'no-formula-value': text('这一格是公式，但没有算出结果。请在表格软件中重新计算并保存，或直接填写数值', 'This cell is a formula without a value. Recalculate and save, or type the value'),
  'merged-across': text('这一格与别的列合并了，看不出内容属于哪一列。请取消合并后分别填写', 'This cell is merged with other columns, so it cannot be told to which the content belongs. Unmerge and fill each'),
} as const;

const invisible = { line: /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, passage: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cf}]/u };
const garbled = /\ufffd|锟斤拷|烫烫烫|\p{Surrogate}/u;

/** One cell read by its column's kind, or what is wrong with it. Spaces and line breaks within a line are one space. */
const readCell = (column: ColumnName, typed: string): string | number | Fault | undefined => {
  const { kind, max = 200 } = columns[column];
  if (garbled.test(typed)) return fault('garbled-text', column, typed, '有乱码：文件保存时编码错了。请用原表重新另存', 'garbled: the file was saved in a wrong encoding. Save it again from the original');
  const cell = kind === 'passage' ? plain(typed) : plain(typed).replace(/\s+/gu, ' ');
  if (cell === '' || (kind !== 'line' && kind !== 'passage' && kind !== 'organ' && saysNothing(cell))) return undefined;
  switch (kind) {
    case 'date':
      return readDate(cell) ?? fault('no-such-date', column, typed, '没有这一天或不是完整日期。请写成 2018-03-05、2018.3.5 或 2018年3月5日', 'there is no such day, or it is not a whole date. Write 2018-03-05, 2018.3.5 or 2018年3月5日');
    case 'amount': {
      const fen = readAmount(cell);
      if (fen === 'negative') return fault('unreadable-amount', column, typed, '金额不能为负数。请写追缴到的数额，没有则留空', 'an amount cannot be negative. Write what was recovered, or leave it empty');
      return fen === 'unreadable' ? fault('unreadable-amount', column, typed, '不是确切的金额。请写确切数额，如 12,000元、3.5万元', 'not an exact amount. Write it exactly, such as 12,000元 or 3.5万元') : fen;
    }
    case 'source':
      return readSource(cell) ?? fault('unknown-source', column, typed, `不是已知的来源。请写：${sourceWords}`, `not a known source. Write one of: ${sourceWords}`);
    case 'way':
      return readWay(cell) ?? fault('unknown-disposal-way', column, typed, `不是已知的处置方式。请写：${wayWords}；尚未处置的留空`, `not a known way of disposal. Write one of: ${wayWords}; leave it empty while undecided`);
    case 'form':
      return readForm(cell) ?? fault('unknown-form', column, typed, '不是四种形态之一。请写第一种形态至第四种形态', 'not one of the four forms. Write 第一种形态 to 第四种形态');
    case 'organ':
      if (isOwnOrgan(cell)) return 'own';
      break;
    case 'line':
    case 'passage':
      break;
    default:
      kind satisfies never;
  }
  if (invisible[kind === 'passage' ? 'passage' : 'line'].test(cell)) return fault('unfit-text', column, typed, '含有看不见的字符。请删掉重新输入', 'holds invisible characters. Delete it and type it again');
  if (cell.length > max) return fault('unfit-text', column, typed, `超过 ${max} 个字。请缩短，其余写入备注`, `longer than ${max} characters. Shorten it; the rest may go into the remarks`);
  return column === 'number' || column === 'caseNo' ? cell.replaceAll(' ', '') : cell;
};

const isFault = (read: string | number | Fault | undefined): read is Fault => typeof read === 'object';

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
  words: text(`写了“${columns[because].label.zh}”，却没有“${columns[column].label.zh}”。请补上`, `There is “${columns[because].label.zh}” (${columns[because].label.en}) but no “${columns[column].label.zh}” (${columns[column].label.en}). Add it`),
});

const isFormOne = ({ form, sanctionKinds }: Values): boolean => form === 1 || (form === undefined && typeof sanctionKinds === 'string' && isMeasure(sanctionKinds));

/** What is wrong between cells that are each readable. */
const contradictions = (values: Values, typed: Cells, today: CivilDate): Fault[] => {
  const found: Fault[] = [];
  for (const [later, earlier, reason] of order) {
    const [late, early] = [values[later], values[earlier]];
    if (late !== undefined && early !== undefined && late < early) found.push(fault(reason, later, typed[later] ?? '', `早于“${columns[earlier].label.zh}”（${early}）。请核对这两个日期`, `earlier than “${columns[earlier].label.zh}” (${columns[earlier].label.en}, ${early}). Check both dates`));
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
      faults.push({ reason: inSheet, column, value: typed, words: text(`“${columns[column].label.zh}”：${sheetFaults[inSheet].zh}`, `“${columns[column].label.zh}” (${columns[column].label.en}): ${sheetFaults[inSheet].en}`) });
      continue;
    }
    const read = readCell(column, typed);
    if (isFault(read)) faults.push(read);
    else if (read !== undefined) values[column] = read;
    else if (isRequired(column)) faults.push({ reason: missing[column], column, value: typed, words: text(`没有“${columns[column].label.zh}”。请补上`, `There is no “${columns[column].label.zh}” (${columns[column].label.en}). Add it`) });
  }
  const content = contentOf(values, cells, new Set(faults.map(({ column }) => column)));
  faults.push(...contradictions(values, cells, today));
  const number = String(values.number ?? halfWidth(cells.number ?? ''));
  const [first] = faults.sort(inOrder);
  return { content, number, ...(first ? { refused: { row, number, ...first, cells } } : { accepted: rowOf(row, content, values) }) };
};

/** The same check for one row of typed cells, as a page sends them back: nothing but the row itself is looked at. */
export const readRow = (cells: Cells, about: { readonly today: CivilDate; readonly row: number }): Reading => judge(cells, about);
