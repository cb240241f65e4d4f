import { createPrivateKey, generateKeyPairSync, hash, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { kinds, signingKey, type SigningKey } from './note';
import { isSm2 } from './sm2';

const isThere = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EEXIST';

const newEd25519Key = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });

/** The key in that file (PKCS 8, PEM); made when there is none, Ed25519 unless said otherwise. Refused when others than its owner may read it. */
export const keyFile = (path: string, make: () => string | Buffer = newEd25519Key): KeyObject => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) throw new Error(`${path} may be read by others (mode ${mode.toString(8)}): a signing key belongs to its owner alone; chmod 600, and think of it as known`);
  return createPrivateKey(readFileSync(path));
};

/** A name for the log or witness of that key that nobody else has. */
export const nameOf = (kind: 'log' | 'witness', secret: KeyObject): string =>
  `anjuan.local/${kind}/${hash('sha256', createPublicKey(secret).export({ format: 'der', type: 'spki' }), 'hex').slice(0, 16)}${isSm2(secret) ? '/sm3' : ''}`;

/** The key of a log as it signs: SM2 for one that is hashed with SM3, Ed25519 for any other. `name` for a log that was begun anew. */
export const logKey = (secret: KeyObject, name = nameOf('log', secret)): SigningKey => signingKey(name, isSm2(secret) ? kinds.sm2 : kinds.note, secret);
