import { createReadStream } from 'node:fs';
import { createHash, hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Unusable, writeDurably } from '@anjuan/proof';
import { z } from 'zod';

export const manifestFile = 'manifest.json';

const size = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Below the backup's folder and nowhere else. */
const path = z.string().regex(/^(?!\.)[\w.-]+(?:\/(?!\.)[\w.-]+)*$/);

const log = z.strictObject({ origin: z.string(), size, root: z.string(), position: size }).nullable();

const shape = z.strictObject({
  format: z.literal('anjuan-backup/v1'),
  /** When it was begun, and by which build; `tables` are the hashes of the process tables of that build. */
  at: z.iso.datetime(),
  build: z.string(),
  tables: z.record(z.string(), sha256),
  /** Everything up to this position is in it, and nothing later. */
  position: size,
  /** The log as it stood; null when nothing had been sealed. `position` is that of its last event. */
  log,
  /** The second log likewise, where there is one. */
  sm3: log.optional(),
  /** Names of the keys, which lie elsewhere. */
  keys: z.strictObject({ installation: z.string(), signing: z.string().nullable(), sm2: z.string().optional() }),
  files: z.array(z.strictObject({ path, bytes: size, sha256 })),
});

/** What a backup says of itself: what is in it, and by what each file is known again. */
export type Manifest = z.infer<typeof shape>;
export type FileLine = Manifest['files'][number];

/** Collects files below a folder; each is on disk before it is listed. */
export const collector = (folder: string) => {
  const files: FileLine[] = [];
  return {
    files,
    add: async (name: string, content: string | Uint8Array): Promise<void> => {
      await writeDurably(join(folder, name), content);
      files.push({ path: name, bytes: Buffer.byteLength(content), sha256: hash('sha256', content, 'hex') });
    },
  };
};

/** By this a backup is known again. */
export const sealOf = (manifest: Manifest): string => hash('sha256', JSON.stringify(manifest), 'hex');

/** Its own hash stands under it, so that damage to the list itself shows as well. */
export const formatManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 1)}\n${sealOf(manifest)}\n`;

export const readManifest = async (folder: string): Promise<Manifest> => {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw new Unusable(`${folder} 中没有 ${manifestFile}：不是备份，或备份中途被打断 / ${folder} holds no ${manifestFile}: it is no backup, or one that was cut short`);
  });
  const [, body = '', seal] = /^([\s\S]*\n)([0-9a-f]{64})\n$/.exec(text) ?? [];
  const parsed = shape.safeParse(jsonOf(body));
  if (!parsed.success || sealOf(parsed.data) !== seal) throw new Unusable(`${manifestFile} 已损坏${parsed.success ? '' : `：${z.prettifyError(parsed.error)}`} / ${manifestFile} is damaged`);
  return parsed.data;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const hashOf = async (file: string): Promise<string> => {
  const digest = createHash('sha256');
  for await (const part of createReadStream(file) as AsyncIterable<Buffer>) digest.update(part);
  return digest.digest('hex');
};

/** Reads every file once; throws `Unusable` naming the first that is missing or not as it was written. */
export const checkFiles = async (folder: string, { files }: Manifest, onProgress: (done: number, all: number) => void): Promise<void> => {
  for (const [i, { path: name, bytes, sha256: expected }] of files.entries()) {
    const file = join(folder, name);
    const found = await stat(file).then((there) => (there.isFile() ? there.size : undefined), () => undefined);
    if (found === undefined) throw new Unusable(`备份缺少文件 ${name} / the backup lacks the file ${name}`);
    if (found !== bytes) throw new Unusable(`备份中的 ${name} 已损坏：应有 ${bytes} 字节，实有 ${found} 字节 / ${name} is damaged: expected ${bytes} bytes, found ${found}`);
    const now = await hashOf(file);
    if (now !== expected) throw new Unusable(`备份中的 ${name} 已损坏：SHA-256 应为 ${expected}，实为 ${now} / ${name} is damaged: expected SHA-256 ${expected}, found ${now}`);
    onProgress(i + 1, files.length);
  }
};
