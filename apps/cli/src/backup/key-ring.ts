import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationKeys } from '@anjuan/handle';
import { formatVerifierKey, kinds, nameOf, readIfThere, signingKey, Unusable, writeDurably } from '@anjuan/proof';
import { z } from 'zod';
import type { ProofPlaces } from '../config';

const shape = z.strictObject({
  format: z.literal('anjuan-keys/v1'),
  /** Hexadecimal, as its own file has it: opens sealed fields, makes ids opaque. */
  installation: z.string(),
  /** PKCS 8 in PEM: signs the log; null when nothing was ever sealed. */
  signing: z.string().nullable(),
  /** Likewise: of a witness that runs in the same home, which is no place for one that others shall believe. */
  witness: z.string().nullable(),
});

/** The keys of an installation, as they go into a file of their own. */
export type KeyRing = z.infer<typeof shape>;
export type KeyFiles = { readonly installation: string; readonly signing: string; readonly witness: string };

/** Undefined where there is no installation key yet. */
export const keyRingAt = async (files: KeyFiles): Promise<KeyRing | undefined> => {
  const [installation, signing, witness] = await Promise.all([files.installation, files.signing, files.witness].map(async (file) => (await readIfThere(file))?.toString() ?? null));
  return typeof installation === 'string' ? { format: 'anjuan-keys/v1', installation, signing: signing ?? null, witness: witness ?? null } : undefined;
};

/** By what the keys are known without being given away. */
export const namesOf = ({ installation, signing }: KeyRing): { readonly installation: string; readonly signing: string | null } => {
  const own = signing === null ? undefined : createPrivateKey(signing);
  return { installation: installationKeys(installation).id, signing: own ? formatVerifierKey(signingKey(nameOf('log', own), kinds.note, own)) : null };
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
export const keyFilesOf = ({ keyFile, signingKeyFile }: ProofPlaces, home: string): KeyFiles => ({ installation: keyFile ?? join(home, 'keys', 'installation.key'), signing: signingKeyFile, witness: join(home, 'witness', 'witness.key') });
