import { sha256, sm3, type Hashing } from './hash';

/**
 * A log's name is its first origin; after a restore that lost leaves the log is begun anew under the same name with a number
 * behind it, from 2 on, and the one before is closed for ever. A log that is hashed with SM3 says so before that number.
 */
const numbered = /^(.*\/log\/[^/]+(?:\/sm3)?)\/([2-9]|[1-9]\d+)$/;
const nameBefore = (origin: string): string => numbered.exec(origin)?.[1] ?? origin;

export const originNumber = (origin: string): number => Number(numbered.exec(origin)?.[2] ?? 1);
export const originAfter = (origin: string): string => `${nameBefore(origin)}/${originNumber(origin) + 1}`;

/** What the log of that name is hashed with. */
export const hashingOf = (origin: string): Hashing => (/\/log\/[^/]+\/sm3$/.test(nameBefore(origin)) ? sm3 : sha256);
