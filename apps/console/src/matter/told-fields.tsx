import type { FieldView } from '../api/matter';
import { FieldTable } from '../show/field-value';
import { useFactName, useLaneName } from './names';

/** Fields of an act. A correction names its fact and its lane by their keys: here they get their names. */
export const ToldFields = ({ fields, columns = 1 }: { fields: readonly FieldView[]; columns?: number }) => {
  const names: Readonly<Record<string, (key: string) => string>> = { field: useFactName(), lane: useLaneName() };
  const named = fields.map((view) => {
    const name = Object.hasOwn(names, view.field) && typeof view.value === 'string' ? names[view.field]?.(view.value) : undefined;
    return name === undefined ? view : { ...view, text: { zh: name, en: name } };
  });
  return <FieldTable fields={named} columns={columns} />;
};
