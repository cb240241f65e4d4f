import { posix } from 'node:path';
import { fromSerial } from './date';
import type { Batch, Line, Sheet } from './line';
import { damaged, unreadable } from './unreadable';
import { walk, type Attributes, type Handlers } from './xml';
import { openZip, type Zip, type ZipLimits } from './zip';

/** What a workbook needs beside its sheets and their strings is small; what is not would be gathered in memory. */
const largestPart = 32 * 1024 * 1024;
const mostStrings = 6_000_000;
const mostMerges = 100_000;

const whole = async (zip: Zip, part: string, handlers: Handlers, largest = largestPart): Promise<void> => {
  if (zip.size(part) > largest) throw damaged();
  for await (const _ of walk(zip, part, handlers));
};

type Relation = { readonly id: string; readonly kind: string; readonly target: string };

const relationsOf = async (zip: Zip, part: string): Promise<Relation[]> => {
  const folder = posix.dirname(part);
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  if (zip.has(file)) {
    await whole(zip, file, {
      open: (name, { Id = '', Type = '', Target = '' }) => {
        if (name === 'Relationship') relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), target: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target) });
      },
    });
  }
  return relations;
};

const isOn = (flag: string | undefined) => flag === '1' || flag === 'true';
/** `_x000D_` and its like: how the format writes characters that XML cannot hold. */
const unescaped = (text: string) => (text.includes('_x') ? text.replace(/_x([0-9A-F]{4})_/giu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text);

const sharedStrings = async (zip: Zip, part: string | undefined): Promise<string[]> => {
  const strings: string[] = [];
  if (!part || !zip.has(part)) return strings;
  let [string, inText, spoken] = ['', false, false];
  await whole(zip, part, {
    open: (name) => {
      if (name === 'si') string = '';
      else if (name === 'rPh') spoken = true;
      else if (name === 't') inText = !spoken;
    },
    text: (text) => { if (inText) string += text; },
    close: (name) => {
      if (name === 'si' && strings.push(unescaped(string)) > mostStrings) throw damaged();
      else if (name === 'rPh') spoken = false;
      else if (name === 't') inText = false;
    },
  }, Infinity);
  return strings;
};

type Style = 'date' | 'tenThousands' | undefined;

const isDateId = (id: number) => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
const styleOf = (id: number, code: string | undefined): Style => {
  if (code === undefined) return isDateId(id) ? 'date' : undefined;
  // A format that also scales (`0!.0,"万元"`) shows 35000 as 3.5万元: there the value is in yuan.
  if (/万/u.test(code)) return /,(?:"|\\|万|$)|!\./u.test(code.replace(/#,##/gu, '')) ? undefined : 'tenThousands';
  return /[yd]/iu.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./gu, '')) ? 'date' : undefined;
};

const stylesOf = async (zip: Zip, part: string | undefined): Promise<Style[]> => {
  const styles: Style[] = [];
  if (!part || !zip.has(part)) return styles;
  const codes = new Map<number, string>();
  let inCells = false;
  await whole(zip, part, {
    open: (name, { numFmtId, formatCode = '' }) => {
      if (name === 'cellXfs') inCells = true;
      else if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      else if (name === 'xf' && inCells) styles.push(styleOf(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: (name) => { if (name === 'cellXfs') inCells = false; },
  });
  return styles;
};

/** Columns beyond these are not looked at: no ledger has so many, a hostile file might. */
const widest = 512;
const lastRow = 1_048_576;

const columnOf = (letters: string): number => {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column - 1;
};

type Merge = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** The merged ranges by their first row. The format tells them after the rows that they are about, so they are looked for beforehand. */
const mergesOf = async (zip: Zip, part: string): Promise<Map<number, Merge[]>> => {
  const merges = new Map<number, Merge[]>();
  let [carry, count] = ['', 0];
  for await (const piece of zip.pieces(part)) {
    const text = carry + piece.toString('latin1');
    let end = 0;
    for (const found of text.includes('mergeCell') ? text.matchAll(/<(?:\w+:)?mergeCell\s[^<>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/gu) : []) {
      const merge = { left: columnOf(found[1]!), top: Number(found[2]), right: columnOf(found[3]!), bottom: Number(found[4]) };   // the pattern has four groups
      if (++count > mostMerges) throw damaged();
      const beside = merges.get(merge.top);
      if (beside) beside.push(merge);
      else merges.set(merge.top, [merge]);
      end = found.index + found[0].length;
    }
    carry = text.slice(Math.max(end, text.length - 200));
  }
  return merges;
};

type Workbook = { readonly strings: readonly string[]; readonly styles: readonly Style[]; readonly since1904: boolean };
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
async function* linesOf(zip: Zip, part: string, workbook: Workbook, merges: ReadonlyMap<number, readonly Merge[]>): AsyncGenerator<Batch, void> {
  /** Ranges that reach below the row being read, by their left column, with the text of their first cell. */
  const reaching = new Map<number, { readonly bottom: number; readonly text: string }>();
  let lines: Line[] = [];
  let [row, column, inText, inValue, spoken] = [0, -1, false, false, false];
  let cells: string[] = [];
  let faults = new Map<number, 'no-formula-value' | 'merged-across'>();
  let formulas: number[] = [];
  let cell: Cell | undefined;

  const endOfCell = (ended: Cell) => {
    if (ended.column >= widest) return;
    const hasValue = ended.kind === 'inlineStr' || (ended.kind === 'str' && ended.value !== undefined) || Boolean(ended.value);
    if (ended.kind === 'e' || (ended.formula && !hasValue)) faults.set(ended.column, 'no-formula-value');
    else if (ended.formula) formulas.push(ended.column);
    cells[ended.column] = textOf(ended, workbook);
  };
  const endOfRow = () => {
    if (cells.length === 0) return;
    const filled: number[] = [];
    const own = cells.some((text) => text);
    for (const [left, { bottom, text }] of reaching) {
      if (bottom < row) reaching.delete(left);
      else if (own && text && !cells[left]) { cells[left] = text; filled.push(left); }
    }
    for (const { left, right, bottom } of merges.get(row) ?? []) {
      if (right > left) for (let at = left; at <= Math.min(right, widest - 1); at++) faults.set(at, 'merged-across');
      else if (left < widest) reaching.set(left, { bottom, text: cells[left] ?? '' });
    }
    for (let at = 0; at < cells.length; at++) cells[at] ??= '';
    lines.push({ row, cells, ...(faults.size > 0 && { faults }), ...(formulas.length > 0 && { formulas }), ...(filled.length > 0 && { filled }) });
  };

  const handlers: Handlers = {
    open: (name, { r, t = 'n', s = '0' }: Attributes) => {
      if (name === 'row') {
        const at = r === undefined ? row + 1 : Number(r);
        if (!(at > row && at <= lastRow)) throw damaged();
        [row, column, cells, faults, formulas] = [at, -1, [], new Map(), []];
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : columnOf(r.replace(/\d+$/u, ''));
        cell = { column, kind: t, style: workbook.styles[Number(s)], formula: false, value: undefined, inline: '' };
      } else if (name === 'v' && cell) [inValue, cell.value] = [true, ''];
      else if (name === 'f' && cell) cell.formula = true;
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

const elsewhere = (zip: Zip): boolean => zip.has('word/document.xml') || zip.has('ppt/presentation.xml') || !(zip.has('[content_types].xml') || zip.has('mimetype') || zip.has('_rels/.rels'));

/**
 * The visible worksheets of an .xlsx, in their order.
 * @throws Unreadable
 */
export const openWorkbook = async (bytes: Uint8Array, limits: Partial<ZipLimits> | undefined): Promise<Sheet[]> => {
  const zip = await openZip(bytes, limits);
  if (elsewhere(zip)) throw unreadable('not-a-spreadsheet', '这是压缩包或文档，不是表格。请上传 .xlsx 或 .csv', 'This is an archive or a document, not a spreadsheet. Use .xlsx or .csv');
  const part = (await relationsOf(zip, '')).find(({ kind }) => kind === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (!zip.has(part) || part.endsWith('.bin')) throw unreadable('old-format', '这种表格格式不能直接读取。请在表格软件中另存为 .xlsx', 'This spreadsheet format cannot be read. Save it as .xlsx in a spreadsheet program');
  const named: { readonly name: string; readonly id: string }[] = [];
  let since1904 = false;
  await whole(zip, part, {
    open: (name, { date1904, name: label = '', state, ...rest }) => {
      if (name === 'workbookPr') since1904 = isOn(date1904);
      else if (name === 'sheet' && (state === undefined || state === 'visible')) named.push({ name: label, id: Object.entries(rest).find(([key]) => /(?:^|:)id$/u.test(key))?.[1] ?? '' });
    },
  });
  const relations = await relationsOf(zip, part);
  const target = (kind: string) => relations.find((relation) => relation.kind === kind)?.target;
  const workbook: Workbook = { strings: await sharedStrings(zip, target('sharedStrings')), styles: await stylesOf(zip, target('styles')), since1904 };
  return named.flatMap(({ name, id }) => {
    const relation = relations.find((candidate) => candidate.id === id && candidate.kind === 'worksheet');
    if (!relation || !zip.has(relation.target)) return [];
    let merges: Promise<Map<number, Merge[]>> | undefined;
    return [{ name, since1904, batches: async function* () { yield* linesOf(zip, relation.target, workbook, await (merges ??= mergesOf(zip, relation.target))); } }];
  });
};
