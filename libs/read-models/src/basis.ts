import { createHash } from 'node:crypto';
import { versionOf, type Counting, type Row } from '@anjuan/lifecycle';
import type { Processes } from './fold-stream';

/** Raised by hand when what the rows are made of, or what a clock's functions answer, changes. */
const shape = 3;

/**
 * By what the rows were worked out: all of it that is data, so that another holiday calendar, another policy, another
 * limit in a process table, another version of an event or another column builds them anew: what an older build folded is
 * never gone on from. The text of functions is left out: it differs between two bundles of the same source.
 */
export const basisOf = (processes: Processes, { version, policy }: Counting, sql: string): string => {
  const clocks = Object.values(processes).map(({ process, clocks }) => [process, Object.entries(clocks).map(([key, { label, force, budget, each }]) => [key, label, force, budget, each ?? null])]);
  const versions = Object.values(processes).map(({ rows, corrections }) => [versionOf(corrections), Object.values<Row>(rows).flatMap(({ name, lifts }) => (lifts ? [[name, versionOf(lifts)]] : []))]);
  return createHash('sha256').update(JSON.stringify([shape, version, policy, clocks, versions, sql])).digest('hex');
};
