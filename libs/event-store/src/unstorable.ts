import { UnstorableText } from './errors';
import type { Append } from './port';
import type { Row } from './row';

const unkeepable = /[\0\p{Surrogate}]/u;
/** How JSON writes the same characters. A text that merely spells `\u0000` matches too: a hit is only a suspicion. */
const suspectJson = /\\u(?:0000|d[89a-f])/;

/** Scanning the encoded row is cheap, walking the draft is not. `rest` are its `columns`. */
export const isSuspect = ({ data, envelope }: Row, rest: string): boolean => unkeepable.test(rest) || suspectJson.test(data) || suspectJson.test(envelope);

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

/** NUL and lone surrogates cannot be kept by Postgres. */
export const refuseUnstorable = (item: Append): void => {
  const found = search(item, '');
  if (found) throw new UnstorableText(found.path, found.what, `stream ${JSON.stringify(item.stream.slice(0, 100))}`);
};
