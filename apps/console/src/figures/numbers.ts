/** Exactly, in yuan with two digits: 241110195 fen are 2,411,101.95. */
export const yuanOf = (fen: number): string => `${Math.trunc(fen / 100).toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')}`;

/** To one decimal; nothing where there is nothing to compare with. */
export const changeOf = (now: number, before: number): number | undefined => (before === 0 ? undefined : Math.round(((now - before) / before) * 1_000) / 10);
