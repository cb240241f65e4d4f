import type { Refusal } from '@anjuan/lifecycle';
import type { Pool, QueryResultRow } from 'pg';
import { readCursor, writeCursor } from './cursor';

export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string };
export type PageAsked = { readonly after?: string | undefined; readonly limit: number };

/** A question whose answer comes in pages. `order` are the columns of the place, unlike for any two rows. */
export type Question<Row> = {
  readonly about: Readonly<Record<string, unknown>>;
  readonly select: string;
  readonly where: readonly string[];
  readonly values: readonly unknown[];
  readonly order: readonly (keyof Row & string)[];
  readonly table: string;
  readonly newestFirst: boolean;
};

const atMost = 200;

/** Pages by key: no offset, no count; a row that is there throughout and keeps its place comes exactly once. */
export const pages = (pool: Pool) => {
  let key: Promise<string> | undefined;
  const readKey = async () => (await pool.query<{ key: string }>('select key from cursor_key')).rows[0]!.key; // written by its migration
  const theKey = () => (key ??= readKey().catch((error: unknown) => { key = undefined; throw error; }));

  return async <Row extends QueryResultRow, Item>(question: Question<Row>, { after, limit }: PageAsked, item: (row: Row) => Item): Promise<Page<Item> | { readonly refused: Refusal }> => {
    const { about, select, where, values, order, table, newestFirst } = question;
    const from = after === undefined ? undefined : readCursor(await theKey(), about, after);
    if (from && 'refused' in from) return from;
    const size = Math.min(Math.max(1, Math.trunc(limit) || 1), atMost);
    const columns = order.map((column) => `${table}.${column}`);
    const place = from?.place ?? [];
    const beyond = place.length > 0 ? [`(${columns.join(', ')}) ${newestFirst ? '<' : '>'} (${place.map((_, i) => `$${values.length + i + 1}`).join(', ')})`] : [];
    const { rows } = await pool.query<Row>(
      `${select} where ${[...where, ...beyond].join(' and ')} order by ${columns.map((column) => `${column}${newestFirst ? ' desc' : ''}`).join(', ')} limit ${size + 1}`,
      [...values, ...place],
    );
    const shown = rows.slice(0, size);
    const last = rows.length > size ? shown.at(-1) : undefined;
    return { items: shown.map(item), ...(last && { next: writeCursor(await theKey(), about, order.map((column) => String(last[column]))) }) };
  };
};
