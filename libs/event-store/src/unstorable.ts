import { UnstorableText } from './errors';
import type { Append } from './port';
import { columns, type Row } from './row';

const unkeepable = /[\0\p{Surrogate}]/u;
/** How JSON writes the same characters. A text that merely spells `\u0000` matches too: a hit is only a suspicion. */
const suspectJson = /\\u(?:0000|d[89a-f])/;

const suspect = (row: Row) => unkeepable.test(columns(row)) || suspectJson.test(row.data) || suspectJson.test(row.envelope);

type Found = { readonly path: string; readonly what: string };

const search = (value: unknown, path: string): Found | undefined => {
  if (typeof value === 'string') {
    const at = value.search(unkeepable);
    if (at < 0) return undefined;
    const code = value.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    return { path, what: `${code === '0000' ? 'the NUL character' : 'the lone surrogate'} U+${code} at ${at}` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = search(key, `the name of ${JSON.stringify(step)}`) ?? search(inner, step);
    if (found) return found;
  }
  return undefined;
};

/** NUL and lone surrogates cannot be kept by Postgres; scanning the encoded rows is cheap, walking the draft is not. */
export const refuseUnstorable = (item: Append, rows: readonly Row[]): void => {
  if (!rows.some(suspect)) return;
  const found = search(item, '');
  if (found) throw new UnstorableText(found.path, found.what, `stream ${JSON.stringify(item.stream.slice(0, 100))}`);
};
