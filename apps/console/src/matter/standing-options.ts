import type { Labels } from '../api/meta';
import type { Schema } from '../forms/schema';
import { words, type Text } from '../words';

export const units = { hours: words.hours, days: words.days, workingDays: words.workingDays, months: words.months, years: words.years } as const;

/** Words for the choices of the commands that every process knows; those of the tables carry their own. */
const options: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  kind: { self: words.self, requested: words.requested, ordered: words.ordered },
  unit: { days: units.days, workingDays: units.workingDays, months: units.months },
};

/** A choice of such a command in words; undefined for every other value, which carries its own. */
export const optionOf = (field: string, value: unknown): Text | undefined => (Object.hasOwn(options, field) && typeof value === 'string' ? options[field]?.[value] : undefined);

/** `labelled` has choices that are no choices of the schema, by field: the posts of this office. */
export const withOptions = (schema: Schema, labelled: Readonly<Record<string, Labels>> = {}): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const own = Object.hasOwn(labelled, name) ? labelled[name] : undefined;
    if (own) return [name, { ...field, enum: Object.keys(own), options: own }];
    return [name, field.enum && !field.options && options[name] ? { ...field, options: options[name] } : field];
  })),
});
