import { z } from 'zod';

/** Civil date in Asia/Shanghai, 'YYYY-MM-DD', years 1900–2999. */
export type CivilDate = string;

const shape = /^(19|2\d)\d\d-\d\d-\d\d$/;
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const daysInMonth = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (lengths[month - 1] ?? 0);
const split = (date: string) => ({ year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8)) });

export const isCivilDate = (text: string): boolean => {
  if (!shape.test(text)) return false;
  const { year, month, day } = split(text);
  return day >= 1 && day <= daysInMonth(year, month);
};

const message = '日期应为真实存在的 YYYY-MM-DD（1900–2999 年）/ a real date, YYYY-MM-DD, 1900–2999';
export const civilDate: z.ZodType<CivilDate, CivilDate> = z.iso
  .date({ error: message, abort: true })
  .refine(isCivilDate, { error: message });

const parts = (date: CivilDate) => {
  if (!isCivilDate(date)) throw new RangeError(`not a civil date of 1900–2999: '${date}'`);
  return split(date);
};
const beyond = (asked: string) => new RangeError(`${asked} leaves the years 1900–2999`);
const whole = (n: number, unit: string): number => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`expected a whole number of ${unit}, found ${n}`);
  return n;
};

const msPerDay = 86_400_000;
/** Days since 1970-01-01, so that distances are subtractions. */
const dayNumber = (date: CivilDate): number => {
  const { year, month, day } = parts(date);
  return Date.UTC(year, month - 1, day) / msPerDay;
};

const [first, last] = [dayNumber('1900-01-01'), dayNumber('2999-12-31')];

export const addDays = (date: CivilDate, days: number): CivilDate => {
  const sum = dayNumber(date) + whole(days, 'days');
  if (sum < first || sum > last) throw beyond(`${date} ${days} D`);
  return new Date(sum * msPerDay).toISOString().slice(0, 10);
};

/** The corresponding day, or the month's last day where there is none (IR 327). Add once from the anchor: the clamp does not undo itself. */
export const addMonths = (date: CivilDate, months: number): CivilDate => {
  const { year, month, day } = parts(date);
  const count = year * 12 + (month - 1) + whole(months, 'months');
  const toYear = Math.floor(count / 12);
  const toMonth = count - toYear * 12 + 1;
  if (toYear < 1900 || toYear > 2999) throw beyond(`${date} ${months} M`);
  const toDay = Math.min(day, daysInMonth(toYear, toMonth));
  return `${toYear}-${String(toMonth).padStart(2, '0')}-${String(toDay).padStart(2, '0')}`;
};

export const addYears = (date: CivilDate, years: number): CivilDate => addMonths(date, whole(years, 'years') * 12);

export const daysBetween = (from: CivilDate, to: CivilDate): number => dayNumber(to) - dayNumber(from);

/** ISO weekday, Monday = 1. */
export const weekday = (date: CivilDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 => {
  const sinceMonday = (((dayNumber(date) + 3) % 7) + 7) % 7;   // 1970-01-01 was a Thursday
  return (sinceMonday + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7;       // a remainder of 7, plus 1
};
