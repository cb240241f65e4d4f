import { strToU8, zipSync } from 'fflate';
import { columnNames, ledgerColumns, readLedger, type Cells, type ColumnName, type FileRefusal, type Ledger } from '@anjuan/ledger';

export const today = '2026-01-15';

/** A row that is taken, whatever a test then does to it. */
export const clue = (about: Cells = {}): Cells => ({ number: '徐派-0001', receivedOn: '2018-01-20', source: '信访举报', person: '被反映人0001', unit: '单位01', ...about });

export const labels = (names: readonly ColumnName[] = columnNames): string[] => names.map((name) => ledgerColumns[name].label.zh);
export const lines = (rows: readonly Cells[], names: readonly ColumnName[] = columnNames): string[][] => [labels(names), ...rows.map((row) => names.map((name) => row[name] ?? ''))];

const quoted = (cell: string, delimiter: string) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell);
export const csv = (table: readonly (readonly string[])[], delimiter = ','): string => table.map((line) => line.map((cell) => quoted(cell, delimiter)).join(delimiter)).join('\r\n');
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const utf16le = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Node reads GB18030 but does not write it: the two-byte part, turned round. */
const twoBytes = new Map<string, readonly [number, number]>();
for (let lead = 0x81; lead < 0xff; lead++) {
  for (let trail = 0x40; trail < 0xff; trail++) {
    const char = new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail));
    if (char.length === 1 && char !== '\ufffd') twoBytes.set(char, [lead, trail]);
  }
}
export const gb18030 = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((char) => (char < '\x80' ? [char.charCodeAt(0)] : (twoBytes.get(char) ?? [0x3f]))));

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** A cell: its text, a number with a style of `styles`, or the mark-up within `<c …>`. */
export type XlsxCell = string | { readonly number: number; readonly style?: number } | { readonly attributes?: string; readonly inner: string };
const markUp = (cell: XlsxCell, at: string): string => {
  if (typeof cell === 'string') return cell === '' ? '' : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  if ('number' in cell) return `<c r="${at}" s="${cell.style ?? 0}"><v>${cell.number}</v></c>`;
  return `<c r="${at}" ${cell.attributes ?? ''}>${cell.inner}</c>`;
};

/** Styles by number: 1 a date, 2 a date in Chinese words, 3 an amount shown with 万元. */
const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;万元&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

export type XlsxSheet = { readonly name?: string; readonly hidden?: true; readonly table: readonly (readonly XlsxCell[])[]; readonly merges?: readonly string[] };
export const sheetXml = ({ table, merges = [] }: XlsxSheet): string => `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${table.map((line, at) => `<row r="${at + 1}">${line.map((cell, column) => markUp(cell, `${letters(column)}${at + 1}`)).join('')}</row>`).join('')}</sheetData>${merges.length ? `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>` : ''}</worksheet>`;

/** The parts of a workbook, as Excel lays them out; a test may put others in their place. */
export const xlsxParts = (sheets: readonly XlsxSheet[], since1904 = false): Record<string, string> => ({
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml': `<workbook><workbookPr${since1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name, hidden }, at) => `<sheet name="${name ?? `表${at + 1}`}"${hidden ? ' state="hidden"' : ''} sheetId="${at + 1}" r:id="s${at + 1}"/>`).join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="st" Type="http://x/styles" Target="styles.xml"/>${sheets.map((_, at) => `<Relationship Id="s${at + 1}" Type="http://x/worksheet" Target="/xl/worksheets/sheet${at + 1}.xml"/>`).join('')}</Relationships>`,
  'xl/styles.xml': styles,
  ...Object.fromEntries(sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet)])),
});
export const zipped = (parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array => zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])));
export const xlsx = (table: readonly (readonly XlsxCell[])[], about: Omit<XlsxSheet, 'table'> & { readonly since1904?: boolean } = {}): Uint8Array => zipped(xlsxParts([{ table, ...about }], about.since1904));

export const taken = async (bytes: Uint8Array): Promise<Ledger> => {
  const answer = await readLedger(bytes, { today });
  if ('unreadable' in answer) throw new Error(`${answer.unreadable.reason}: ${answer.unreadable.words.en}`);
  return answer;
};
export const refusedWhole = async (bytes: Uint8Array): Promise<FileRefusal> => {
  const answer = await readLedger(bytes, { today });
  if (!('unreadable' in answer)) throw new Error(`it was taken: ${answer.rows} rows`);
  return answer.unreadable;
};
