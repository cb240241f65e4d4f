import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { damaged, unreadable, Unreadable } from '../unreadable';

/** How much a zip may hold: bytes unpacked in all, times its packed size (looked at from 10 MiB), entries. */
export type ZipLimits = { readonly bytes: number; readonly ratio: number; readonly entries: number };

const defaults: ZipLimits = { bytes: 512 * 1024 * 1024, ratio: 200, entries: 10_000 };
const smallEnough = 10 * 1024 * 1024;

export type Zip = { readonly has: (name: string) => boolean; readonly size: (name: string) => number; readonly pieces: (name: string) => AsyncGenerator<Buffer, void> };

const tooLarge = (size: number) => unreadable('too-large', `文件解压后超过限度（${Math.round(size / 1024 / 1024)} MB），可能是恶意文件。台账确有这么大的，请按年份分成几个文件`, `The file is beyond the limit when unpacked (${Math.round(size / 1024 / 1024)} MB) and may be harmful. If the ledger is really that large, split it by year`);

/**
 * A zip in memory. Declared sizes are judged before anything is inflated, and nothing inflates beyond its declared size.
 * @throws Unreadable
 */
export const openZip = async (bytes: Uint8Array, given: Partial<ZipLimits> = {}): Promise<Zip> => {
  const limits = { ...defaults, ...given };
  const entries = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (zip.entryCount > limits.entries) throw unreadable('too-large', `文件里有 ${zip.entryCount} 个部件，不像表格，可能是恶意文件。请打开原表，重新另存为 .xlsx`, `The file holds ${zip.entryCount} parts, unlike a spreadsheet, and may be harmful. Open the original and save it again as .xlsx`);
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.replace(/^\//, '').toLowerCase(), entry);
  } catch (error) {
    throw error instanceof Unreadable ? error : damaged();
  }
  const size = [...entries.values()].reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (size > limits.bytes || (size > smallEnough && size > limits.ratio * bytes.byteLength)) throw tooLarge(size);
  if ([...entries.values()].some((entry) => entry.isEncrypted())) throw unreadable('password-protected', '文件有密码保护。请在表格软件中打开，取消密码后另存', 'The file is protected by a password. Open it, remove the password and save it again');
  return {
    has: (name) => entries.has(name.toLowerCase()),
    size: (name) => entries.get(name.toLowerCase())?.uncompressedSize ?? 0,
    async *pieces(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) throw damaged();
      try {
        for await (const piece of await zip.openReadStreamPromise(entry)) yield piece as Buffer;
      } catch (error) {
        throw error instanceof Unreadable ? error : damaged();
      }
    },
  };
};
