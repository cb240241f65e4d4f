import { z } from 'zod';
import type { Fault, Refusal, Text } from './words';
import { refusal } from './words';

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), root);

const required: Text = { zh: '必须填写', en: 'must be filled in' };

/** The field as the form calls it, and as the interface does. */
const labelOf = (schema: z.ZodType, field: string): Text => {
  const [top = ''] = field.split('.');
  const meta = schema instanceof z.ZodObject && Object.hasOwn(schema.shape, top) ? metaOf(schema.shape[top] as z.ZodType) : undefined;
  if (!meta) return { zh: field || '内容', en: field || 'body' };
  return { zh: `${String(meta['zh'])}（${field}）`, en: `${String(meta['en'])} (${field})` };
};

/** Parses what is asked once; every fault names the field, the value and the rule, in both languages. */
export const parse = <T>(schema: z.ZodType<T>, asked: unknown): { readonly ok: T } | { readonly refused: Refusal } => {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return { ok: parsed.data };
  // Asked for in a language, zod takes three times as long: so only where there is something to say.
  const told = (error: typeof zh): readonly z.core.$ZodIssue[] => schema.safeParse(asked, { error }).error?.issues ?? [];
  const english = told(en);
  const faults = told(zh).map((issue, i): Fault => {
    const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
    const value = valueAt(asked, path);
    const missing = issue.code === 'invalid_type' && value === undefined;
    return { field: path.map(String).join('.'), value: value ?? null, message: missing ? required : { zh: issue.message, en: english[i]?.message ?? issue.message } };
  });
  const first = faults[0]!; // a failed parse has at least one issue
  const label = labelOf(schema, first.field);
  return {
    refused: {
      ...refusal('invalid', `${label.zh}：${first.message.zh}`, `${label.en}: ${first.message.en}`, { field: first.field, value: first.value }),
      faults,
    },
  };
};

/** Labels and marks of a field: `optional()` wraps a schema and hides what was said of it. */
export const metaOf = (schema: z.ZodType): Readonly<Record<string, unknown>> | undefined => schema.meta() ?? (schema instanceof z.ZodOptional ? metaOf(schema.unwrap() as z.ZodType) : undefined);

export const isSealed = (schema: z.ZodType | undefined): boolean => schema !== undefined && metaOf(schema)?.['sealed'] === true;

/** Fields that are encrypted from the first event on. */
export const sealedFields = (asks: z.ZodObject): readonly string[] => {
  const found = known.get(asks) ?? Object.entries(asks.shape).flatMap(([field, schema]) => (isSealed(schema as z.ZodType) ? [field] : []));
  known.set(asks, found);
  return found;
};
const known = new WeakMap<z.ZodObject, readonly string[]>();
