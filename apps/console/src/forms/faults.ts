import type { Problem } from '../api/problem';
import type { Text } from '../words';
import { schemaAt, type Schema } from './schema';

export type Path = (string | number)[];
export type Landed = { readonly path: Path; readonly message: Text };

/** `reported.0.unit` as a path of the form; the door may put `asked.` before it. */
export const pathOf = (field: string): Path =>
  field.replace(/^asked(\.|$)/, '').split('.').filter((step) => step !== '').map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/**
 * Which faults of a refusal land on a field of this form. A fault about an item of a list of names lands on the list;
 * what the form does not have (the stage, the actor, papers) stays at the top.
 */
export const landed = (problem: Problem, schema: Schema): readonly Landed[] => {
  const faults = problem.faults.length > 0 ? problem.faults : problem.field === undefined ? [] : [{ field: problem.field, message: problem.detail }];
  return faults.flatMap(({ field, message }) => {
    const path = fieldOf(schema, pathOf(field));
    return path.length > 0 ? [{ path, message }] : [];
  });
};

/** The longest beginning of the path that is a field a person fills in. */
const fieldOf = (schema: Schema, path: Path): Path => {
  for (let length = path.length; length > 0; length--) {
    const beginning = path.slice(0, length);
    const found = schemaAt(schema, beginning);
    const inLines = typeof beginning.at(-1) === 'number' && found?.type !== 'object';
    if (found && !inLines) return beginning;
  }
  return [];
};
