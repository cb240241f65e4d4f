import type { Lifecycle, Row, Text } from '@anjuan/lifecycle';
import { engineOnly, standingCommands } from '@anjuan/lifecycle';
import { schemaOf, type Schema } from './schema';

type Labelled = { readonly key: string; readonly label: Text };

/** A command as a form or a route needs to know it: all of it from the table. */
export type CommandForm = {
  readonly name: string;
  readonly kind: 'row' | 'standing';
  readonly label: Text;
  /** Number of the row in the domain's list. */
  readonly ref?: string;
  readonly shape?: Row['shape'];
  readonly basis: readonly string[];
  readonly by: readonly Labelled[];
  readonly from: readonly Labelled[];
  readonly to?: Labelled;
  readonly needs: readonly Labelled[];
  readonly schema: Schema;
  /** Sent by the engine, or with a ledger, and by nobody with a form. */
  readonly engineOnly: boolean;
};

const labelled = (labels: Readonly<Record<string, Text>>, key: string): Labelled => ({ key, label: labels[key] ?? { zh: key, en: key } });

export const stageLabels = (lifecycle: Lifecycle): Readonly<Record<string, Text>> => Object.fromEntries(Object.entries(lifecycle.stages).map(([key, { label }]) => [key, label]));

const ofRow = (lifecycle: Lifecycle, row: Row): CommandForm => {
  const { roles, papers } = lifecycle.vocabulary;
  const stages = stageLabels(lifecycle);
  return {
    name: row.name,
    kind: 'row',
    label: row.label,
    ref: row.ref,
    shape: row.shape,
    basis: row.basis,
    by: row.by.map((role) => labelled(roles, role)),
    from: row.from.map((stage) => labelled(stages, stage)),
    ...(row.to !== undefined && { to: labelled(stages, row.to) }),
    needs: row.needs.map((kind) => labelled(papers, kind)),
    schema: schemaOf(row.asks),
    engineOnly: row.takesOver !== undefined || row.by.every((role) => role === 'engine'),
  };
};

const standing = (): readonly CommandForm[] =>
  Object.entries(standingCommands).map(([name, { label, asks }]) => ({ name, kind: 'standing', label, basis: [], by: [], from: [], needs: [], schema: schemaOf(asks), engineOnly: engineOnly.has(name) }));

const known = new WeakMap<Lifecycle, ReadonlyMap<string, CommandForm>>();

const formsByName = (lifecycle: Lifecycle): ReadonlyMap<string, CommandForm> => {
  const forms = known.get(lifecycle) ?? new Map([...Object.values<Row>(lifecycle.rows).map((row) => ofRow(lifecycle, row)), ...standing()].map((form) => [form.name, form]));
  known.set(lifecycle, forms);
  return forms;
};

/** Every row and every standing command of the process, worked out once. */
export const commandForms = (lifecycle: Lifecycle): readonly CommandForm[] => [...formsByName(lifecycle).values()];

export const formOf = (lifecycle: Lifecycle, name: string): CommandForm | undefined => formsByName(lifecycle).get(name);

/** How a process is called in addresses: clues, cases, inquiries. */
export const plural = (process: string): string => (process.endsWith('y') ? `${process.slice(0, -1)}ies` : `${process}s`);
