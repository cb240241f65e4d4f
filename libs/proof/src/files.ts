import { closeSync, fsync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

// Small files, by the dozen for each batch that is sealed: handing one to another thread and back takes ten times as long as
// reading or writing it here. The disk is waited for there.
const flushed = promisify(fsync);

type Bytes = string | Uint8Array;

const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code));

export const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const flush = async (path: string, flags: string, mode: number, bytes?: Bytes) => {
  const file = openSync(path, flags, mode);
  try {
    if (bytes !== undefined) writeFileSync(file, bytes);
    await flushed(file);
  } finally {
    closeSync(file);
  }
};

/** What was made, renamed or removed in a folder is so after a power cut as well. */
export const flushFolder = (folder: string): Promise<void> => flush(folder, 'r', 0);

const besideOf = (path: string) => `${path}.${process.pid}.new`;

/** Each whole file or the one before it, all on disk when this returns. A folder is flushed once, whatever came into it: others wait for their own flushes meanwhile. */
export const writeAllDurably = async (files: ReadonlyMap<string, Bytes>, mode = 0o644): Promise<void> => {
  const folders = new Set([...files.keys()].map((path) => dirname(path)));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  await Promise.all([...files].map(([path, bytes]) => flush(besideOf(path), 'w', mode, bytes)));
  await Promise.all([...files.keys()].map((path) => rename(besideOf(path), path)));
  await Promise.all([...folders].map(flushFolder));
};

/** The whole file or the one before it, on disk when this returns, whatever happens meanwhile. */
export const writeDurably = (path: string, bytes: Bytes, mode?: number): Promise<void> => writeAllDurably(new Map([[path, bytes]]), mode);
