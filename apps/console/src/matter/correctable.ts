import type { FieldView, Matter } from '../api/matter';
import type { Schema } from '../forms/schema';

export type Correctable = { readonly key: string; readonly view: FieldView; readonly schema: Schema; readonly lane?: string };

/** The facts that can be corrected here, of the whole and of each lane: all whose schema came with them. */
export const correctable = ({ facts, lanes }: Pick<Matter, 'facts' | 'lanes'>): readonly Correctable[] => {
  const of = (views: readonly FieldView[], lane?: string): Correctable[] =>
    views.flatMap((view) => (view.schema ? [{ key: `${lane ?? ''}|${view.field}`, view, schema: view.schema, ...(lane !== undefined && { lane }) }] : []));
  return [...of(facts), ...lanes.flatMap((lane) => of(lane.facts, lane.key))];
};
