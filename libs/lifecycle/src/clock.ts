import type { CivilDate, Text } from './words';
import type { Matter } from './matter';
import type { Loose } from './transition';

export type Duration = { readonly unit: 'hours' | 'days' | 'workingDays' | 'months' | 'years'; readonly n: number };

/** Whose limit it is: only a statute's breach is called unlawful. */
export type Force = 'statute' | 'partyRule' | 'local';

/** What a clock may look at: facts, and the dates of acts by row name. */
export type ClockView = {
  readonly stage: string;
  readonly facts: Loose;
  /** Facts and stage of the lane, for a clock that runs in each lane. */
  readonly lane?: { readonly stage: string; readonly facts: Loose };
  readonly lanes: readonly { readonly stage: string; readonly facts: Loose }[];
  readonly policy: Loose;
  /** First day a proposal of the row was handed in that was neither refused nor withdrawn. */
  readonly proposed: (row: string) => CivilDate | undefined;
  /** Last day the row was done. */
  readonly done: (row: string) => CivilDate | undefined;
};

/** A budget with a ledger, never a stored date: a pure function says when it starts, stops and stands still. */
export type ClockRow = {
  readonly label: Text;
  readonly basis: readonly [string, ...string[]];
  readonly force: Force;
  readonly budget: Duration;
  readonly each?: 'lane';
  /** Who can stop it, in words. */
  readonly waitsFor: Text;
  readonly starts: (view: ClockView) => CivilDate | undefined;
  readonly stops: (view: ClockView) => CivilDate | undefined;
  /** Time that does not count (domain §8.7: supplement is excluded, holidays and leave are not). */
  readonly suspended?: (view: ClockView) => readonly { readonly from: CivilDate; readonly to?: CivilDate }[];
  /** Absent: the law knows no extension. `atMost` bounds each one, `times` how many. */
  readonly extension?: { readonly atMost: Duration; readonly times: number; readonly approvedBy: readonly string[] };
};

/** Counting, as the calendar does it under the policy and holiday calendar in force. */
export type Counting = {
  readonly lastDay: (start: CivilDate, budget: readonly Duration[], excludedDays: number) => { readonly date: CivilDate; readonly provisional: boolean };
  readonly addDays: (date: CivilDate, days: number) => CivilDate;
  readonly daysBetween: (from: CivilDate, to: CivilDate) => number;
  readonly workingDaysBetween: (from: CivilDate, to: CivilDate) => number;
  readonly dateOf: (instant: string) => CivilDate;
  /** 24:00 of the date, as an instant. */
  readonly endOfDay: (date: CivilDate) => string;
  /** Version of the holiday calendar. */
  readonly version: string;
  /** The policy it counts under; some clocks read their anchor or stop from it. */
  readonly policy: Loose;
};

/** When the engine speaks up: so many days before (negative) or after the end, to whom. */
export type Mark = { readonly name: string; readonly days: number; readonly to: string };

export type ClockState = {
  /** The row, and the lane it runs in: `L32` or `L32@R1/party`. */
  readonly key: string;
  readonly clock: string;
  readonly lane?: string;
  readonly label: Text;
  readonly force: Force;
  readonly waitsFor: Text;
  readonly start: CivilDate;
  readonly due: CivilDate;
  /** 24:00 Asia/Shanghai of `due`. */
  readonly dueAt: string;
  /** The holiday calendar does not reach `due`: no breach is declared from it. */
  readonly provisional: boolean;
  readonly stoppedOn?: CivilDate;
  readonly excludedDays: number;
  readonly extensions: number;
  readonly status: 'running' | 'suspended' | 'met' | 'breached';
};

type Clocks = Readonly<Record<string, ClockRow>>;

const viewOf = (matter: Matter, lane: string | undefined, policy: Loose): ClockView => {
  const here = lane === undefined ? undefined : matter.lanes[lane];
  const acts = matter.acts.filter((act) => act.lane === undefined || act.lane === lane);
  return {
    stage: matter.stage,
    facts: matter.facts,
    ...(here && { lane: here }),
    lanes: Object.values(matter.lanes),
    policy,
    proposed: (row) => acts.find((act) => act.row === row && act.kind !== 'dropped')?.on,
    done: (row) => acts.findLast((act) => act.row === row && act.kind === 'done')?.on,
  };
};

/** Every clock that has started, with its due date worked out afresh from facts, acts and ledger. */
export const clockStates = (clocks: Clocks, matter: Matter, count: Counting, now: string): readonly ClockState[] =>
  Object.entries(clocks).flatMap(([clock, row]) =>
    (row.each === 'lane' ? Object.keys(matter.lanes) : [undefined]).flatMap((lane) => {
      const state = clockState(clock, row, matter, lane, count, now);
      return state ? [state] : [];
    }),
  );

const clockState = (clock: string, row: ClockRow, matter: Matter, lane: string | undefined, count: Counting, now: string): ClockState | undefined => {
  const view = viewOf(matter, lane, count.policy);
  const start = row.starts(view);
  if (start === undefined) return undefined;
  const key = lane === undefined ? clock : `${clock}@${lane}`;
  const stop = row.stops(view);
  // An act from before this start stopped an earlier run of the clock, not this one.
  const stoppedOn = stop !== undefined && stop >= start ? stop : undefined;
  const today = count.dateOf(now);
  const pauses = row.suspended?.(view).filter(({ from }) => from >= start) ?? [];
  const excludedDays = pauses.reduce((days, { from, to }) => days + count.daysBetween(from, to ?? today), 0);
  const granted = matter.extensions.filter((extension) => extension.clock === key && extension.start === start);
  const { date: due, provisional } = count.lastDay(start, [row.budget, ...granted.map(({ unit, n }) => ({ unit: unit as Duration['unit'], n }))], excludedDays);
  const dueAt = count.endOfDay(due);
  const late = stoppedOn !== undefined ? stoppedOn > due : now >= dueAt && !provisional;
  const pausedNow = stoppedOn === undefined && pauses.some(({ to }) => to === undefined);
  return {
    key, clock, ...(lane !== undefined && { lane }),
    label: row.label, force: row.force, waitsFor: row.waitsFor,
    start, due, dueAt, provisional, ...(stoppedOn !== undefined && { stoppedOn }),
    excludedDays, extensions: granted.length,
    status: pausedNow ? 'suspended' : late ? 'breached' : stoppedOn !== undefined ? 'met' : 'running',
  };
};

/** One thing the engine must notice about a clock: `id` is the same however often it is worked out. */
export type Instant = { readonly id: string; readonly clock: string; readonly mark: string; readonly to: string; readonly due: CivilDate; readonly at: string; readonly provisional: boolean };

/**
 * What is still to be noticed, soonest first. A stopped or suspended clock has nothing to say; a mark that lies before
 * the clock's own start is left out; a provisional end is warned of but nothing is declared from it.
 */
export const instants = (states: readonly ClockState[], marks: readonly Mark[], noticed: readonly string[], count: Counting): readonly Instant[] =>
  states
    .filter(({ stoppedOn, status }) => stoppedOn === undefined && status !== 'suspended')
    .flatMap((state) =>
      marks.flatMap((mark) => {
        const id = `${state.key}:${state.start}:${state.due}:${mark.name}`;
        const day = count.addDays(state.due, mark.days);
        if (noticed.includes(id) || day <= state.start || (mark.days >= 0 && state.provisional)) return [];
        return [{ id, clock: state.key, mark: mark.name, to: mark.to, due: state.due, at: count.endOfDay(day), provisional: state.provisional }];
      }),
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
