import { addDays, addMonths, type CivilDate } from './civil-date';
import { isHoliday, isProvisional, isWorkingDay, type HolidayCalendar } from './holiday-calendar';

export type Duration = { readonly unit: 'hours' | 'days' | 'workingDays' | 'months' | 'years'; readonly n: number };

/** Ordinary limits roll from a holiday to the first day after it; custody never does and never waits for a calendar (IR 327). */
export type CountingRule = {
  readonly custody: boolean;
  /** Whether a plain weekend is a 节假日: open in IR 327, a policy value. */
  readonly weekendsAreHolidays: boolean;
  /** Custody only. Whether "自宣布之日起算" counts the day of announcement: open in IR 327; `true` is the earlier end. */
  readonly countAnnouncementDay: boolean;
};

/** `provisional`: the answer rests on a day for which no holiday calendar is adopted. */
export type Counted = { readonly date: CivilDate; readonly provisional: boolean };

type Budget = { readonly months: number; readonly days: number; readonly workingDays: number };
const total = (parts: readonly Duration[]): Budget =>
  parts.reduce<Budget>((sum, { unit, n }) => {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`expected a whole number of ${unit}, found ${n}`);
    switch (unit) {
      case 'years': return { ...sum, months: sum.months + 12 * n };
      case 'months': return { ...sum, months: sum.months + n };
      case 'days': return { ...sum, days: sum.days + n };
      case 'workingDays': return { ...sum, workingDays: sum.workingDays + n };
      case 'hours': throw new RangeError(`${n} hours run from an instant, not from a date: use addHours`);
    }
    return unit satisfies never;
  }, { months: 0, days: 0, workingDays: 0 });

/** The n-th working day after (step 1) or before (step -1) `from`, which is not itself counted. */
const workingDaysFrom = (from: CivilDate, n: number, step: 1 | -1, calendar: HolidayCalendar): Counted => {
  let [date, left, provisional] = [from, n, false];
  while (left > 0) {
    date = addDays(date, step);
    const day = isWorkingDay(date, calendar);
    provisional ||= day.provisional;
    if (day.working) left -= 1;
  }
  return { date, provisional };
};

const rolled = (last: CivilDate, weekendsAreHolidays: boolean, calendar: HolidayCalendar): Counted => {
  let date = last;
  while (isHoliday(date, calendar, weekendsAreHolidays)) date = addDays(date, 1);
  return { date, provisional: isProvisional(last, calendar) || isProvisional(date, calendar) };
};

/**
 * Last day of successive budgets counted from one anchor: 3 months and 3 months of extension are 6 months from `start`, never a
 * second count from a clamped first end. Our choice of order, where no article gives one: the months and years of all parts are
 * summed and added once, then the days, then the working days; `excludedDays` of suspension follow as calendar days on that raw
 * end; only then does an ordinary limit roll. A budget with working days ends on a working day even where weekends are no holidays.
 */
export const lastDayOfBudget = (
  start: CivilDate, budget: readonly Duration[], excludedDays: number, rule: CountingRule, calendar: HolidayCalendar,
): Counted => {
  const { months, days, workingDays } = total(budget);
  if (excludedDays < 0) throw new RangeError(`expected no fewer than 0 excluded days, found ${excludedDays}`);
  if (rule.custody && workingDays > 0) throw new RangeError(`custody is never counted in working days, found ${workingDays}`);
  const anchor = rule.custody && rule.countAnnouncementDay ? addDays(start, -1) : start;
  const end = addDays(addMonths(anchor, months), days);
  if (rule.custody) return { date: addDays(end, excludedDays), provisional: false };
  const worked = workingDaysFrom(end, workingDays, 1, calendar);
  const last = rolled(addDays(worked.date, excludedDays), rule.weekendsAreHolidays || workingDays > 0, calendar);
  return { date: last.date, provisional: worked.provisional || last.provisional };
};

/** Last day of a limit that starts on `start`; the start day is not counted (IR 327). */
export const lastDay = (start: CivilDate, limit: Duration, rule: CountingRule, calendar: HolidayCalendar): Counted =>
  lastDayOfBudget(start, [limit], 0, rule, calendar);

/**
 * The day by which an act due that long BEFORE `end` must be done (IR 237, 251–252); `end` is not counted. A holiday moves nothing:
 * rolling later would shorten the notice, and only working days ask the calendar.
 */
export const countBack = (end: CivilDate, limit: Duration, calendar: HolidayCalendar): Counted => {
  const { months, days, workingDays } = total([limit]);
  return workingDaysFrom(addDays(addMonths(end, -months), -days), workingDays, -1, calendar);
};
