import { createHash } from 'node:crypto';
import type { Lifecycle, Row } from '@anjuan/lifecycle';
import { canonical } from './canonical';

const hashes = new WeakMap<Lifecycle, string>();

const described = ({ label, basis, shape, from, to, by, needs, records, asks, duty, takesOver }: Row) => ({
  label, basis, shape, from, to, by, needs, records, duty: duty?.name, takesOver, asks: asks.toJSONSchema({ io: 'input', unrepresentable: 'any' }),
});

/** Which released table an event was recorded under: everything of it that is data, worked out once. */
export const tableHash = (lifecycle: Lifecycle): string => {
  const known = hashes.get(lifecycle);
  if (known) return known;
  const rows = Object.fromEntries(Object.values<Row>(lifecycle.rows).map((row) => [row.name, described(row)]));
  const clocks = Object.fromEntries(Object.entries(lifecycle.clocks).map(([key, { label, basis, force, budget, extension }]) => [key, { label, basis, force, budget, extension }]));
  const reactions = Object.fromEntries(Object.entries(lifecycle.reactions).map(([key, { on, label }]) => [key, { on, label }]));
  const table = { process: lifecycle.process, schema: lifecycle.schema, stages: Object.keys(lifecycle.stages), lanes: lifecycle.laneStages, rows, clocks, reactions };
  const hash = createHash('sha256').update(canonical(table)).digest('hex');
  hashes.set(lifecycle, hash);
  return hash;
};
