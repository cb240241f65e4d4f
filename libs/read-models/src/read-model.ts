// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- who imports this room compiles its sources, and must find that declaration
/// <reference path="./table.d.ts" />
import type { ModelTable, Tx } from '@anjuan/follow';
import type { Change, Rows } from './rows';

/** A row by its columns. */
export type Row = Readonly<Record<string, Value>>;
export type Value = string | number | boolean | null;

/** One read model: its folder holds this (`projection.ts`), its tables (`table.sql`) and its questions (`query.ts`), and nothing else. */
export type ReadModel = {
  /** `table.sql`: tables and indexes. */
  readonly sql: string;
  readonly tables: readonly ModelTable[];
  /** As events come. */
  readonly write: (tx: Tx, changes: readonly Change[]) => Promise<void>;
  /** By table, what a matter has there: copied in when the model is built anew. */
  readonly rows: Readonly<Record<string, (rows: Rows) => readonly Row[]>>;
  /** When all rows are copied: what is worked out from them. */
  readonly sumUp?: (tx: Tx) => Promise<void>;
};
