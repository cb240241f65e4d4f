import { createHash } from 'node:crypto';
import type { CivilDate } from '@anjuan/calendar';
import { columns } from './columns';
import { findHeader, missingColumns, type Header } from './header';
import type { Line, Sheet } from './line';
import { named, noticesOf, type Notice } from './notices';
import { dense } from './plain';
import type { LedgerRow, RefusedRow } from './row';
import { openSheets } from './sheets';
import { taking } from './taking';
import { Unreadable, unreadable, type FileRefusal } from './unreadable';
import type { ZipLimits } from './xlsx/zip';

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

const check = (header: Header): void => {
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
    check(header);
    const { found, notices, line, end } = taking(header, sheet.since1904, today);
    const rows = () => found.accepted.length + found.repeats.length + found.blank.length + found.refused.length;
    for await (const { lines, share } of sheet.batches()) {
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
