import type { Lifecycle, Row } from '@anjuan/lifecycle';

const leaves = (row: Row, stage: string): boolean => (row.shape === 'moving' || row.shape === 'lane') && row.from.includes(stage) && row.to !== stage;

/**
 * Nothing leads on from here: no row leaves the stage, or only back to where it was entered from. A closed clue may be
 * reopened at any time, and waits for nothing.
 */
export const isAtEnd = (lifecycle: Lifecycle, stage: string): boolean => {
  const rows = Object.values<Row>(lifecycle.rows);
  const enteredFrom = new Set(rows.filter((row) => row.to === stage).flatMap(({ from }) => from));
  return rows.every((row) => !leaves(row, stage) || enteredFrom.has(row.to!)); // a row that leaves leads somewhere
};
