import { fieldsOf, type Schema } from './schema';
import { words, type Text } from '../words';

export type Condition = { readonly field: string; readonly is: unknown };

/** Questions that arise only from the answer to another one; then they must be answered (IR 209). */
const arises: Readonly<Record<string, Condition>> = {
  informantName: { field: 'named', is: true },
  informantContact: { field: 'named', is: true },
};

/** Whoever answers otherwise must enter nothing more (CR 15): the rest of the form goes away, whatever was typed into it. */
const gates: readonly (Condition & { readonly otherwise: Text })[] = [{ field: 'concerns', is: 'ordinary', otherwise: words.goesUp }];

const asks = (schema: Schema, field: string): boolean => Object.hasOwn(schema.properties ?? {}, field);

const conditionOf = (schema: Schema, field: string): Condition | undefined => {
  const condition = Object.hasOwn(arises, field) ? arises[field] : undefined;
  return condition && asks(schema, condition.field) ? condition : undefined;
};

type Answers = Readonly<Record<string, unknown>>;

const shutGate = (schema: Schema, answers: Answers) => gates.find(({ field, is }) => asks(schema, field) && answers[field] !== undefined && answers[field] !== is);

/** Why nothing more may be entered, once that has been answered. */
export const shutBy = (schema: Schema, answers: Answers): Text | undefined => shutGate(schema, answers)?.otherwise;

/** Fields on whose answers others hang. */
export const decisiveIn = (schema: Schema): readonly string[] =>
  [...new Set([...gates.filter(({ field }) => asks(schema, field)), ...fieldsOf(schema).flatMap(({ name }) => conditionOf(schema, name) ?? [])].map(({ field }) => field))];

/** Fields that stand in the form under these answers, and whether they must be filled in. */
export const askedNow = (schema: Schema, answers: Answers): ReturnType<typeof fieldsOf> => {
  const gate = shutGate(schema, answers);
  return fieldsOf(schema).flatMap((field) => {
    if (gate && field.name !== gate.field) return [];
    const condition = conditionOf(schema, field.name);
    if (!condition) return [field];
    return answers[condition.field] === condition.is ? [{ ...field, required: true }] : [];
  });
};
