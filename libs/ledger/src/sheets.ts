import { delimiters, encodings, headOf, openCsv, type Dialect } from './csv';
import { findHeader, type Header } from './header';
import type { Sheet } from './line';
import { unreadable } from './unreadable';
import { openWorkbook } from './xlsx/workbook';
import type { ZipLimits } from './xlsx/zip';

const starts = (bytes: Uint8Array, ...magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
const holds = (bytes: Uint8Array, name: string): boolean => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));

/** Every way to read a csv under which its header appears, the fullest first: an encoding is known by the words that come out of it. */
const dialects = (bytes: Uint8Array): { readonly dialect: Dialect; readonly header: Header }[] =>
  encodings
    .flatMap((encoding) => delimiters.map((delimiter) => ({ encoding, delimiter })))
    .flatMap((dialect) => { const header = findHeader(headOf(bytes, dialect, 50)); return header ? [{ dialect, header }] : []; })
    .sort((a, b) => b.header.at.size - a.header.at.size);

/** Chinese words that were read in a wrong encoding and saved so: they read again when that is undone. */
const isMojibake = (bytes: Uint8Array): boolean => {
  const typed = new TextDecoder('utf-8').decode(bytes.subarray(0, 4096));
  return wrongly.some((word) => typed.includes(word)) || typed.split('\ufffd').length > 20 || dialects(Uint8Array.from(typed, (char) => latin.get(char) ?? 0x3f)).length > 0;
};
const latin = new Map(Array.from(new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)), (char, byte) => [char, byte]));
/** The first characters of header words, UTF-8 read as GB18030. */
const wrongly = ['线索编号', '受理日期', '线索来源', '被反映人'].map((word) => new TextDecoder('gb18030').decode(new TextEncoder().encode(word)).slice(0, 3));

const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 27));

/**
 * The sheets of a file, by its content and not by its name.
 * @throws Unreadable
 */
export const openSheets = async (bytes: Uint8Array, zipLimits: Partial<ZipLimits> | undefined): Promise<readonly Sheet[]> => {
  if (bytes.byteLength === 0) throw unreadable('empty-file', '文件是空的。请核对是否选错了文件', 'The file is empty. Check that it is the right file');
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) return openWorkbook(bytes, zipLimits);
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    if (holds(bytes, 'EncryptedPackage')) throw unreadable('password-protected', '文件有密码保护。请在表格软件中打开，取消密码后另存', 'The file is protected by a password. Open it, remove the password and save it again');
    if (holds(bytes, 'Workbook') || holds(bytes, 'Book')) throw unreadable('old-format', '这是旧版 .xls 表格。请在表格软件中打开，另存为 .xlsx', 'This is a spreadsheet of the old .xls format. Open it and save it as .xlsx');
    throw unreadable('not-a-spreadsheet', '这不是表格文件。请上传 .xlsx 或 .csv', 'This is not a spreadsheet. Use .xlsx or .csv');
  }
  const [best] = dialects(bytes);
  if (best) return [openCsv(bytes, best.dialect)];
  if (isBinary(bytes)) throw unreadable('not-a-spreadsheet', '这不是表格文件。请上传 .xlsx 或 .csv', 'This is not a spreadsheet. Use .xlsx or .csv');
  if (isMojibake(bytes)) throw unreadable('wrong-encoding', '文字是乱码：文件在保存时编码错了。请打开原表，另存为“CSV UTF-8”或 .xlsx', 'The text is garbled: the file was saved in a wrong encoding. Open the original and save it as “CSV UTF-8” or .xlsx');
  return [openCsv(bytes, { encoding: 'utf-8', delimiter: ',' })];
};
