import { createHash } from 'node:crypto';
import { processes, release } from '@anjuan/domain';
import type { Release } from '@anjuan/event-store';
import { versionOf, type Lifecycle, type Row } from '@anjuan/lifecycle';
import { canonical } from './canonical';

/** A released table as it is kept: all of it that is data, as canonical JSON, and the hash by which events name it. */
export type TableText = { readonly hash: string; readonly text: string };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const texts = new WeakMap<Lifecycle, TableText>();

const schemaOf = (schema: Row['asks'] | undefined) => schema?.toJSONSchema({ io: 'input', unrepresentable: 'any' });

const described = (row: Row) => {
  const { label, basis, shape, from, to, by, needs, records, asks, duty, takesOver } = row;
  return { label, basis, shape, from, to, by, needs, records, duty: duty?.name, takesOver, version: versionOf(row.lifts), asks: schemaOf(asks) };
};

/** What each stage knows, by fact; a shape that many stages share is written once, under its own hash. */
const knowledge = () => {
  const shapes: Record<string, unknown> = {};
  const knows = (schema: Row['asks'] | undefined) =>
    Object.fromEntries(Object.entries(schemaOf(schema)?.properties ?? {}).map(([fact, shape]) => {
      const name = sha256(canonical(shape)).slice(0, 16);
      shapes[name] = shape;
      return [fact, name];
    }));
  return { shapes, knows };
};

/** Worked out once. */
export const tableText = (lifecycle: Lifecycle): TableText => {
  const known = texts.get(lifecycle);
  if (known) return known;
  const rows = Object.fromEntries(Object.values<Row>(lifecycle.rows).map((row) => [row.name, described(row)]));
  const clocks = Object.fromEntries(Object.entries(lifecycle.clocks).map(([key, { label, basis, force, budget, extension }]) => [key, { label, basis, force, budget, extension }]));
  const reactions = Object.fromEntries(Object.entries(lifecycle.reactions).map(([key, { on, label }]) => [key, { on, label }]));
  const { shapes, knows } = knowledge();
  const stages = Object.fromEntries(Object.entries(lifecycle.stages).map(([key, stage]) => [key, { label: stage.label, knows: knows(stage.knows) }]));
  const lanes = lifecycle.laneStages.map((stage) => [stage, knows(lifecycle.laneKnows(stage))]);
  const text = canonical({ process: lifecycle.process, corrections: versionOf(lifecycle.corrections), stages, lanes, shapes, rows, clocks, reactions });
  const kept = { hash: sha256(text), text };
  texts.set(lifecycle, kept);
  return kept;
};

/** Which released table an event was recorded under. */
export const tableHash = (lifecycle: Lifecycle): string => tableText(lifecycle).hash;

/** What this program writes by: told to the store when it is opened, so that no older program appends from then on. */
export const thisRelease = (): Release => ({ number: release, tables: Object.values(processes).map((table) => ({ process: table.process, ...tableText(table) })) });
