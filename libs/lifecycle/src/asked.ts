import { z } from 'zod';
import type { Fault, Refusal } from './words';
import { refusal } from './words';

const zh = z.locales.zhCN().localeError;
const en = z.locales.en().localeError;

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), root);

/** Parses what is asked once; every fault names the field, the value and the rule, in both languages. */
export const parse = <T>(schema: z.ZodType<T>, asked: unknown): { readonly ok: T } | { readonly refused: Refusal } => {
  const parsed = schema.safeParse(asked, { error: zh });
  if (parsed.success) return { ok: parsed.data };
  const english = schema.safeParse(asked, { error: en }).error?.issues ?? [];
  const faults = parsed.error.issues.map((issue, i): Fault => {
    const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
    return { field: path.map(String).join('.'), value: valueAt(asked, path) ?? null, message: { zh: issue.message, en: english[i]?.message ?? issue.message } };
  });
  const first = faults[0]!; // a failed parse has at least one issue
  return {
    refused: {
      ...refusal('invalid', `${first.field || '内容'}：${first.message.zh}`, `${first.field || 'body'}: ${first.message.en}`, { field: first.field, value: first.value }),
      faults,
    },
  };
};

/** Labels and marks of a field: `optional()` wraps a schema and hides what was said of it. */
export const metaOf = (schema: z.ZodType): Readonly<Record<string, unknown>> | undefined => schema.meta() ?? (schema instanceof z.ZodOptional ? metaOf(schema.unwrap() as z.ZodType) : undefined);

export const isSealed = (schema: z.ZodType | undefined): boolean => schema !== undefined && metaOf(schema)?.['sealed'] === true;

/** Fields that are encrypted from the first event on. */
export const sealedFields = (asks: z.ZodObject): readonly string[] => Object.entries(asks.shape).flatMap(([field, schema]) => (isSealed(schema as z.ZodType) ? [field] : []));
