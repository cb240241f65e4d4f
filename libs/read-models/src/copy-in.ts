import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import { finished } from 'node:stream/promises';
import type { Row, Value } from './read-model';

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string): string => (special.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => escapes[one]!) : text); // one of those matched

const field = (value: Value): string => (value === null ? '\\N' : typeof value === 'string' ? escaped(value) : String(value));

/** A row in Postgres's text format for COPY: joined, and not added up, so that what waits to be sent is one text and not the fifty it was made of. */
export const lineOf = (row: Row): string => Object.values(row).map(field).join('\t');

/** All of them or none, without a statement a row. */
export const copyIn = async (client: Pick<ClientBase, 'query'>, table: string, columns: readonly string[], lines: readonly string[]): Promise<void> => {
  const copy = client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`));
  copy.end(`${lines.join('\n')}\n`);
  await finished(copy);
};
