import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { home } from './paths.mjs';

/** @typedef {{ databaseUrl: string, temporalAddress: string, temporalUiUrl: string, consoleUrl: string, keyFile: string, kafkaBrokers?: string | undefined }} Installation */

/** In a home into which a backup was restored half way: nothing may start there, as it would begin with nothing. */
export const restoring = 'restoring';

const file = () => join(home(), 'installation.json');

/** How to reach what the last `npm start` on this home started. @returns {Installation | undefined} */
export const readInstallation = () => (existsSync(file()) ? JSON.parse(readFileSync(file(), 'utf8')) : undefined);

/** Readable by its owner only: the database's password is in it. @type {(installation: Installation) => void} */
export const writeInstallation = (installation) => writeFileSync(file(), `${JSON.stringify(installation, null, 2)}\n`, { mode: 0o600 });

/** The key that makes stream ids opaque; made once, never replaced. @returns {string} its path */
export const installationKey = () => {
  const path = join(home(), 'keys', 'installation.key');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return path;
};
