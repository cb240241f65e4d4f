import { text, type Text } from '@anjuan/lifecycle';
import { readAmount } from './amount';
import { isOwnOrgan, readForm, readSource, readWay, sourceWords, wayWords } from './choices';
import { columns, type ColumnName } from './columns';
import { readDate } from './date';
import { plain, saysNothing } from './plain';
import type { Reason } from './reasons';

/** What is wrong with a row: the cell, what is typed there, and what to do. */
export type Fault = { readonly reason: Reason; readonly column: ColumnName; readonly value: string; readonly words: Text };

/** A column as both languages name it. */
export const titled = (column: ColumnName): Text => { const { zh, en } = columns[column].label; return text(`“${zh}”`, `“${zh}” (${en})`); };

const shortened = (value: string) => (value.length > 60 ? `${value.slice(0, 60)}…` : value);

export const fault = (reason: Reason, column: ColumnName, value: string, zh: string, en: string): Fault => ({
  reason, column, value,
  words: text(`${titled(column).zh}写的是“${shortened(value)}”，${zh}`, `${titled(column).en} says “${shortened(value)}”: ${en}`),
});

const invisible = { line: /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, passage: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cf}]/u };
const garbled = /\ufffd|锟斤拷|烫烫烫|\p{Surrogate}/u;

/** One cell read by its column's kind, or what is wrong with it. Spaces and line breaks within a line are one space. */
export const readCell = (column: ColumnName, typed: string): string | number | Fault | undefined => {
  const { kind, max = 200 } = columns[column];
  if (garbled.test(typed)) return fault('garbled-text', column, typed, '有乱码：文件保存时编码错了。请用原表重新另存', 'garbled: the file was saved in a wrong encoding. Save it again from the original');
  const cell = kind === 'passage' ? plain(typed) : plain(typed).replace(/\s+/gu, ' ');
  if (saysNothing(cell)) return undefined;
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

export const isFault = (read: string | number | Fault | undefined): read is Fault => typeof read === 'object';
