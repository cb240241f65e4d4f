import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code));

export const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const flush = async (path: string, flags: string, mode: number, bytes?: string | Uint8Array) => {
  const file = await open(path, flags, mode);
  try {
    if (bytes !== undefined) await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** What was made, renamed or removed in a folder is so after a power cut as well. */
export const flushFolder = (folder: string): Promise<void> => flush(folder, 'r', 0);

/** The whole file or the one before it, on disk when this returns, whatever happens meanwhile. */
export const writeDurably = async (path: string, bytes: string | Uint8Array, mode = 0o644): Promise<void> => {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const beside = `${path}.${process.pid}.new`;
  await flush(beside, 'w', mode, bytes);
  await rename(beside, path);
  await flushFolder(folder);
};
