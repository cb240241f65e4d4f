/** A JSON schema without the words a form shows: what a stored value rests on. */
export type Shape = { readonly properties?: Readonly<Record<string, unknown>>; readonly required?: readonly string[] };

export const bare = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(bare) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([key]) => !['zh', 'en', 'options', 'long', 'sealed', '$schema'].includes(key)).map(([key, inner]) => [key, bare(inner)])) : value;

/** Whether what was recorded still fits: the same shape, or one that only knows more words for a choice. */
export const fits = (old: unknown, now: unknown): boolean => {
  if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null || Array.isArray(old) !== Array.isArray(now)) return old === now;
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keys].every((key) => {
    const [before, after] = [old[key as never] as unknown, now[key as never] as unknown];
    return key === 'enum' && Array.isArray(before) && Array.isArray(after) ? before.every((word) => after.includes(word)) : fits(before, after);
  });
};
