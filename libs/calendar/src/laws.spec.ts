import fc from 'fast-check';
import { isWorkday } from '../test/chinese-days';
import {
  addDays, addHours, addMonths, adopted, civilDateOf, countBack, daysBetween, endOfDay, isCivilDate, isWorkingDay, lastDay, lastDayOfBudget,
  startOfDay, weekday, type CountingRule, type Duration,
} from './index';

const dateBetween = (from: string, to: string) => fc.integer({ min: 0, max: daysBetween(from, to) }).map((n) => addDays(from, n));
const anyDate = dateBetween('1950-01-01', '2900-12-31');
const adoptedDate = dateBetween('2018-02-01', '2026-10-31');
const aroundAdopted = dateBetween('2016-01-01', '2029-12-31');
const days = fc.integer({ min: -10_000, max: 10_000 });
const months = fc.integer({ min: -500, max: 500 });
const calendarLimit: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({ unit: fc.constant('days' as const), n: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ unit: fc.constant('months' as const), n: fc.integer({ min: 1, max: 24 }) }),
  fc.record({ unit: fc.constant('years' as const), n: fc.integer({ min: 1, max: 3 }) }),
);
const limit: fc.Arbitrary<Duration> = fc.oneof(
  calendarLimit, fc.record({ unit: fc.constant('workingDays' as const), n: fc.integer({ min: 1, max: 40 }) }));
const rule: fc.Arbitrary<CountingRule> = fc.record({ custody: fc.boolean(), weekendsAreHolidays: fc.boolean(), countAnnouncementDay: fc.boolean() });
const ordinaryRule = rule.map((any) => ({ ...any, custody: false }));
const law = <T extends [unknown, ...unknown[]]>(title: string, property: fc.IPropertyWithHooks<T>) => test(title, () => fc.assert(property, { numRuns: 2_000 }));

describe('dates', () => {
  law('days added and taken away leave the date as it was', fc.property(anyDate, days, (date, n) => {
    expect(addDays(addDays(date, n), -n)).toBe(date);
    expect(daysBetween(date, addDays(date, n))).toBe(n);
  }));
  law('distances add up', fc.property(anyDate, anyDate, anyDate, (a, b, c) => {
    expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c));
  }));
  law('dates sort as they are written', fc.property(anyDate, anyDate, (a, b) => {
    expect(a < b).toBe(daysBetween(a, b) > 0);
  }));
  law('a week later is the same weekday', fc.property(anyDate, (date) => {
    expect(weekday(addDays(date, 7))).toBe(weekday(date));
    expect(weekday(addDays(date, 1))).toBe((weekday(date) % 7) + 1);
  }));
  law('months land in the month asked for, on the day asked for or the last there is', fc.property(anyDate, months, (date, n) => {
    const sum = addMonths(date, n);
    const monthOf = (d: string) => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7));
    expect(isCivilDate(sum)).toBe(true);
    expect(monthOf(sum) - monthOf(date)).toBe(n);
    expect(sum.slice(8) <= date.slice(8)).toBe(true);
    if (sum.slice(8) !== date.slice(8)) expect(addDays(sum, 1).slice(8)).toBe('01');
  }));
  law('a later start or more months never ends earlier', fc.property(anyDate, fc.nat(60), months, fc.nat(24), (date, later, n, more) => {
    expect(addMonths(addDays(date, later), n) >= addMonths(date, n)).toBe(true);
    expect(addMonths(date, n + more) >= addMonths(date, n)).toBe(true);
  }));
  law('the end of a day is the start of the next', fc.property(anyDate, (date) => {
    expect(civilDateOf(endOfDay(date))).toBe(addDays(date, 1));
    expect(civilDateOf(startOfDay(date))).toBe(date);
    expect(civilDateOf(Date.parse(endOfDay(date)) - 1)).toBe(date);
    expect(addHours(startOfDay(date), 24)).toBe(endOfDay(date));
  }));
});

describe('limits', () => {
  law('no limit ends before it starts', fc.property(aroundAdopted, limit, rule, (start, duration, how) => {
    fc.pre(!(how.custody && duration.unit === 'workingDays'));
    expect(lastDay(start, duration, how, adopted).date >= start).toBe(true);
  }));
  law('an ordinary limit never ends on a holiday, and only holidays lie between its raw end and its end',
    fc.property(adoptedDate, calendarLimit, (start, duration) => {
      const how = { custody: false, weekendsAreHolidays: true, countAnnouncementDay: false };
      const raw = lastDay(start, duration, { ...how, custody: true }, adopted).date;
      const end = lastDay(start, duration, how, adopted);
      fc.pre(!end.provisional);
      expect(isWorkday(end.date)).toBe(true);
      for (let date = raw; date < end.date; date = addDays(date, 1)) expect(isWorkday(date)).toBe(false);
    }));
  law('where weekends are no holidays, it still never ends on a legal one', fc.property(adoptedDate, calendarLimit, (start, duration) => {
    const end = lastDay(start, duration, { custody: false, weekendsAreHolidays: false, countAnnouncementDay: false }, adopted);
    fc.pre(!end.provisional);
    expect(adopted.holidays.has(end.date)).toBe(false);
  }));
  law('custody ends no later than an ordinary limit, and no later for counting the announcement day', fc.property(aroundAdopted, calendarLimit, rule, (start, duration, how) => {
    const custody = lastDay(start, duration, { ...how, custody: true }, adopted);
    expect(custody.date <= lastDay(start, duration, { ...how, custody: false }, adopted).date).toBe(true);
    const excluded = lastDay(start, duration, { ...how, custody: true, countAnnouncementDay: false }, adopted);
    const included = lastDay(start, duration, { ...how, custody: true, countAnnouncementDay: true }, adopted);
    expect(included.date <= excluded.date).toBe(true);
  }));
  law('custody never waits for a calendar', fc.property(anyDate, calendarLimit, rule, (start, duration, how) => {
    const none = { version: 'none', from: '2000-01-01', through: '2000-01-01', holidays: new Set<string>(), makeUpDays: new Set<string>() };
    const custody = { ...how, custody: true };
    expect(lastDay(start, duration, custody, none)).toEqual(lastDay(start, duration, custody, adopted));
    expect(lastDay(start, duration, custody, none).provisional).toBe(false);
  }));
  law('what is certain stays as it is when a later year is adopted', fc.property(aroundAdopted, limit, ordinaryRule, (start, duration, how) => {
    const before = { ...adopted, through: '2024-12-31' };
    const answer = lastDay(start, duration, how, before);
    if (!answer.provisional) expect(lastDay(start, duration, how, adopted)).toEqual(answer);
    const back = countBack(start, duration, before);
    if (!back.provisional) expect(countBack(start, duration, adopted)).toEqual(back);
  }));
  law('one budget is its limit; split months are one sum', fc.property(aroundAdopted, fc.nat(12), fc.nat(12), ordinaryRule, (start, first, second, how) => {
    const M = (n: number): Duration => ({ unit: 'months', n });
    expect(lastDayOfBudget(start, [M(first), M(second)], 0, how, adopted)).toEqual(lastDay(start, M(first + second), how, adopted));
  }));
});

describe('working days', () => {
  const W = (n: number): Duration => ({ unit: 'workingDays', n });
  const rulesOut = { custody: false, weekendsAreHolidays: false, countAnnouncementDay: false };
  law('the count agrees with a calendar on the wall', fc.property(adoptedDate, fc.integer({ min: 1, max: 25 }), (start, n) => {
    const wall: string[] = [];
    for (let date = addDays(start, 1); wall.length < n; date = addDays(date, 1)) if (isWorkday(date)) wall.push(date);
    expect(lastDay(start, W(n), rulesOut, adopted)).toEqual({ date: wall[n - 1], provisional: false });
  }));
  law('counting back is the mirror of counting on', fc.property(adoptedDate, fc.integer({ min: 1, max: 15 }), (date, n) => {
    fc.pre(isWorkingDay(date, adopted).working);
    const on = lastDay(date, W(n), rulesOut, adopted).date;
    expect(countBack(on, W(n), adopted).date).toBe(date);
    const back = countBack(date, W(n), adopted).date;
    expect(lastDay(back, W(n), rulesOut, adopted).date).toBe(date);
  }));
  law('n days and m days more are n + m', fc.property(adoptedDate, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), (start, n, m) => {
    const first = lastDay(start, W(n), rulesOut, adopted).date;
    expect(lastDay(first, W(m), rulesOut, adopted)).toEqual(lastDay(start, W(n + m), rulesOut, adopted));
  }));
});
