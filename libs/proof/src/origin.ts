/**
 * A log's name is its first origin; after a restore that lost leaves the log is begun anew under the same name with a number
 * behind it, from 2 on, and the one before is closed for ever.
 */
const numbered = /^(.*\/log\/[^/]+)\/([2-9]|[1-9]\d+)$/;

export const originNumber = (origin: string): number => Number(numbered.exec(origin)?.[2] ?? 1);
export const originAfter = (origin: string): string => `${numbered.exec(origin)?.[1] ?? origin}/${originNumber(origin) + 1}`;
