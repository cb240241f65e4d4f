/** One line of a sheet: cells as a reader sees them, by column from 0, and what the sheet itself says about some of them. */
export type Line = {
  /** From 1. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly faults?: ReadonlyMap<number, 'no-formula-value' | 'merged-across'>;
  readonly formulas?: readonly number[];
  /** Columns whose value comes from a cell merged downwards. */
  readonly filled?: readonly number[];
};

/** Lines as they are read, and how much of the file lies behind them, from 0 to 1. */
export type Batch = { readonly lines: readonly Line[]; readonly share: number };

export type Sheet = { readonly name?: string; readonly since1904: boolean; readonly batches: () => AsyncGenerator<Batch, void> };
