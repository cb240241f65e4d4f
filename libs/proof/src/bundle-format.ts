/**
 * A sealed case file: text, in parts whose lengths stand before them, so that it is read from front to back whatever its
 * size. Head: `scope` (a history, or `log` for all of it), `policy`, `checkpoint`. Then each event: `event INDEX ENTRY BODY
 * PROOF`, the entry, the body (both in bytes), the proof (that many hashes, one a line; none when the whole log is there). Of
 * a log that was begun anew its first leaf stands before them: `opening LEAF PROOF`, alike. Last `end` and the number of events.
 */
export const format = 'anjuan-bundle/v1';
export const wholeLog = 'log';
export const limits = { entry: 0xffff, body: 16_000_000, proof: 64, text: 1_000_000, line: 300 } as const;
