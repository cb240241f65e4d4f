import { createPrivateKey, generateKeyPairSync, hash, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const isThere = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** The Ed25519 key in that file (PKCS 8, PEM); made when there is none. Refused when others than its owner may read it. */
export const keyFile = (path: string): KeyObject => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) throw new Error(`${path} may be read by others (mode ${mode.toString(8)}): a signing key belongs to its owner alone; chmod 600, and think of it as known`);
  return createPrivateKey(readFileSync(path));
};

/** A name for the log or witness of that key that nobody else has. */
export const nameOf = (kind: 'log' | 'witness', secret: KeyObject): string =>
  `anjuan.local/${kind}/${hash('sha256', createPublicKey(secret).export({ format: 'der', type: 'spki' }), 'hex').slice(0, 16)}`;
