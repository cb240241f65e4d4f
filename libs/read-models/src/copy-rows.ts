import { refusedByDatabase, type Tx } from '@anjuan/follow';
import { copyIn, linesOf } from './copy-in';
import type { ReadModel } from './read-model';
import type { Rows } from './rows';

type Lines = { readonly table: string; readonly columns: readonly string[]; readonly text: string };
/** The rows of one matter as they are copied in: a string a table, where what they were made of is a thousand objects. */
export type Copy = { readonly stream: string; readonly lines: readonly Lines[] };

export const copyOf = (models: readonly ReadModel[], rows: Rows): Copy => ({
  stream: rows.matter.stream,
  lines: models.flatMap((model) => Object.entries(model.rows).flatMap(([table, rowsIn]) => {
    const own = rowsIn(rows);
    return own[0] ? [{ table, columns: Object.keys(own[0]), text: linesOf(own) }] : [];
  })),
});

const byTable = (copies: readonly Copy[]): readonly Lines[] => {
  const tables = new Map<string, Lines>();
  for (const { lines } of copies) for (const { table, columns, text } of lines) tables.set(table, { table, columns, text: `${tables.get(table)?.text ?? ''}${text}` });
  return [...tables.values()];
};

/** Copies the rows of some matters in, all or none of a matter's; answers whose the database refuses. */
export const copyRows = async (tx: Tx, copies: readonly Copy[]): Promise<readonly string[]> => {
  await tx.query('begin');
  try {
    for (const { table, columns, text } of byTable(copies)) await copyIn(tx, table, columns, text);
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
