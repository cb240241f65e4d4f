import { posix } from 'node:path';
import type { Sheet } from '../line';
import { unreadable } from '../unreadable';
import { mergesOf, type Merge } from './merges';
import { linesOf, type Workbook } from './rows';
import { sharedStrings } from './strings';
import { stylesOf } from './styles';
import { whole } from './xml';
import { openZip, type Zip, type ZipLimits } from './zip';

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
