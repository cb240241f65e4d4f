import { createHash } from 'node:crypto';
import type { CivilDate } from '@anjuan/calendar';
import { text, type Text } from '@anjuan/lifecycle';
import { columns, type Cells, type ColumnName } from './columns';
import { fromSerial } from './date';
import { absentColumns, findHeader, headerOf, missingColumns, type Header } from './header';
import type { Batch, Line, Sheet } from './line';
import { dense, halfWidth, saysNothing } from './plain';
import { judge, type CellFaults, type LedgerRow, type RefusedRow } from './row';
import { openSheets } from './sheets';
import { Unreadable, unreadable, type FileRefusal } from './unreadable';
import type { ZipLimits } from './zip';

/** Something the clerk should know that is no fault of a row; `rows` names the first twenty it is about, `count` says how many there are. */
export type Notice = { readonly code: NoticeCode; readonly words: Text; readonly rows: readonly number[]; readonly count: number };
export type NoticeCode = 'unknown-columns' | 'absent-columns' | 'other-sheets' | 'amounts-in-ten-thousands' | 'formulas' | 'merged-cells' | 'summary-rows' | 'second-table' | 'outside-table';

/**
 * A ledger, read: `rows` = lines below the header, each of them in exactly one of `accepted`, `repeats`, `blank` and `refused`. Summary lines, repeated headers and foreign tables are not counted; a notice names them.
 */
export type Ledger = {
  /** sha256 of the file's bytes, in hex. */
  readonly file: string;
  readonly sheet?: string;
  readonly rows: number;
  readonly accepted: readonly LedgerRow[];
  /** Exact second copies, with the line of the first. */
  readonly repeats: readonly { readonly row: number; readonly number: string; readonly of: number }[];
  readonly blank: readonly number[];
  readonly refused: readonly RefusedRow[];
  readonly notices: readonly Notice[];
};

export type Progress = { readonly rows: number; /** How much of the file is read, from 0 to 1. */ readonly share: number };

const named = (names: readonly ColumnName[]) => ({ zh: names.map((name) => `“${columns[name].label.zh}”`).join('、'), en: names.map((name) => `“${columns[name].label.zh}” (${columns[name].label.en})`).join(', ') });

const summary = /^(?:合计|总计|小计|共计|累计|本页(?:合计|小计)|共\d+[件行条人]|填表人|制表人|审核人|填报人|单位负责人|(?:备注|注|说明)[:：])/u;

/** Rows named by a notice, as they come up. */
const gathering = () => {
  const found = new Map<NoticeCode, { rows: number[]; count: number }>();
  return {
    add: (code: NoticeCode, row: number) => {
      const about = found.get(code) ?? { rows: [], count: 0 };
      if (about.rows.length < 20) about.rows.push(row);
      about.count += 1;
      found.set(code, about);
    },
    get: (code: NoticeCode) => found.get(code),
  };
};

const aboutRows: Readonly<Partial<Record<NoticeCode, (rows: string, count: number) => Text>>> = {
  formulas: (rows, count) => text(`${count} 行有公式（第 ${rows} 行），按公式上次算出的结果读入`, `${count} rows hold formulas (lines ${rows}); their last computed values were taken`),
  'merged-cells': (rows, count) => text(`${count} 行有纵向合并的单元格（第 ${rows} 行），各行都按合并格的内容读入，金额只计在第一行`, `${count} rows have cells merged downwards (lines ${rows}); each was read with the merged cell’s content, amounts in the first only`),
  'summary-rows': (rows, count) => text(`${count} 行是合计或填表说明（第 ${rows} 行），不是线索，没有读入`, `${count} lines are totals or notes (lines ${rows}), not clues, and were not read`),
  'second-table': (rows, count) => text(`同一工作表中另有表头（第 ${rows} 行，共 ${count} 处），其下各行按该表头读入`, `The sheet holds further headers (lines ${rows}, ${count} in all); the rows below each were read by it`),
  'outside-table': (rows, count) => text(`第 ${rows} 行起是另一张表，缺少台账必需的列，共 ${count} 行没有读入。如是台账，请移到单独的文件`, `From line ${rows} on stands another table without the columns a ledger needs; its ${count} lines were not read. If it is a ledger, move it to a file of its own`),
};

/** A cell as the column takes it: day numbers become dates, amounts below `（万元）` get their unit. */
const typedAs = (column: ColumnName, cell: string, { tenThousands }: Header, since1904: boolean): string => {
  const { kind } = columns[column];
  if (kind === 'date' && /^\d{5}(?:\.\d+)?$/u.test(cell)) return fromSerial(Number(cell), since1904) ?? cell;
  if (kind === 'amount' && tenThousands && /^[-\d.,]+$/u.test(halfWidth(cell)) && !saysNothing(cell)) return `${cell.trim()}万元`;
  return cell;
};

const isBlank = (line: Line, header: Header): boolean => [...header.at.keys()].every((at) => dense(line.cells[at] ?? '') === '' && !line.faults?.has(at));
const isSummary = ({ cells }: Line, header: Header): boolean => {
  const receivedOn = [...header.at].find(([, column]) => column === 'receivedOn')?.[0] ?? -1;
  return summary.test(dense(cells.find((cell) => dense(cell)) ?? '')) && (dense(cells[receivedOn] ?? '') === '' || summary.test(dense(cells[receivedOn] ?? '')));
};
const isTitle = ({ cells }: Line): boolean => cells.filter((cell) => dense(cell)).length === 1;

/** Beyond these a ledger is not held in memory. */
const mostRows = 300_000;

/** Judges line by line, against the lines before. */
const taking = (header: Header, since1904: boolean, today: CivilDate) => {
  const found = { accepted: [] as LedgerRow[], repeats: [] as { row: number; number: string; of: number }[], blank: [] as number[], refused: [] as RefusedRow[] };
  const notices = gathering();
  const firstWith = new Map<string, number>();
  const numberAt = new Map<string, number>();
  /** Under the last header that was seen; undefined below one that is no ledger's. */
  let under: Header | undefined = header;
  let last = header.row;
  /** A line with a single cell: a title, if a header follows. */
  let held: Line | undefined;

  const judged = (line: Line, by: Header) => {
    const cells: Partial<Record<ColumnName, string>> = {};
    const faults: Partial<Record<ColumnName, 'no-formula-value' | 'merged-across'>> = {};
    for (const [at, column] of by.at) {
      // A sum merged over several rows is one sum: it counts in the first.
      const cell = columns[column].kind === 'amount' && line.filled?.includes(at) ? '' : line.cells[at];
      if (cell) cells[column] = typedAs(column, cell, by, since1904);
      const fault = line.faults?.get(at);
      if (fault) faults[column] = fault;
    }
    const { row } = line;
    const { content, number, ...reading } = judge(cells, { today, row, faults: faults satisfies CellFaults });
    const of = firstWith.get(content);
    if (of !== undefined) { found.repeats.push({ row, number, of }); return; }
    firstWith.set(content, row);
    if ('refused' in reading) { found.refused.push(reading.refused); return; }
    const taken = numberAt.get(number);
    if (taken !== undefined) { found.refused.push(numberTaken(row, number, taken, cells)); return; }
    numberAt.set(number, row);
    found.accepted.push(reading.accepted);
    if (line.formulas?.some((at) => by.at.has(at))) notices.add('formulas', row);
    if (line.filled?.some((at) => by.at.has(at))) notices.add('merged-cells', row);
  };
  const release = () => {
    if (held && under) judged(held, under);
    held = undefined;
  };

  return {
    found, notices,
    line: (line: Line) => {
      if (line.row <= header.row) return;
      if (line.row - header.row > mostRows) throw unreadable('too-large', `台账超过 ${mostRows} 行。请按年份分成几个文件`, `The ledger has more than ${mostRows} lines. Split it by year`);
      const another = headerOf(line);
      if (another) {
        held = undefined;
        under = missingColumns(another).length === 0 && another.twice.length === 0 ? another : undefined;
        notices.add(under ? 'second-table' : 'outside-table', line.row);
      } else if (!under) {
        notices.add('outside-table', line.row);
      } else {
        for (let gap = last + 1; gap < line.row; gap++) found.blank.push(gap);
        if (isSummary(line, under)) notices.add('summary-rows', line.row);
        else if (isBlank(line, under)) found.blank.push(line.row);
        else {
          release();
          if (isTitle(line)) held = line;
          else judged(line, under);
        }
      }
      last = line.row;
    },
    end: release,
  };
};

const numberTaken = (row: number, number: string, taken: number, cells: Cells): RefusedRow => ({
  row, number, reason: 'number-taken', column: 'number', value: cells.number ?? '', cells,
  words: text(`“${columns.number.label.zh}”写的是“${number}”，第 ${taken} 行已用这个编号，内容却不同。请核对：一条线索一个编号`, `“${columns.number.label.zh}” (${columns.number.label.en}) says “${number}”: line ${taken} has that number with other content. Check: one number a clue`),
});

const noticesOf = (header: Header, otherSheets: readonly string[], seen: ReturnType<typeof gathering>): Notice[] => {
  const about = (code: NoticeCode, words: Text): Notice => ({ code, words, rows: [header.row], count: 1 });
  const absent = absentColumns(header);
  return [
    ...(header.unknown.length > 0 ? [about('unknown-columns', text(`不认识的列没有读入：${header.unknown.join('、')}`, `Unknown columns were not read: ${header.unknown.join(', ')}`))] : []),
    ...(absent.length > 0 ? [about('absent-columns', text(`表中没有这些列，按空白读入：${named(absent).zh}`, `The sheet lacks these columns; they were read as empty: ${named(absent).en}`))] : []),
    ...(header.tenThousands ? [about('amounts-in-ten-thousands', text('表头注明单位为万元：没有写单位的金额按万元读入', 'The header says 万元: amounts without a unit were read as ten thousands of yuan'))] : []),
    ...(otherSheets.length > 0 ? [about('other-sheets', text(`只读入了一个工作表；这些工作表没有读入：${otherSheets.join('、')}。如有台账，请另存为单独的文件`, `One sheet was read; these were not: ${otherSheets.join(', ')}. If they hold ledgers, save each as a file of its own`))] : []),
    ...Object.entries(aboutRows).flatMap(([code, words]) => {
      const of = seen.get(code as NoticeCode);   // the keys of the table are codes
      return of ? [{ code: code as NoticeCode, words: words(of.rows.join('、') + (of.count > of.rows.length ? '…' : ''), of.count), ...of }] : [];
    }),
  ];
};

/** The first sheet with the header of a ledger; only the first lines of each are looked at. */
const choose = async (sheets: readonly Sheet[]): Promise<{ readonly sheet: Sheet; readonly header: Header }> => {
  let lines = 0;
  const headers: { readonly sheet: Sheet; readonly header: Header }[] = [];
  for (const sheet of sheets) {
    const head = await firstLines(sheet);
    lines += head.filter(({ cells }) => cells.some((cell) => dense(cell))).length;
    const header = findHeader(head);
    if (header) headers.push({ sheet, header });
  }
  if (lines === 0) throw unreadable('empty-file', '表格里没有内容。请核对是否选错了文件', 'The spreadsheet holds nothing. Check that it is the right file');
  const chosen = headers.find(({ header }) => missingColumns(header).length === 0) ?? headers[0];
  if (!chosen) throw unreadable('no-header', `前 ${headLines} 行里找不到台账的表头。表头应有“线索编号”“受理日期”“线索来源”等列`, `The first ${headLines} lines hold no header of a ledger. It should name “线索编号”, “受理日期”, “线索来源” and so on`);
  return chosen;
};

const headLines = 50;
const firstLines = async ({ batches }: Sheet): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for await (const batch of batches()) {
    lines.push(...batch.lines);
    if (lines.length >= headLines) break;
  }
  return lines.slice(0, headLines);
};

const checked = ({ header }: { readonly header: Header }): void => {
  const missing = missingColumns(header);
  if (missing.length > 0) throw unreadable('missing-columns', `第 ${header.row} 行的表头缺少必需的列：${named(missing).zh}。请补上这些列`, `The header in line ${header.row} lacks required columns: ${named(missing).en}. Add them`, { row: header.row, columns: missing.map((name) => columns[name].label.zh) });
  if (header.twice.length > 0) throw unreadable('column-twice', `第 ${header.row} 行的表头里 ${named(header.twice).zh} 出现了两次，看不出以哪一列为准。如是并排的两张表，请分成两个文件`, `The header in line ${header.row} names ${named(header.twice).en} twice, so it cannot be told which one counts. If two tables stand side by side, save them as two files`, { row: header.row, columns: header.twice.map((name) => columns[name].label.zh) });
};

/**
 * Reads a clue ledger from the bytes of an .xlsx or .csv, told apart by their content. What is wrong with a row is in `refused`; what is wrong with the whole file comes back as `unreadable`. Never throws for what the
 * bytes hold. Lets the event loop go between pieces of the file and tells after each how far it is.
 */
export const readLedger = async (
  bytes: Uint8Array,
  { today, zipLimits, onProgress }: { readonly today: CivilDate; readonly zipLimits?: Partial<ZipLimits>; readonly onProgress?: (progress: Progress) => void },
): Promise<Ledger | { readonly unreadable: FileRefusal }> => {
  try {
    const sheets = await openSheets(bytes, zipLimits);
    const { sheet, header } = await choose(sheets);
    checked({ header });
    const { found, notices, line, end } = taking(header, sheet.since1904, today);
    const rows = () => found.accepted.length + found.repeats.length + found.blank.length + found.refused.length;
    for await (const { lines, share } of sheet.batches() satisfies AsyncIterable<Batch>) {
      lines.forEach(line);
      onProgress?.({ rows: rows(), share });
    }
    end();
    if (rows() === found.blank.length) throw unreadable('no-rows', `第 ${header.row} 行是表头，下面没有内容。请核对是否选错了文件`, `Line ${header.row} is the header; nothing stands below it. Check that it is the right file`, { row: header.row });
    const others = sheets.flatMap(({ name }) => (name === undefined || name === sheet.name ? [] : [name]));
    return { file: createHash('sha256').update(bytes).digest('hex'), ...(sheet.name !== undefined && { sheet: sheet.name }), rows: rows(), ...found, notices: noticesOf(header, others, notices) };
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error.refusal };
    throw error;
  }
};
