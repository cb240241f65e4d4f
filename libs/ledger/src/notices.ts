import { text, type Text } from '@anjuan/lifecycle';
import { titled } from './cell';
import type { ColumnName } from './columns';
import { absentColumns, type Header } from './header';

/** Something the clerk should know that is no fault of a row; `rows` names the first twenty it is about, `count` says how many there are. */
export type Notice = { readonly code: NoticeCode; readonly words: Text; readonly rows: readonly number[]; readonly count: number };
export type NoticeCode = 'unknown-columns' | 'absent-columns' | 'other-sheets' | 'amounts-in-ten-thousands' | 'formulas' | 'merged-cells' | 'summary-rows' | 'second-table' | 'outside-table';

/** Columns as both languages name them, one after another. */
export const named = (names: readonly ColumnName[]): Text => text(names.map((name) => titled(name).zh).join('、'), names.map((name) => titled(name).en).join(', '));

/** Rows named by a notice, as they come up. */
export const gathering = () => {
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
  formulas: (rows, count) => text(`${count} 行有公式（第 ${rows} 行），按公式上次算出的结果读入`, `Lines with formulas: ${rows} (${count} in all). Their last computed values were taken`),
  'merged-cells': (rows, count) => text(`${count} 行有纵向合并的单元格（第 ${rows} 行），各行都按合并格的内容读入，金额只计在第一行`, `Lines with cells merged downwards: ${rows} (${count} in all). Each was read with the merged cell’s content, amounts in the first only`),
  'summary-rows': (rows, count) => text(`${count} 行是合计或填表说明（第 ${rows} 行），不是线索，没有读入`, `Totals and notes, not clues: lines ${rows} (${count} in all). They were not read`),
  'second-table': (rows, count) => text(`同一工作表中另有表头（第 ${rows} 行，共 ${count} 处），其下各行按该表头读入`, `Further headers: lines ${rows} (${count} in all). The rows below each were read by it`),
  'outside-table': (rows, count) => text(`第 ${rows} 行（共 ${count} 行）属于另一张表，缺少台账必需的列，没有读入。如是台账，请移到单独的文件`, `Another table without the columns a ledger needs: lines ${rows} (${count} in all). They were not read. If it is a ledger, move it to a file of its own`),
};

export const noticesOf = (header: Header, otherSheets: readonly string[], seen: ReturnType<typeof gathering>): Notice[] => {
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
