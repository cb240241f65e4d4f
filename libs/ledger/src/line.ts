/** One line of a sheet: cells as a reader sees them, by column from 0, and what the sheet itself says about some of them. */
export type Line = {
  /** From 1. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Columns with a formula, and those whose formula has no value. */
  readonly formulas?: readonly number[];
  readonly valueless?: readonly number[];
  /** Columns whose text comes from a cell merged downwards. */
  readonly filled?: readonly number[];
  /** First and last column of cells merged across. */
  readonly across?: readonly (readonly [number, number])[];
};

/** Lines as they are read, and how much of the file lies behind them, from 0 to 1. */
export type Batch = { readonly lines: readonly Line[]; readonly share: number };

export type Sheet = { readonly name?: string; readonly since1904: boolean; readonly batches: () => AsyncGenerator<Batch, void> };
