import { useMemo } from 'react';
import type { FieldView, Matter } from '../api/matter';
import { useMeta } from '../api/meta-context';
import type { Schema } from '../forms/schema';

export type Correctable = { readonly key: string; readonly view: FieldView; readonly schema: Schema; readonly lane?: string };

/**
 * The facts that can be corrected here: those whose schema is known, from the page or from the form that first asked
 * for them. A fact that a step works out by itself is put right by taking the step back.
 */
export const useCorrectable = ({ process, facts, lanes }: Matter): readonly Correctable[] => {
  const { processes } = useMeta();
  return useMemo(() => {
    const asked = Object.assign({}, ...processes[process].commands.filter(({ kind }) => kind === 'row').map(({ schema }) => schema.properties ?? {}).toReversed()) as Readonly<Record<string, Schema>>;
    const of = (views: readonly FieldView[], lane?: string): Correctable[] =>
      views.flatMap((view) => {
        const schema = view.schema ?? asked[view.field];
        return schema ? [{ key: `${lane ?? ''}|${view.field}`, view, schema, ...(lane !== undefined && { lane }) }] : [];
      });
    return [...of(facts), ...lanes.flatMap((lane) => of(lane.facts, lane.key))];
  }, [processes, process, facts, lanes]);
};
