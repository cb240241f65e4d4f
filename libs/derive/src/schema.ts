import type { z } from 'zod';

/** A JSON schema as our forms use it: labels, options and the mark `sealed` come through from the table. */
export type Schema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly zh?: string;
  readonly en?: string;
  readonly sealed?: boolean;
  readonly options?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
  readonly [keyword: string]: unknown;
};

/** What a client sends: defaults and transformations are seen from outside. */
export const schemaOf = (schema: z.ZodType): Schema => {
  const { $schema: _, ...rest } = schema.toJSONSchema({ io: 'input', unrepresentable: 'any' });
  return rest as Schema; // what zod writes, our labels added by `meta`
};

export const isSealedField = (schema: Schema | undefined, field: string): boolean => schema?.properties?.[field]?.sealed === true;
