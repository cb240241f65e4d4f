import { type Line, type Today } from './line';
import { recordedLater, type FoundPoint } from './point';
import { compare, nameOf, standingView, stepView } from './views';

/** The whole line, oldest first, and the matters in it as they are called now. */
export const wholeLine = (today: Today, line: Line, stream: string) => {
  const matters = new Map(line.steps.flatMap(({ event, before, after }) => [[event.stream, { stream: event.stream, process: event.process, name: nameOf(after ?? before) }] as const]));
  return { stream, matters: [...matters.values()], steps: line.steps.map((step) => stepView(today, line, step)) };
};
export type WholeLine = ReturnType<typeof wholeLine>;

const placeOf = ({ steps }: Line, { asked, means, step, instant }: FoundPoint) => {
  const { stream, revision, position, recordedAt } = steps[step]!.event; // the point was found in this line
  return { asked, means, instant, step: step + 1, of: steps.length, stream, revision, position, recordedAt };
};

/** How everything stood at a point, by which step it came to stand so, and what was dated by that day but recorded only later. */
export const stateAt = (today: Today, line: Line, point: FoundPoint) => {
  const later = point.day === undefined ? [] : recordedLater(line, point, point.day);
  return {
    at: placeOf(line, point),
    step: stepView(today, line, line.steps[point.step]!), // as above
    matters: line.at(point).map((standing) => standingView(today, standing)),
    ...(point.day !== undefined && { recordedLater: later.map((step) => stepView(today, line, step)).map(({ stream, revision, label, on, recordedAt }) => ({ stream, revision, label, on, recordedAt })) }),
  };
};
export type StateAt = ReturnType<typeof stateAt>;

export const comparison = (today: Today, line: Line, from: FoundPoint, to: FoundPoint) => ({ from: placeOf(line, from), to: placeOf(line, to), matters: compare(today, line, from, to) });
export type Comparison = ReturnType<typeof comparison>;
