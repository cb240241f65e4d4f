import type { HistoryLine } from '../api/matter';

export type Run = readonly [HistoryLine, ...HistoryLine[]];

/** Notices of clocks that follow each other become one run; everything else stands alone. */
export const inRuns = (lines: readonly HistoryLine[]): readonly Run[] =>
  lines.reduce<Run[]>((runs, line) => {
    const last = runs.at(-1);
    if (last && line.type === 'ClockNoticed' && last[0].type === 'ClockNoticed') return [...runs.slice(0, -1), [...last, line]];
    return [...runs, [line]];
  }, []);
