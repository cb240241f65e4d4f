import { fieldsOf, kindOf, type Schema } from './schema';

/** What a form holds for a field that nobody has touched. */
export const blank = (schema: Schema): Record<string, unknown> =>
  Object.fromEntries(fieldsOf(schema).flatMap(({ name, schema: field, required }): [string, unknown][] => {
    const kind = kindOf(field);
    if (kind === 'group' && required) return [[name, blank(field)]];
    if (kind === 'list' && required) return [[name, Array.from({ length: field.minItems ?? 0 }, () => blank(field.items ?? {}))]];
    return [];
  }));

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** What is sent: the fields of the schema alone, without those left empty, so that an optional field is absent and not "". */
export const askedOf = (schema: Schema, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(fieldsOf(schema).flatMap(({ name, schema: field, required }) => {
    const value = told(field, values[name]);
    if (isEmpty(value)) return [];
    if (!required && Array.isArray(value) && value.length === 0) return [];
    if (!required && kindOf(field) === 'group' && Object.keys(value as object).length === 0) return [];
    return [[name, value]];
  }));

const told = (schema: Schema, value: unknown): unknown => {
  const kind = kindOf(schema);
  if (kind === 'group') return typeof value === 'object' && value !== null ? askedOf(schema, value as Record<string, unknown>) : schema.required ? {} : undefined; // the form's own object
  if (kind === 'list' || kind === 'lines' || kind === 'choices') {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.map((item) => told(schema.items ?? {}, item)).filter((item) => !isEmpty(item));
  }
  return typeof value === 'string' ? value.trim() : value;
};
