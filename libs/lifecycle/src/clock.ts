import type { CivilDate, Text } from './words';
import type { Act, Matter } from './matter';
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
  /** What it runs for, where `each` finds items in the facts. */
  readonly item?: unknown;
  readonly policy: Loose;
  /** First day a proposal of the row was handed in that was neither refused nor withdrawn. */
  readonly proposed: (row: string) => CivilDate | undefined;
  /** Last day the row was done. */
  readonly done: (row: string) => CivilDate | undefined;
  /** When another clock of the matter ends, as it stands now. */
  readonly due: (clock: string) => CivilDate | undefined;
};

/** A budget with a ledger, never a stored date: a pure function says when it starts, stops and stands still. */
export type ClockRow = {
  readonly label: Text;
  readonly basis: readonly [string, ...string[]];
  readonly force: Force;
  readonly budget: Duration;
  /** Another budget, in the special case the law names. */
  readonly special?: { readonly label: Text; readonly budget: Duration; readonly when: (view: ClockView) => boolean };
  /** Absent: it runs once. Otherwise once in each lane, or for each item found in the facts, by its key. */
  readonly each?: 'lane' | ((facts: Loose) => readonly (readonly [key: string, item: unknown])[]);
  /** Who can stop it, in words. */
  readonly waitsFor: Text;
  readonly starts: (view: ClockView) => CivilDate | undefined;
  readonly stops: (view: ClockView) => CivilDate | undefined;
  /** The budget lies before this day, not after the start: ten days before a transfer. Nothing repairs a missed one. */
  readonly countsBackFrom?: (view: ClockView) => CivilDate | undefined;
  /** Time that does not count (domain §8.7: supplement is excluded, holidays and leave are not). */
  readonly suspended?: (view: ClockView) => readonly { readonly from: CivilDate; readonly to?: CivilDate | undefined }[];
  /** Absent: the law knows no extension. `atMost` bounds each one, `times` how many; `again` approves every one after the first, where that is someone else. */
  readonly extension?: { readonly atMost: Duration; readonly times: number; readonly approvedBy: readonly string[]; readonly again?: readonly string[] };
};

/** Counting, as the calendar does it under the policy and holiday calendar in force. */
export type Counting = {
  readonly lastDay: (start: CivilDate, budget: readonly Duration[], excludedDays: number) => { readonly date: CivilDate; readonly provisional: boolean };
  /** The day by which an act due that long before `end` must be done. */
  readonly countBack: (end: CivilDate, budget: Duration) => { readonly date: CivilDate; readonly provisional: boolean };
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
  /** The row, and the lane or item it runs for: `L32` or `L32@R1/party`. */
  readonly key: string;
  readonly clock: string;
  readonly lane?: string;
  /** Which of the lanes or items it runs for, counted from 1: says it without a name. */
  readonly place?: number;
  readonly label: Text;
  readonly force: Force;
  readonly waitsFor: Text;
  readonly start: CivilDate;
  readonly due: CivilDate;
  /** 24:00 Asia/Shanghai of `due`. */
  readonly dueAt: string;
  /** The holiday calendar does not reach `due`: no breach is declared from it, not even where the clock has stopped. */
  readonly provisional: boolean;
  readonly stoppedOn?: CivilDate;
  readonly excludedDays: number;
  readonly extensions: number;
  readonly status: 'running' | 'suspended' | 'met' | 'breached';
  /** When the matter was taken over from paper: a clock that had ended by then is shown as past and notifies nobody. */
  readonly takenOverAt?: string;
};

type Clocks = Readonly<Record<string, ClockRow>>;

/** The lane or item a clock runs for; none when it runs for the whole. */
type Place = { readonly key: string; readonly number: number; readonly item?: unknown } | undefined;

const placesOf = ({ each }: ClockRow, { lanes, facts }: Matter): readonly Place[] => {
  if (each === undefined) return [undefined];
  const items = each === 'lane' ? Object.keys(lanes).map((key) => [key, undefined] as const) : each(facts);
  return items.map(([key, item], i) => ({ key, item, number: i + 1 }));
};

/** The dates of acts by row, as a clock may look at them. */
type Days = Pick<ClockView, 'proposed' | 'done'>;

/** Put in order once and not for each question: a clock may ask after a dozen rows. */
const daysOf = (acts: readonly Act[]): Days => {
  const [proposed, done] = [new Map<string, CivilDate>(), new Map<string, CivilDate>()];
  for (const { row, kind, on } of acts) {
    if (kind !== 'dropped' && !proposed.has(row)) proposed.set(row, on);
    if (kind === 'done') done.set(row, on);
  }
  return { proposed: (row) => proposed.get(row), done: (row) => done.get(row) };
};

/** One matter as its clocks see it at one instant. */
type Reckoned = { readonly clocks: Clocks; readonly matter: Matter; readonly count: Counting; readonly now: string; readonly lanes: ClockView['lanes']; readonly daysIn: (lane: string | undefined) => Days };

const reckoned = (clocks: Clocks, matter: Matter, count: Counting, now: string): Reckoned => {
  const known = new Map<string | undefined, Days>();
  const daysIn = (lane: string | undefined): Days => {
    const found = known.get(lane) ?? daysOf(matter.acts.filter((act) => act.lane === undefined || act.lane === lane));
    known.set(lane, found);
    return found;
  };
  return { clocks, matter, count, now, lanes: Object.values(matter.lanes), daysIn };
};

const viewOf = (of: Reckoned, row: ClockRow, place: Place): ClockView => {
  const { clocks, matter, count, lanes, daysIn } = of;
  const lane = row.each === 'lane' ? place?.key : undefined;
  const here = lane === undefined ? undefined : matter.lanes[lane];
  const { proposed, done } = daysIn(lane);
  return {
    stage: matter.stage, facts: matter.facts, lanes, item: place?.item, policy: count.policy, proposed, done,
    due: (clock) => (Object.hasOwn(clocks, clock) ? clockState(of, clock, clocks[clock]!, undefined)?.due : undefined), // there, as just asked
    ...(here && { lane: here }),
  };
};

/** Every clock that has started, with its due date worked out afresh from facts, acts and ledger. */
export const clockStates = (clocks: Clocks, matter: Matter, count: Counting, now: string): readonly ClockState[] => {
  const of = reckoned(clocks, matter, count, now);
  const states: ClockState[] = [];
  for (const clock in clocks)
    for (const place of placesOf(clocks[clock]!, matter)) { // a key of it
      const state = clockState(of, clock, clocks[clock]!, place);
      if (state) states.push(state);
    }
  return states;
};

type Pause = ReturnType<NonNullable<ClockRow['suspended']>>[number];

/** Those since it started, the earliest first. */
const pausesOf = ({ suspended }: ClockRow, view: ClockView, start: CivilDate): readonly Pause[] =>
  suspended?.(view).filter(({ from }) => from >= start).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)) ?? [];

/** A pause counts as far as the clock had run: what came after it stopped repairs no breach. One corrected to end before it began is none. */
const pausedDays = ({ from, to }: Pause, stoppedOn: CivilDate | undefined, { count, now }: Reckoned): number => {
  const end = to ?? count.dateOf(now);
  return Math.max(0, count.daysBetween(from, stoppedOn !== undefined && stoppedOn < end ? stoppedOn : end));
};

const clockState = (of: Reckoned, clock: string, row: ClockRow, place: Place): ClockState | undefined => {
  const { matter, count, now } = of;
  const view = viewOf(of, row, place);
  const start = row.starts(view);
  if (start === undefined || start <= (matter.takenOver?.settledOn ?? '')) return undefined;
  const key = place ? `${clock}@${place.key}` : clock;
  const stop = row.stops(view);
  // An act from before this start stopped an earlier run of the clock, not this one.
  const stoppedOn = stop !== undefined && stop >= start ? stop : undefined;
  const granted = matter.extensions.filter((extension) => extension.clock === key && extension.start === start);
  const budget = row.special?.when(view) ? row.special.budget : row.budget;
  const end = row.countsBackFrom?.(view);
  if (row.countsBackFrom && end === undefined) return undefined;
  const ends = (excluded: number) => (end === undefined ? count.lastDay(start, [budget, ...granted.map(({ unit, n }) => ({ unit: unit as Duration['unit'], n }))], excluded) : count.countBack(end, budget));
  let [excludedDays, pausedNow, { date: due, provisional }] = [0, false, ends(0)];
  for (const pause of pausesOf(row, view, start)) {
    // What begins when the time has run out neither repairs the breach nor hides it.
    if (!provisional && pause.from > due) break;
    excludedDays += pausedDays(pause, stoppedOn, of);
    pausedNow ||= stoppedOn === undefined && pause.to === undefined;
    ({ date: due, provisional } = ends(excludedDays));
  }
  const dueAt = count.endOfDay(due);
  const late = !provisional && (stoppedOn !== undefined ? stoppedOn > due : now >= dueAt);
  return {
    key, clock,
    label: row.label, force: row.force, waitsFor: row.waitsFor,
    start, due, dueAt, provisional,
    excludedDays, extensions: granted.length,
    status: pausedNow ? 'suspended' : late ? 'breached' : stoppedOn !== undefined ? 'met' : 'running',
    ...(place && { lane: place.key, place: place.number }),
    ...(stoppedOn !== undefined && { stoppedOn }),
    ...(matter.takenOver && { takenOverAt: matter.takenOver.at }),
  };
};

/** One thing the engine must notice about a clock: `id` is the same however often it is worked out. */
export type Instant = { readonly id: string; readonly clock: string; readonly mark: string; readonly to: string; readonly due: CivilDate; readonly at: string; readonly provisional: boolean };

/** No calendar counts before 1900 or after 2999: such a mark never comes. */
const isCounted = (due: CivilDate, days: number, count: Counting): boolean => days <= count.daysBetween(due, '2999-12-31') && -days <= count.daysBetween('1900-01-01', due);

/**
 * What is still to be noticed, soonest first. A stopped or suspended clock has nothing to say; a mark that lies before
 * the clock's own start, or before a taken-over matter came here, is left out; a provisional end is warned of but nothing
 * is declared from it.
 */
export const instants = (states: readonly ClockState[], marks: readonly Mark[], noticed: readonly string[], count: Counting): readonly Instant[] =>
  states
    .filter(({ stoppedOn, status, dueAt, takenOverAt = '' }) => stoppedOn === undefined && status !== 'suspended' && dueAt > takenOverAt)
    .flatMap((state) =>
      marks.flatMap((mark) => {
        if (!isCounted(state.due, mark.days, count)) return [];
        const id = `${state.key}:${state.start}:${state.due}:${mark.name}`;
        const day = count.addDays(state.due, mark.days);
        const at = count.endOfDay(day);
        if (noticed.includes(id) || day <= state.start || at <= (state.takenOverAt ?? '') || (mark.days >= 0 && state.provisional)) return [];
        return [{ id, clock: state.key, mark: mark.name, to: mark.to, due: state.due, at, provisional: state.provisional }];
      }),
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
