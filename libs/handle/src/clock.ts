/** What time it is, for decisions and for `recordedAt` alike. A port, so that a test can wire the time-skipping server. */
export type Clock = { readonly now: () => string | Promise<string> };

export const systemClock: Clock = { now: () => new Date().toISOString() };
