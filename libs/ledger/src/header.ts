import { columnNames, columns, type ColumnName } from './columns';
import type { Line } from './line';
import { dense } from './plain';

/** Where each column stands in a sheet, and what else stands in its header. */
export type Header = {
  readonly row: number;
  readonly at: ReadonlyMap<number, ColumnName>;
  readonly unknown: readonly string[];
  readonly twice: readonly ColumnName[];
  /** `（万元）` above the amounts: numbers without a unit are ten thousands of yuan. */
  readonly tenThousands: boolean;
};

const byLabel = new Map<string, ColumnName>(columnNames.flatMap((name) => [columns[name].label.zh, ...(columns[name].also ?? [])].map((label) => [label, name] as const)));

const bare = (label: string): string => dense(label).replace(/[*＊:：]/gu, '').replace(/[(（][^)）]*[)）]$/u, '');
const columnOf = (label: string): ColumnName | undefined => byLabel.get(label) ?? (label === '' || label.length > 40 ? undefined : byLabel.get(bare(label)));

/** As many labels in one line make a header. */
const enough = 3;

/** The line read as a header, if it is one. */
export const headerOf = ({ row, cells }: Line): Header | undefined => {
  const at = new Map<number, ColumnName>();
  const [unknown, twice]: [string[], ColumnName[]] = [[], []];
  let tenThousands = false;
  cells.forEach((cell, index) => {
    const column = columnOf(cell);
    if (!column) { if (dense(cell)) unknown.push(dense(cell)); return; }
    if ([...at.values()].includes(column)) { twice.push(column); return; }
    at.set(index, column);
    if (columns[column].kind === 'amount' && cell.includes('万')) tenThousands = true;
  });
  return at.size >= enough ? { row, at, unknown, twice, tenThousands } : undefined;
};

/** The fullest header of the first lines; the first of two alike. A unit may stand in a title above it. */
export const findHeader = (lines: readonly Line[]): Header | undefined => {
  const [best] = lines.flatMap((line) => headerOf(line) ?? []).sort((a, b) => b.at.size - a.at.size);
  if (!best) return undefined;
  const titles = lines.filter(({ row }) => row < best.row).flatMap(({ cells }) => cells);
  return titles.some((cell) => /单位[:：]?(?:人民币)?万元/u.test(dense(cell))) ? { ...best, tenThousands: true } : best;
};

export const missingColumns = ({ at }: Header): ColumnName[] => columnNames.filter((name) => columns[name].required && ![...at.values()].includes(name));
export const absentColumns = ({ at }: Header): ColumnName[] => columnNames.filter((name) => !columns[name].required && ![...at.values()].includes(name));
