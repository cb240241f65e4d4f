import type { Fault, Refusal } from './words';
import { refusal } from './words';

// A NUL cannot be stored, and half a surrogate pair is not a character: both come from broken clients, never from a person.
const unfit = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const visible = (value: string) => value.slice(0, 80).replace(/[\u0000-\u001f\ud800-\udfff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const isFit = (value: unknown): boolean => {
  if (typeof value === 'string') return !unfit.test(value);
  if (typeof value !== 'object' || value === null) return true;
  const fields = value as Readonly<Record<string, unknown>>; // an array's places are its keys
  return Object.keys(fields).every((key) => isFit(key) && isFit(fields[key]));
};

const faultsIn = (value: unknown, path: string): readonly Fault[] => {
  if (typeof value === 'string')
    return isFit(value)
      ? []
      : [{ field: path, value: visible(value), message: { zh: '文字中含有空字符（NUL）或残缺的代理字符，请删去后重新提交', en: 'the text holds a NUL or half a surrogate pair; remove it and send again' } }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...faultsIn(key, path ? `${path}.<key>` : '<key>'), ...faultsIn(inner, path ? `${path}.${key}` : key)]);
};

/** Fields (keys too) whose text holds a NUL or half a surrogate pair; they are told by name only where there are any. */
export const unfitTexts = (value: unknown): readonly Fault[] => (isFit(value) ? [] : faultsIn(value, ''));

export const unfitRefusal = (faults: readonly [Fault, ...Fault[]]): Refusal => ({
  ...refusal('unfit-text', `字段 ${faults[0].field} 含有不能保存的字符`, `field ${faults[0].field} holds characters that cannot be kept`, { field: faults[0].field, value: faults[0].value }),
  faults,
});
