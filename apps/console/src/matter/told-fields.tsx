import type { FieldView } from '../api/matter';
import { useMeta } from '../api/meta-context';
import { FieldTable } from '../show/field-value';
import { useClockName, useFactName, useLaneName } from './names';
import { optionOf } from './standing-options';

/** Fields of an act. What every process knows names facts, lanes, limits and choices by their keys: here they get their names. */
export const ToldFields = ({ fields, columns = 1 }: { fields: readonly FieldView[]; columns?: number }) => {
  const { posts } = useMeta();
  const names: Readonly<Record<string, (key: string) => string>> = { field: useFactName(), lane: useLaneName(), clock: useClockName() };
  const named = fields.map((view) => {
    const name = Object.hasOwn(names, view.field) && typeof view.value === 'string' ? names[view.field]?.(view.value) : undefined;
    const option = optionOf(view.field, view.value) ?? (view.field === 'post' ? posts[String(view.value)] : undefined);
    if (option) return { ...view, text: option };
    return name === undefined ? view : { ...view, text: { zh: name, en: name } };
  });
  return <FieldTable fields={named} columns={columns} />;
};
