import type { CivilDate } from '@anjuan/calendar';
import { text } from '@anjuan/lifecycle';
import { titled } from './cell';
import { columns, type Cells, type ColumnName } from './columns';
import { fromSerial } from './date';
import { headerOf, missingColumns, type Header } from './header';
import type { Line } from './line';
import { gathering } from './notices';
import { dense, halfWidth, saysNothing } from './plain';
import { judge, type CellFaults, type LedgerRow, type RefusedRow } from './row';
import { unreadable } from './unreadable';

const summary = /^(?:合计|总计|小计|共计|累计|本页(?:合计|小计)|共\d+[件行条人]|填表人|制表人|审核人|填报人|单位负责人|(?:备注|注|说明)[:：])/u;

/** A cell as the column takes it: day numbers become dates, amounts below `（万元）` get their unit. */
const typedAs = (column: ColumnName, cell: string, { tenThousands }: Header, since1904: boolean): string => {
  const { kind } = columns[column];
  if (kind === 'date' && /^\d{5}(?:\.\d+)?$/u.test(cell)) return fromSerial(Number(cell), since1904) ?? cell;
  if (kind === 'amount' && tenThousands && /^[-\d.,]+$/u.test(halfWidth(cell)) && !saysNothing(cell)) return `${cell.trim()}万元`;
  return cell;
};

const isBlank = ({ cells, valueless }: Line, header: Header): boolean => [...header.at.keys()].every((at) => dense(cells[at] ?? '') === '' && !valueless?.includes(at));
const isSummary = ({ cells }: Line, header: Header): boolean => {
  const receivedOn = [...header.at].find(([, column]) => column === 'receivedOn')?.[0] ?? -1;
  return summary.test(dense(cells.find((cell) => dense(cell)) ?? '')) && (dense(cells[receivedOn] ?? '') === '' || summary.test(dense(cells[receivedOn] ?? '')));
};
const isTitle = ({ cells }: Line): boolean => cells.filter((cell) => dense(cell)).length === 1;

/** What the sheet itself has wrong in the columns of the ledger. A cell merged across is none if it covers only one of them. */
const faultsOf = ({ valueless = [], across = [] }: Line, { at }: Header): CellFaults => {
  const merged = across.flatMap(([left, right]) => {
    const covered = [...at].flatMap(([index, column]) => (index >= left && index <= right ? [column] : []));
    return covered.length > 1 ? covered : [];
  });
  return Object.fromEntries([...merged.map((column) => [column, 'merged-across']), ...valueless.flatMap((index) => (at.has(index) ? [[at.get(index), 'no-formula-value']] : []))]);
};
const faultless: CellFaults = {};

/** Beyond these a ledger is not held in memory. */
const mostRows = 300_000;

/** Judges line by line, against the lines before. */
export const taking = (header: Header, since1904: boolean, today: CivilDate) => {
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
    for (const [at, column] of by.at) {
      // A sum merged over several rows is one sum: it counts in the first.
      const cell = columns[column].kind === 'amount' && line.filled?.includes(at) ? '' : line.cells[at];
      if (cell) cells[column] = typedAs(column, cell, by, since1904);
    }
    const { row } = line;
    const { content, number, ...reading } = judge(cells, { today, row, faults: line.valueless ?? line.across ? faultsOf(line, by) : faultless });
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

export const numberTaken = (row: number, number: string, taken: number, cells: Cells): RefusedRow => ({
  row, number, reason: 'number-taken', column: 'number', value: cells.number ?? '', cells,
  words: text(`${titled('number').zh}写的是“${number}”，第 ${taken} 行已用这个编号，内容却不同。请核对：一条线索一个编号`, `${titled('number').en} says “${number}”: line ${taken} has that number with other content. Check: one number a clue`),
});
