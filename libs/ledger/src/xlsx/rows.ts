import { fromSerial } from '../date';
import type { Batch, Line } from '../line';
import { damaged } from '../unreadable';
import { columnOf, type Merge } from './merges';
import { unescaped } from './strings';
import type { Style } from './styles';
import { walk, type Attributes, type Handlers } from './xml';
import type { Zip } from './zip';

/** Columns beyond these are not looked at: no ledger has so many, a hostile file might. */
const widest = 512;
const lastRow = 1_048_576;

/** What the cells of all sheets refer to. */
export type Workbook = { readonly strings: readonly string[]; readonly styles: readonly Style[]; readonly since1904: boolean };
type Cell = { readonly column: number; readonly kind: string; readonly style: Style; formula: boolean; value: string | undefined; inline: string };

/** Numbers as Excel shows them, to fifteen digits; whatever a binary fraction adds behind them is not the clerk's. */
const shown = (value: string): string => String(Number(Number(value).toPrecision(15)));

const textOf = ({ kind, style, value, inline }: Cell, { strings, since1904 }: Workbook): string => {
  if (kind === 'inlineStr') return unescaped(inline);
  if (value === undefined) return '';
  if (kind === 's') return strings[Number(value)] ?? '';
  if (kind === 'str') return unescaped(value);
  if (kind === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (kind === 'd') return value.slice(0, 10);
  if (value === '' || !Number.isFinite(Number(value))) return value;
  if (style === 'date') return fromSerial(Number(value), since1904) ?? shown(value);
  return style === 'tenThousands' ? `${shown(value)}万元` : shown(value);
};

/** The lines of a sheet, with what merged cells and formulas do to them. */
export async function* linesOf(zip: Zip, part: string, workbook: Workbook, merges: ReadonlyMap<number, readonly Merge[]>): AsyncGenerator<Batch, void> {
  /** Ranges that reach this row, by their left column, with the text of their first cell. */
  const reaching = new Map<number, Merge & { readonly text: string }>();
  let lines: Line[] = [];
  let [row, column, inText, inValue, spoken] = [0, -1, false, false, false];
  let [cells, formulas, valueless]: [string[], number[], number[]] = [[], [], []];
  let cell: Cell | undefined;

  const endOfCell = (ended: Cell) => {
    if (ended.column >= widest) return;
    const hasValue = ended.kind === 'inlineStr' || (ended.kind === 'str' && ended.value !== undefined) || Boolean(ended.value);
    if (ended.kind === 'e' || (ended.formula && !hasValue)) valueless.push(ended.column);
    else if (ended.formula) formulas.push(ended.column);
    cells[ended.column] = textOf(ended, workbook);
  };
  const endOfRow = () => {
    if (cells.length === 0) return;
    const [filled, across]: [number[], [number, number][]] = [[], []];
    const own = cells.some((text) => text);
    for (const merge of merges.get(row) ?? []) if (merge.left < widest) reaching.set(merge.left, { ...merge, text: cells[merge.left] ?? '' });
    for (const [left, { top, bottom, right, text }] of reaching) {
      if (bottom < row) reaching.delete(left);
      else if (right > left) across.push([left, right]);
      else if (top < row && own && text && !cells[left]) { cells[left] = text; filled.push(left); }
    }
    for (let at = 0; at < cells.length; at++) cells[at] ??= '';
    lines.push({ row, cells, ...(formulas.length > 0 && { formulas }), ...(valueless.length > 0 && { valueless }), ...(filled.length > 0 && { filled }), ...(across.length > 0 && { across }) });
  };

  const handlers: Handlers = {
    open: (name, { r, t = 'n', s = '0' }: Attributes) => {
      if (name === 'row') {
        const at = r === undefined ? row + 1 : Number(r);
        if (!(at > row && at <= lastRow)) throw damaged();
        [row, column, cells, formulas, valueless] = [at, -1, [], [], []];
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : columnOf(r.replace(/\d+$/u, ''));
        cell = { column, kind: t, style: workbook.styles[Number(s)], formula: false, value: undefined, inline: '' };
      } else if (name === 'v' && cell) {
        inValue = true;
        cell.value = '';
      } else if (name === 'f' && cell) cell.formula = true;
      else if (name === 'rPh') spoken = true;
      else if (name === 't') inText = !spoken;
    },
    text: (text) => {
      if (!cell) return;
      if (inValue) cell.value += text;
      else if (inText) cell.inline += text;
    },
    close: (name) => {
      if (name === 'v') inValue = false;
      else if (name === 't') inText = false;
      else if (name === 'rPh') spoken = false;
      else if (name === 'c' && cell) { endOfCell(cell); cell = undefined; }
      else if (name === 'row') endOfRow();
    },
  };
  const size = Math.max(1, zip.size(part));
  for await (const read of walk(zip, part, handlers)) {
    yield { lines, share: read / size };
    lines = [];
  }
  yield { lines, share: 1 };
}
