import type { HistoryLine } from '../api/matter';
import { inRuns } from './runs';

const line = (revision: number, type: string) => ({ revision, type }) as HistoryLine;

test('only notices of clocks that follow each other are told as one', () => {
  const runs = inRuns([line(6, 'NoteAdded'), line(5, 'NoteAdded'), line(4, 'ClockNoticed'), line(3, 'ClockNoticed'), line(2, 'StepProposed'), line(1, 'ClockNoticed')]);
  expect(runs.map((run) => run.map(({ revision }) => revision))).toEqual([[6], [5], [4, 3], [2], [1]]);
});
