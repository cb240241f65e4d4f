import { z } from 'zod';
import type { Fault, Refusal, Text } from './words';
import { refusal, text } from './words';

/** Where zod's own words would call an empty title a number that is too small. */
const wordsOf = (issue: z.core.$ZodRawIssue): Text | undefined => {
  const about = issue.code === 'too_small' || issue.code === 'too_big' ? issue.origin : undefined;
  if (issue.code === 'too_small' && about === 'string') return issue.minimum === 1 ? text('不能为空', 'must not be empty') : text(`至少 ${issue.minimum} 个字`, `at least ${issue.minimum} characters`);
  if (issue.code === 'too_big' && about === 'string') return text(`最多 ${issue.maximum} 个字，现为 ${String(issue.input).length} 个`, `at most ${issue.maximum} characters, found ${String(issue.input).length}`);
  if (issue.code === 'too_small' && about === 'array') return text(`至少 ${issue.minimum} 项`, `at least ${issue.minimum} item${issue.minimum === 1 ? '' : 's'}`);
  if (issue.code === 'too_big' && about === 'array') return text(`最多 ${issue.maximum} 项`, `at most ${issue.maximum} items`);
  if (issue.code === 'unrecognized_keys') return text('没有这一项，请去掉', 'there is no such field; leave it out');
  if (issue.code === 'invalid_format' && issue.format === 'date') return text('日期应为真实存在的 YYYY-MM-DD', 'must be a real date, YYYY-MM-DD');
  return undefined;
};

const [zhCN, english] = [z.locales.zhCN().localeError, z.locales.en().localeError];
const zh: z.core.$ZodErrorMap = (issue) => wordsOf(issue)?.zh ?? zhCN(issue);
const en: z.core.$ZodErrorMap = (issue) => wordsOf(issue)?.en ?? english(issue);

/** A schema says its own rule in both languages at once, `中文 / English`. */
const apart = (zh: string, en: string): Text => {
  const [, first, second] = /^(.*?) ?\/ (.*)$/.exec(zh) ?? [];
  return zh === en && first !== undefined && second !== undefined ? text(first, second) : text(zh, en);
};

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
  const inEnglish = told(en);
  const faults = told(zh).map((issue, i): Fault => {
    const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
    const value = valueAt(asked, path);
    const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && value === undefined;
    return { field: path.map(String).join('.'), value: value ?? null, message: missing ? required : apart(issue.message, inEnglish[i]?.message ?? issue.message) };
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
