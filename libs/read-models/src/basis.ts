import { createHash } from 'node:crypto';
import type { Counting } from '@anjuan/lifecycle';
import type { Processes } from './fold-stream';

/** Raised by hand when the rows of a model, or what a clock's functions answer, change. */
const shape = 3;

/**
 * By what the rows were worked out: all of it that is data, so that another holiday calendar, another policy or another
 * limit in a table builds them anew. The text of functions is left out: it differs between two bundles of the same source.
 */
export const basisOf = (processes: Processes, { version, policy }: Counting): string => {
  const clocks = Object.values(processes).map(({ process, clocks }) => [process, Object.entries(clocks).map(([key, { label, force, budget, each }]) => [key, label, force, budget, each ?? null])]);
  return createHash('sha256').update(JSON.stringify([shape, version, policy, clocks])).digest('hex');
};
