import { problemError } from './problem';

/** How deep a body may go: deeper comes from no form. */
const deepest = 32;
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const malformed = (zh: string, en: string, about: { field?: string; value?: unknown } = {}) => problemError(400, 'malformed-json', zh, en, about);

/** End of the string that begins at `start`: its closing quote. */
const closing = (text: string, start: number): number => {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
};

const keyAt = (text: string, start: number, end: number): string => {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw; // the parser proper will say what is wrong with it
  }
};

/** What `JSON.parse` lets through in silence: a key given twice, keys that reach for prototypes, depth without a bottom. */
const refuseHidden = (text: string): void => {
  const open: (Set<string> | undefined)[] = [];
  let key = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x22) {
      const end = closing(text, at);
      const keys = key ? open.at(-1) : undefined;
      if (keys) {
        const name = keyAt(text, at, end);
        if (forbidden.has(name)) throw malformed(`不允许的字段名「${name}」`, `the key ${name} is not allowed`, { field: name });
        if (keys.has(name)) throw malformed(`字段「${name.slice(0, 60)}」出现了两次`, `the key ${name.slice(0, 60)} is given twice`, { field: name.slice(0, 60) });
        keys.add(name);
      }
      at = end;
    } else if (char === 0x7b || char === 0x5b) {
      open.push(char === 0x7b ? new Set() : undefined);
      key = char === 0x7b;
      if (open.length > deepest) throw problemError(400, 'too-deep', `内容嵌套超过 ${deepest} 层`, `the content is nested more than ${deepest} levels deep`);
    } else if (char === 0x7d || char === 0x5d) open.pop();
    else if (char === 0x2c) key = open.at(-1) !== undefined;
    else if (char === 0x3a) key = false;
  }
};

/** Below U+0300 nothing is composed of two. */
const decomposable = /[^\0-\u02ff]/;

/** Names compare as people read them: a composed and a decomposed form are one name. Numbers must be what was written. Settles what `JSON.parse` made in place. */
const settled = (value: unknown, path: string): unknown => {
  if (typeof value === 'string') return decomposable.test(value) ? value.normalize('NFC') : value;
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw malformed(`字段 ${path} 的数值超出可精确表示的范围`, `the number in ${path} is too large to be kept exactly`, { field: path, value: String(value) });
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>; // an array's places are its keys
  for (const name of Object.keys(value)) fields[name] = settled(fields[name], path ? `${path}.${name}` : name);
  return value;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw problemError(400, 'not-utf8', '内容不是 UTF-8 编码', 'the content is not UTF-8');
  }
};

/** A body, parsed once. Throws a `ProblemError`, which never repeats the body: V8's own message would. */
export const parseBody = (bytes: Buffer): unknown => {
  const text = textOf(bytes);
  if (text.trim() === '') throw malformed('内容为空', 'the body is empty');
  refuseHidden(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw malformed(`内容不是 JSON${place ? `：第 ${place} 个字符处有误` : ''}`, `the body is not JSON${place ? `, at character ${place}` : ''}`);
  }
  return settled(value, '');
};

