import { createHash } from 'node:crypto';
import { versionOf, type Lifecycle, type Row } from '@anjuan/lifecycle';
import { canonical } from './canonical';

/** A released table as it is kept: all of it that is data, as canonical JSON, and the hash by which events name it. */
export type TableText = { readonly hash: string; readonly text: string };

const texts = new WeakMap<Lifecycle, TableText>();

const schemaOf = (schema: Row['asks'] | undefined) => schema?.toJSONSchema({ io: 'input', unrepresentable: 'any' });

const described = (row: Row) => {
  const { label, basis, shape, from, to, by, needs, records, asks, duty, takesOver } = row;
  return { label, basis, shape, from, to, by, needs, records, duty: duty?.name, takesOver, version: versionOf(row.lifts), asks: schemaOf(asks) };
};

/** Worked out once. */
export const tableText = (lifecycle: Lifecycle): TableText => {
  const known = texts.get(lifecycle);
  if (known) return known;
  const rows = Object.fromEntries(Object.values<Row>(lifecycle.rows).map((row) => [row.name, described(row)]));
  const clocks = Object.fromEntries(Object.entries(lifecycle.clocks).map(([key, { label, basis, force, budget, extension }]) => [key, { label, basis, force, budget, extension }]));
  const reactions = Object.fromEntries(Object.entries(lifecycle.reactions).map(([key, { on, label }]) => [key, { on, label }]));
  const stages = Object.fromEntries(Object.entries(lifecycle.stages).map(([key, { label, knows }]) => [key, { label, knows: schemaOf(knows) }]));
  const lanes = lifecycle.laneStages.map((stage) => [stage, schemaOf(lifecycle.laneKnows(stage))]);
  const text = canonical({ process: lifecycle.process, corrections: versionOf(lifecycle.corrections), stages, lanes, rows, clocks, reactions });
  const kept = { hash: createHash('sha256').update(text).digest('hex'), text };
  texts.set(lifecycle, kept);
  return kept;
};

/** Which released table an event was recorded under. */
export const tableHash = (lifecycle: Lifecycle): string => tableText(lifecycle).hash;
