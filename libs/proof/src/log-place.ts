import { existsSync } from 'node:fs';

/** Where a log lies, and the key that signs it; what the signer remembers lies beside the key. */
export type LogPlace = { readonly folder: string; readonly keyFile: string };

/** The second log of an installation, hashed with SM3 and signed with SM2: beside the first in everything. */
export const sm3Log = ({ folder, keyFile }: LogPlace): LogPlace => ({ folder: `${folder}-sm3`, keyFile: `${keyFile}.sm2` });

/** Whether it was begun, by its files or its key: nobody ends a log by leaving out a setting, nor by taking its folder away. */
export const hasSm3Log = (first: LogPlace): boolean => {
  const { folder, keyFile } = sm3Log(first);
  return existsSync(folder) || existsSync(keyFile);
};
