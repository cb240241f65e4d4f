import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationKeys } from '@anjuan/handle';
import { formatVerifierKey, logKey, readIfThere, Unusable, writeDurably } from '@anjuan/proof';
import { z } from 'zod';
import type { ProofPlaces } from '../config';
import { logsOf } from '../logs';

const shape = z.strictObject({
  format: z.literal('anjuan-keys/v1'),
  /** Hexadecimal, as its own file has it: opens sealed fields, makes ids opaque. */
  installation: z.string(),
  /** PKCS 8 in PEM: signs the log; null when nothing was ever sealed. */
  signing: z.string().nullable(),
  /** Likewise: signs the second log, where there is one. */
  sm2: z.string().optional(),
  /** Likewise: of a witness that runs in the same home, which is no place for one that others shall believe. */
  witness: z.string().nullable(),
});

/** The keys of an installation, as they go into a file of their own. */
export type KeyRing = z.infer<typeof shape>;
export type KeyFiles = { readonly installation: string; readonly signing: string; readonly sm2: string; readonly witness: string };

/** Undefined where there is no installation key yet. */
export const keyRingAt = async (files: KeyFiles): Promise<KeyRing | undefined> => {
  const [installation, signing, sm2, witness] = await Promise.all([files.installation, files.signing, files.sm2, files.witness].map(async (file) => (await readIfThere(file))?.toString() ?? null));
  return typeof installation === 'string' ? { format: 'anjuan-keys/v1', installation, signing: signing ?? null, ...(typeof sm2 === 'string' && { sm2 }), witness: witness ?? null } : undefined;
};

/** By what the keys are known without being given away. */
export const namesOf = ({ installation, signing, sm2 }: KeyRing): { readonly installation: string; readonly signing: string | null; readonly sm2?: string | undefined } => {
  const nameOf = (pem: string) => formatVerifierKey(logKey(createPrivateKey(pem)));
  return { installation: installationKeys(installation).id, signing: signing === null ? null : nameOf(signing), ...(sm2 !== undefined && { sm2: nameOf(sm2) }) };
};

export const readKeyRing = (file: string): KeyRing => {
  try {
    const ring = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
    namesOf(ring); // which keys that are none do not have
    return ring;
  } catch (error) {
    throw new Unusable(`${file} 不是 anjuan backup --keys 写出的密钥文件 / is no file of keys as \`anjuan backup --keys\` writes it: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`);
  }
};

/** The same keys may be there already; others are never written over. */
export const writeKeyRing = async (file: string, ring: KeyRing): Promise<void> => {
  const text = `${JSON.stringify(ring, null, 2)}\n`;
  const there = await readIfThere(file);
  if (there && there.toString() !== text) throw new Error(`${file} 已存在，且是别的内容；请另选文件 / exists and holds something else: choose another file`);
  await writeDurably(file, text, 0o600);
};

/** Where an installation has its keys. */
export const keyFilesOf = (where: ProofPlaces, home: string): KeyFiles => {
  const [first, second] = logsOf(where);
  return { installation: where.keyFile ?? join(home, 'keys', 'installation.key'), signing: first.keyFile, sm2: second.keyFile, witness: join(home, 'witness', 'witness.key') };
};
