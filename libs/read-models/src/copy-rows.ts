import { refusedByDatabase, type Tx } from '@anjuan/follow';
import { copyIn, lineOf } from './copy-in';
import type { ReadModel } from './read-model';
import type { Rows } from './rows';

type Part = { readonly table: string; readonly columns: readonly string[]; readonly lines: readonly string[] };
/** The rows of one matter as they are copied in: a text a row, where what they were made of is a thousand objects. */
export type Copy = { readonly stream: string; readonly parts: readonly Part[] };

export const copyOf = (models: readonly ReadModel[], rows: Rows): Copy => ({
  stream: rows.matter.stream,
  parts: models.flatMap((model) => Object.entries(model.rows).flatMap(([table, rowsIn]) => {
    const own = rowsIn(rows);
    return own[0] ? [{ table, columns: Object.keys(own[0]), lines: own.map(lineOf) }] : [];
  })),
});

const byTable = (copies: readonly Copy[]): Iterable<Part> => {
  const tables = new Map<string, Part & { readonly lines: string[] }>();
  for (const { parts } of copies)
    for (const { table, columns, lines } of parts) {
      const all = tables.get(table) ?? { table, columns, lines: [] };
      for (const line of lines) all.lines.push(line); // one by one: of a long life there may be more than a call takes
      tables.set(table, all);
    }
  return tables.values();
};

/** Copies the rows of some matters in, all or none of a matter's; answers whose the database refuses. */
export const copyRows = async (tx: Tx, copies: readonly Copy[]): Promise<readonly string[]> => {
  await tx.query('begin');
  try {
    for (const { table, columns, lines } of byTable(copies)) await copyIn(tx, table, columns, lines);
    await tx.query('commit');
    return [];
  } catch (error) {
    await tx.query('rollback');
    if (!refusedByDatabase(error)) throw error;
    if (copies.length === 1) return copies.map(({ stream }) => stream);
    const middle = Math.ceil(copies.length / 2);
    return [...(await copyRows(tx, copies.slice(0, middle))), ...(await copyRows(tx, copies.slice(middle)))];
  }
};
