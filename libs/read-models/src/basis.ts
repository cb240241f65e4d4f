import { createHash } from 'node:crypto';
import type { Counting } from '@anjuan/lifecycle';
import type { Processes } from './fold-stream';

/** Raised by hand when what the rows are made of, or what a clock's functions answer, changes. */
const shape = 3;

/**
 * By what the rows were worked out: all of it that is data, so that another holiday calendar, another policy, another
 * limit in a process table or another column builds them anew. The text of functions is left out: it differs between two bundles of the same source.
 */
export const basisOf = (processes: Processes, { version, policy }: Counting, sql: string): string => {
  const clocks = Object.values(processes).map(({ process, clocks }) => [process, Object.entries(clocks).map(([key, { label, force, budget, each }]) => [key, label, force, budget, each ?? null])]);
  return createHash('sha256').update(JSON.stringify([shape, version, policy, clocks, sql])).digest('hex');
};
