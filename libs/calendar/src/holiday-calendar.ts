import { adoptedYears } from './adopted-days';
import { addDays, weekday, type CivilDate } from './civil-date';

/** An adopted holiday calendar: what the State Council's yearly notices say, from `from` up to and including `through`. */
export type HolidayCalendar = {
  readonly version: string;
  readonly from: CivilDate;
  readonly through: CivilDate;
  readonly holidays: ReadonlySet<string>;
  readonly makeUpDays: ReadonlySet<string>;
};

/** '02-15..02-23 04-05' of 2026 → each date in it. */
const spelledOut = (year: number, days: string): CivilDate[] =>
  days.split(' ').flatMap((range) => {
    const [first, last = first] = range.split('..');
    const dates = [`${year}-${first}`];
    for (let date = dates[0]!; date < `${year}-${last}`; ) dates.push((date = addDays(date, 1)));
    return dates;
  });

const years = Object.keys(adoptedYears).map(Number);
const [firstYear, lastYear] = [Math.min(...years), Math.max(...years)];
const gather = (kind: 'off' | 'work') => new Set(Object.entries(adoptedYears).flatMap(([year, days]) => spelledOut(Number(year), days[kind])));

export const adopted: HolidayCalendar = {
  version: `CN-${firstYear}-${lastYear}/1`,
  from: `${firstYear}-01-01`,
  through: `${lastYear}-12-31`,
  holidays: gather('off'),
  makeUpDays: gather('work'),
};

/** Known without any notice. 05-02 is a legal holiday since 2025 (and was until 2007). */
const fixedHolidays: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

export const isProvisional = (date: CivilDate, { from, through }: HolidayCalendar): boolean => date < from || date > through;

/** A legal holiday, that is a day off by the notice. Its days exchanged for make-up days count as such; a plain weekend does not. */
const isLegalHoliday = (date: CivilDate, calendar: HolidayCalendar): boolean =>
  isProvisional(date, calendar) ? fixedHolidays.has(date.slice(5)) : calendar.holidays.has(date) && !calendar.makeUpDays.has(date);

/** 工作日: no weekend and no legal holiday, but make-up days. */
export const isWorkingDay = (date: CivilDate, calendar: HolidayCalendar): { working: boolean; provisional: boolean } => {
  const provisional = isProvisional(date, calendar);
  const made = !provisional && calendar.makeUpDays.has(date);
  return { working: made || (weekday(date) <= 5 && !isLegalHoliday(date, calendar)), provisional };
};

/** Whether an ordinary limit may not end here. IR 327 does not say whether 节假日 covers a plain weekend, so policy does. */
export const isHoliday = (date: CivilDate, calendar: HolidayCalendar, weekendsAreHolidays: boolean): boolean =>
  weekendsAreHolidays ? !isWorkingDay(date, calendar).working : isLegalHoliday(date, calendar);
