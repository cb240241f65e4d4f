import { figureMarks, type FigureMark } from '@anjuan/domain';
import { clockStates, type ClockState, type Counting, type Matter } from '@anjuan/lifecycle';
import type { Processes } from './fold-stream';
import { listFields, type ListFields } from './list-fields';

/** All that the read models keep of one matter. */
export type Rows = { readonly matter: Matter; readonly fields: ListFields; readonly clocks: readonly RunningClock[]; readonly marks: readonly FigureMark[] };

/** `before`: what it added to the figures until now. */
export type Change = Rows & { readonly before: readonly FigureMark[] };

/** `due` is null while the clock is suspended. */
export type RunningClock = Omit<ClockState, 'due'> & { readonly due: string | null };

/**
 * Nothing here depends on the time it is worked out at, so rows built anew are the rows that were there: a due date moves
 * with today only while its clock is suspended, and then none is kept.
 */
export const rowsOf = (processes: Processes, counting: Counting, matter: Matter): Rows => {
  const entered = matter.acts.map(({ recordedAt }) => recordedAt).sort().at(-1)!; // a matter begins with an act, which is never taken back
  const states = clockStates(processes[matter.process]?.clocks ?? {}, matter, counting, entered);
  const clocks = states.filter(({ stoppedOn }) => stoppedOn === undefined).map((state) => ({ ...state, due: state.status === 'suspended' ? null : state.due }));
  return { matter, fields: listFields(matter), clocks, marks: figureMarks(processes[matter.process]!, matter) }; // it was folded by that table
};
