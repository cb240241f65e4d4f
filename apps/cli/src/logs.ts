import { hasSm3Log, hashingOf, sm3Log, type LogPlace } from '@anjuan/proof';
import type { ProofPlaces } from './config';

/** A log of an installation: where it lies, what the key ring calls the key that signs it, and its folders in a backup. */
export type InstalledLog = LogPlace & { readonly ringKey: 'signing' | 'sm2'; readonly rooms: { readonly files: string; readonly signer: string } };

/** The log, and the second one that is hashed with SM3, whether or not there is one. */
export const logsOf = ({ proof, signingKeyFile }: ProofPlaces): readonly [InstalledLog, InstalledLog] => {
  const first = { folder: proof, keyFile: signingKeyFile };
  return [
    { ...first, ringKey: 'signing', rooms: { files: 'proof', signer: 'signer' } },
    { ...sm3Log(first), ringKey: 'sm2', rooms: { files: 'proof-sm3', signer: 'signer-sm3' } },
  ];
};

/** The places as a command sees them that was asked about the second log. */
export const placesOf = <T extends ProofPlaces>(where: T, sm3: boolean): T => {
  const { folder, keyFile } = logsOf(where)[sm3 ? 1 : 0];
  return { ...where, proof: folder, signingKeyFile: keyFile };
};

/** The first, also where nothing was sealed yet, and the second where it was begun. */
export const begunLogs = (where: ProofPlaces): readonly InstalledLog[] => {
  const [first, second] = logsOf(where);
  return hasSm3Log(first) ? [first, second] : [first];
};

/** Which key signs a log of that name. */
export const ringKeyOf = (origin: string): InstalledLog['ringKey'] => (hashingOf(origin).algorithm === 'sm3' ? 'sm2' : 'signing');
