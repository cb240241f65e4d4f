import { Unusable } from '@anjuan/proof';
import type { Pool, PoolClient } from 'pg';

/**
 * What is kept of the database besides the events; all other tables are worked out from those by who follows them. The npm
 * package of the embedded Postgres carries no pg_dump and no pg_basebackup, and needs none here: positions are commit order
 * and dense, and no event ever changes, so whatever stands at or below a head that was seen is the state of that moment. It
 * is read in pages while writing goes on, without a snapshot that would hold up the vacuum of the head row. A text that
 * moves into an archive meanwhile is in one of the two places: the files are listed last.
 */
export const smallTables = ['head', 'bundles', 'archives', 'cursor_key'] as const;
export type KeptTable = (typeof smallTables)[number] | 'events';

/** Values as Postgres writes them in text, which it reads back to the same bytes (json among them); null where it has none. */
export type TextRow = readonly (string | null)[];

const pageSize = 2_000;

const columnsOf = async (db: Pool | PoolClient, table: string): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await db.query<{ name: string; type: string }>(
    'select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum', [table],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** One row a line behind a line that names the columns. */
export const formatRows = (columns: readonly string[], rows: readonly TextRow[]): string => [columns, ...rows].map((line) => `${JSON.stringify(line)}\n`).join('');

export const parseRows = (text: string): { readonly columns: readonly string[]; readonly rows: readonly TextRow[] } => {
  const [columns = [], ...rows] = text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as TextRow); // written by `formatRows`; its hash was checked
  return { columns: columns as readonly string[], rows };
};

/** Every column of the table, whichever it has come to have. */
const select = async (pool: Pool, table: KeptTable, rest: string) => {
  const columns = [...(await columnsOf(pool, table)).keys()];
  const text = `select ${columns.map((name) => `${table}.${quoted(name)}::text`).join(', ')} from ${table} ${rest}`;
  const page = async (values: readonly unknown[]): Promise<readonly TextRow[]> => (await pool.query<(string | null)[]>({ name: `keep ${table}`, text, values: [...values], rowMode: 'array' })).rows;
  return { columns, page };
};

export type Page = { readonly last: number; readonly text: string };

/** The events up to that position, a page each with the position it reaches to. */
export async function* eventPages(pool: Pool, head: number): AsyncGenerator<Page> {
  const { columns, page } = await select(pool, 'events', `where events.position > $1 and events.position <= $2 order by events.position limit ${pageSize}`);
  const at = columns.indexOf('position');
  for (let last = 0; last < head; ) {
    const rows = await page([last, head]);
    if (rows.length === 0) return;
    last = Number(rows.at(-1)![at]); // not empty
    yield { last, text: formatRows(columns, rows) };
  }
}

export const wholeTable = async (pool: Pool, table: (typeof smallTables)[number]): Promise<string> => {
  const { columns, page } = await select(pool, table, '');
  return formatRows(columns, await page([]));
};

/** Puts rows in as they were. A column that this build's table lacks is refused: what is in it would be lost. */
export const insertRows = async (db: PoolClient, table: KeptTable, text: string): Promise<void> => {
  const { columns, rows } = parseRows(text);
  const types = await columnsOf(db, table);
  const unknown = columns.filter((name) => !types.has(name));
  if (unknown.length > 0) throw new Unusable(`备份的表 ${table} 有本版本没有的列 ${unknown.join('、')}：请用更新的版本恢复 / table ${table} of the backup has columns that this build does not know: ${unknown.join(', ')}. Restore with a newer build`);
  const names = columns.map(quoted).join(', ');
  await db.query({
    text: `insert into ${table} (${names}) select ${columns.map((name) => `given.${quoted(name)}::${types.get(name)}`).join(', ')} from unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(', ')}) as given (${names})`,
    values: columns.map((_, i) => rows.map((row) => row[i])),
  });
};
