import type { Text } from '../words';

/** JSON schema as the tables' fields give it: labels and options ride on it, so a form needs nothing else. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly zh?: string;
  readonly en?: string;
  readonly options?: Readonly<Record<string, Text>>;
  readonly sealed?: boolean;
  readonly long?: boolean;
};

export type Kind = 'sealed' | 'choice' | 'choices' | 'date' | 'passage' | 'line' | 'yesNo' | 'count' | 'lines' | 'list' | 'group';

/** How a field is asked for. What a schema does not say is a line of text. */
export const kindOf = (schema: Schema): Kind => {
  if (schema.sealed) return 'sealed';
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'yesNo';
  if (schema.type === 'integer' || schema.type === 'number') return 'count';
  if (schema.type === 'object') return 'group';
  if (schema.type === 'array') return schema.items?.enum ? 'choices' : schema.items?.type === 'object' ? 'list' : 'lines';
  if (schema.format === 'date') return 'date';
  return schema.long ? 'passage' : 'line';
};

export const labelOf = (name: string, schema: Schema | undefined): Text => ({ zh: schema?.zh ?? name, en: schema?.en ?? name });

/** Fields in the order of the table. */
export const fieldsOf = (schema: Schema): readonly { readonly name: string; readonly schema: Schema; readonly required: boolean }[] =>
  Object.entries(schema.properties ?? {}).map(([name, field]) => ({ name, schema: field, required: schema.required?.includes(name) ?? false }));

/** The part of the schema at a path of a fault (`reported.0.unit`); undefined where the form has no such field. */
export const schemaAt = (schema: Schema, path: readonly (string | number)[]): Schema | undefined =>
  path.reduce<Schema | undefined>((here, step) => (typeof step === 'number' ? here?.items : here?.properties && Object.hasOwn(here.properties, step) ? here.properties[step] : undefined), schema);
