import { text, type Text } from '@anjuan/lifecycle';

/** Why nothing at all can be taken from a file. */
export const fileReasons = {
  'empty-file': text('文件是空的', 'The file is empty'),
  'not-a-spreadsheet': text('不是表格文件', 'Not a spreadsheet'),
  'old-format': text('旧版表格格式', 'An old spreadsheet format'),
  'password-protected': text('有密码保护', 'Protected by a password'),
  'too-large': text('解压后过大', 'Too large when unpacked'),
  damaged: text('文件已损坏', 'The file is damaged'),
  'wrong-encoding': text('编码错误（乱码）', 'Wrong encoding'),
  'unclosed-quote': text('引号没有成对', 'A quotation mark is not closed'),
  'no-header': text('找不到表头', 'No header found'),
  'column-twice': text('同一表头出现两次', 'A column stands twice in the header'),
  'missing-columns': text('缺少必需的列', 'Required columns are missing'),
  'no-rows': text('表头下没有内容', 'Nothing below the header'),
} as const;

export type FileReason = keyof typeof fileReasons;

/** A whole file refused: `columns` are the labels it is about, `row` the line. */
export type FileRefusal = { readonly reason: FileReason; readonly words: Text; readonly columns?: readonly string[]; readonly row?: number };

/** Leaves the readers of a file; `readLedger` turns it into a value. */
export class Unreadable extends Error {
  constructor(readonly refusal: FileRefusal) {
    super(refusal.reason);
  }
}

export const unreadable = (reason: FileReason, zh: string, en: string, about: Pick<FileRefusal, 'columns' | 'row'> = {}): Unreadable => new Unreadable({ reason, words: text(zh, en), ...about });

export const damaged = (): Unreadable => unreadable('damaged', '文件已损坏或不完整，读不到底。请在表格软件中打开原表，重新另存为 .xlsx', 'The file is damaged or cut off. Open the original in a spreadsheet program and save it again as .xlsx');
