import type { Schema } from '../forms/schema';
import { words, type Text } from '../words';

export const units = { hours: words.hours, days: words.days, workingDays: words.workingDays, months: words.months, years: words.years } as const;

/** Words for the choices of the commands that every process knows; those of the tables carry their own. */
const options: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  kind: { self: words.self, requested: words.requested, ordered: words.ordered },
  unit: units,
};

export const withOptions = (schema: Schema): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, field]) => [name, field.enum && !field.options && options[name] ? { ...field, options: options[name] } : field])),
});
