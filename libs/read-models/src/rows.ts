import { figureMarks, type FigureMark } from '@anjuan/domain';
import { clockStates, type ClockState, type Counting, type Matter } from '@anjuan/lifecycle';
import type { Processes } from './fold-stream';
import { listFields, type ListFields } from './list-fields';

/** All that the read models keep of one matter. */
export type Rows = { readonly matter: Matter; readonly fields: ListFields; readonly clocks: readonly RunningClock[]; readonly marks: readonly FigureMark[] };

/** `before`: what it had until now; absent when it is new. */
export type Change = Rows & { readonly before?: Rows };

/** What a table has to hear of: rows that are not as they were, by the columns that count. */
export const differs = (now: object, before: object | undefined): boolean => JSON.stringify(now) !== JSON.stringify(before);

/** `due` is null while the clock is suspended. */
export type RunningClock = Omit<ClockState, 'due'> & { readonly due: string | null };

/**
 * Nothing here depends on the time it is worked out at, so rows built anew are the rows that were there: a due date moves
 * with today only while its clock is suspended, and then none is kept.
 */
export const rowsOf = (processes: Processes, counting: Counting, matter: Matter): Rows => {
  const entered = matter.acts.map(({ recordedAt }) => recordedAt).sort().at(-1)!; // a matter begins with an act, which is never taken back
  const states = clockStates(processes[matter.process]?.clocks ?? {}, matter, counting, entered);
  const clocks = states.filter(({ stoppedOn }) => stoppedOn === undefined).map((state) => (state.status === 'suspended' ? { ...state, due: null } : state));
  return { matter, fields: listFields(matter), clocks, marks: figureMarks(processes[matter.process]!, matter) }; // it was folded by that table
};
