import { addMonths, adopted, countBack, lastDay, lastDayOfBudget, type CountingRule, type Duration } from './index';

const ordinary: CountingRule = { custody: false, weekendsAreHolidays: true, countAnnouncementDay: false };
const legalHolidaysOnly: CountingRule = { ...ordinary, weekendsAreHolidays: false };
const liuzhi: CountingRule = { ...ordinary, custody: true };
const liuzhiFromAnnouncement: CountingRule = { ...liuzhi, countAnnouncementDay: true };

const D = (n: number): Duration => ({ unit: 'days', n });
const W = (n: number): Duration => ({ unit: 'workingDays', n });
const M = (n: number): Duration => ({ unit: 'months', n });
const Y = (n: number): Duration => ({ unit: 'years', n });
const certain = (date: string) => ({ date, provisional: false });
const provisional = (date: string) => ({ date, provisional: true });

describe('a month or a year ends on the corresponding day, or on month-end', () => {
  test('2024-01-31 +1 M → 2024-02-29', () => expect(lastDay('2024-01-31', M(1), ordinary, adopted)).toEqual(certain('2024-02-29')));
  test('2023-01-31 +1 M → 2023-02-28', () => expect(lastDay('2023-01-31', M(1), ordinary, adopted)).toEqual(certain('2023-02-28')));
  test('2024-02-29 +12 M → 2025-02-28', () => expect(lastDay('2024-02-29', M(12), ordinary, adopted)).toEqual(certain('2025-02-28')));
  test('2024-02-29 +1 Y → 2025-02-28', () => expect(lastDay('2024-02-29', Y(1), ordinary, adopted)).toEqual(certain('2025-02-28')));
});

describe('2025-08-31 +6 M → 2026-02-28, a make-up working Saturday', () => {
  test('an ordinary period ends there and need not roll', () => expect(lastDay('2025-08-31', M(6), ordinary, adopted)).toEqual(certain('2026-02-28')));
  test('liuzhi ends there and never rolls', () => expect(lastDay('2025-08-31', M(6), liuzhi, adopted)).toEqual(certain('2026-02-28')));
  test('by weekdays alone it would have rolled to Monday 2026-03-02', () => {
    const withoutMakeUpDays = { ...adopted, makeUpDays: new Set<string>() };
    expect(lastDay('2025-08-31', M(6), ordinary, withoutMakeUpDays)).toEqual(certain('2026-03-02'));
  });
});

describe('liuzhi announced 2025-11-30', () => {
  test('+3 M → 2026-02-28', () => expect(lastDay('2025-11-30', M(3), liuzhi, adopted)).toEqual(certain('2026-02-28')));
  test('the second end, counted from the anchor, is 2026-05-30', () =>
    expect(lastDayOfBudget('2025-11-30', [M(3), M(3)], 0, liuzhi, adopted)).toEqual(certain('2026-05-30')));
  test('and not 2026-05-28, which a count chained from the first end would give', () =>
    expect(addMonths(addMonths('2025-11-30', 3), 3)).toBe('2026-05-28'));
  test('with the re-extension of 2 months it ends 2026-07-30', () =>
    expect(lastDayOfBudget('2025-11-30', [M(3), M(3), M(2)], 0, liuzhi, adopted)).toEqual(certain('2026-07-30')));
});

describe('"自宣布之日起算"', () => {
  test('2025-07-01 +3 M → 2025-09-30 when the announcement day counts', () =>
    expect(lastDay('2025-07-01', M(3), liuzhiFromAnnouncement, adopted)).toEqual(certain('2025-09-30')));
  test('2025-07-01 +3 M → 2025-10-01 when it does not, National Day or not', () =>
    expect(lastDay('2025-07-01', M(3), liuzhi, adopted)).toEqual(certain('2025-10-01')));
  test('it is a question of custody: an ordinary limit starts the day after in any case', () =>
    expect(lastDay('2025-07-01', M(1), { ...ordinary, countAnnouncementDay: true }, adopted)).toEqual(certain('2025-08-01')));
  test('seven days of protective custody announced on a Monday end on Sunday, else on the next Monday', () => {
    expect(lastDay('2026-03-02', D(7), liuzhiFromAnnouncement, adopted)).toEqual(certain('2026-03-08'));
    expect(lastDay('2026-03-02', D(7), liuzhi, adopted)).toEqual(certain('2026-03-09'));
  });
  test('announced on the 1st after a short month, the count from the day before ends with that day’s number', () =>
    expect(lastDay('2025-03-01', M(3), liuzhiFromAnnouncement, adopted)).toEqual(certain('2025-05-28')));
});

describe('an ordinary limit that ends on a holiday ends on the first day after it', () => {
  test('over Spring Festival 2026: 2026-01-16 +1 M falls on 02-16 and ends on 02-24', () =>
    expect(lastDay('2026-01-16', M(1), ordinary, adopted)).toEqual(certain('2026-02-24')));
  test('over National Day 2025: 2025-07-01 +3 M falls on 10-01 and ends on 10-09', () =>
    expect(lastDay('2025-07-01', M(3), ordinary, adopted)).toEqual(certain('2025-10-09')));
  test('over National Day 2023 it ends on the make-up Saturday 10-07', () =>
    expect(lastDay('2023-09-20', D(10), ordinary, adopted)).toEqual(certain('2023-10-07')));
  test('liuzhi that ends on the first day of Spring Festival ends on that day', () =>
    expect(lastDay('2025-11-17', M(3), liuzhi, adopted)).toEqual(certain('2026-02-17')));
  test('a plain Saturday is a holiday by policy only', () => {
    expect(lastDay('2026-02-07', M(1), ordinary, adopted)).toEqual(certain('2026-03-09'));
    expect(lastDay('2026-02-07', M(1), legalHolidaysOnly, adopted)).toEqual(certain('2026-03-07'));
  });
  test('a legal holiday is one under either policy', () =>
    expect(lastDay('2025-07-01', M(3), legalHolidaysOnly, adopted)).toEqual(certain('2025-10-09')));
});

describe('working days', () => {
  test('five from Friday 2026-02-13 count the make-up Saturday and pass Spring Festival', () =>   // 02-14, 02-24, 25, 26, 27
    expect(lastDay('2026-02-13', W(5), ordinary, adopted)).toEqual(certain('2026-02-27')));
  test('fifteen from 2025-09-26 pass National Day and count both make-up days', () =>   // 09-28..30, 10-09..11, 13..17, 20..23
    expect(lastDay('2025-09-26', W(15), ordinary, adopted)).toEqual(certain('2025-10-23')));
  test('a limit may start on a holiday', () => expect(lastDay('2026-02-17', W(1), ordinary, adopted)).toEqual(certain('2026-02-24')));
  test('the weekend policy does not concern them', () =>
    expect(lastDay('2026-03-06', W(1), legalHolidaysOnly, adopted)).toEqual(certain('2026-03-09')));
  test('custody is never counted in them', () => expect(() => lastDay('2026-03-06', W(5), liuzhi, adopted)).toThrow('found 5'));
});

describe('a limit counted back', () => {
  test('seven working days before 2026-02-28 is 2026-02-12, over Spring Festival', () =>   // 27, 26, 25, 24, 14, 13, 12
    expect(countBack('2026-02-28', W(7), adopted)).toEqual(certain('2026-02-12')));
  test('ten working days before Sunday 2025-10-12 is 2025-09-23, over National Day', () =>   // 11, 10, 9, 30, 29, 28, 26, 25, 24, 23
    expect(countBack('2025-10-12', W(10), adopted)).toEqual(certain('2025-09-23')));
  test('ten and twenty days before the transfer date pay no heed to holidays', () => {
    expect(countBack('2026-02-28', D(10), adopted)).toEqual(certain('2026-02-18'));
    expect(countBack('2026-02-28', D(20), adopted)).toEqual(certain('2026-02-08'));
    expect(countBack('2030-02-28', D(20), adopted)).toEqual(certain('2030-02-08'));
  });
  test('beyond the adopted calendar working days are provisional', () =>
    expect(countBack('2027-01-06', W(7), adopted)).toEqual(provisional('2026-12-25')));
});

describe('successive budgets', () => {
  test('3 + 3 months of an ordinary limit roll once, at the end', () =>
    expect(lastDayOfBudget('2025-08-16', [M(3), M(3)], 0, ordinary, adopted)).toEqual(certain('2026-02-24')));
  test('one year and six months are eighteen months', () =>
    expect(lastDayOfBudget('2024-08-31', [Y(1), M(6)], 0, ordinary, adopted)).toEqual(certain('2026-02-28')));
  test('a month and fifteen days, in whatever order they were granted', () => {
    expect(lastDayOfBudget('2026-01-31', [M(1), D(15)], 0, ordinary, adopted)).toEqual(certain('2026-03-16'));
    expect(lastDayOfBudget('2026-01-31', [D(15), M(1)], 0, ordinary, adopted)).toEqual(certain('2026-03-16'));
  });
  test('suspended days are added before the limit rolls', () => {
    expect(lastDayOfBudget('2025-08-31', [M(1)], 1, ordinary, adopted)).toEqual(certain('2025-10-09'));
    expect(lastDayOfBudget('2025-08-31', [M(1)], 10, ordinary, adopted)).toEqual(certain('2025-10-10'));
  });
  test('suspended days lengthen custody day by day', () =>
    expect(lastDayOfBudget('2025-11-30', [M(3)], 2, liuzhi, adopted)).toEqual(certain('2026-03-02')));
  test('a suspended working-day limit still ends on a working day', () =>
    expect(lastDayOfBudget('2026-03-02', [W(2)], 3, legalHolidaysOnly, adopted)).toEqual(certain('2026-03-09')));
});

describe('beyond the last adopted calendar', () => {
  test('an ordinary due date is provisional', () =>
    expect(lastDay('2026-11-16', M(3), ordinary, adopted)).toEqual(provisional('2027-02-16')));
  test('it still rolls over the fixed holidays and the weekends after them', () =>
    expect(lastDay('2027-07-01', M(3), ordinary, adopted)).toEqual(provisional('2027-10-04')));
  test('working days that reach into it are provisional', () =>
    expect(lastDay('2026-12-30', W(5), ordinary, adopted)).toEqual(provisional('2027-01-07')));
  test('a limit that ends on its last day is certain', () =>
    expect(lastDay('2026-11-30', D(31), ordinary, adopted)).toEqual(certain('2026-12-31')));
  test('one that would have ended within it but rolls beyond is provisional', () => {
    const early = { ...adopted, through: '2026-02-20' };
    expect(lastDay('2026-01-20', M(1), ordinary, early)).toEqual(provisional('2026-02-23'));
    expect(lastDay('2026-01-20', M(1), ordinary, adopted)).toEqual(certain('2026-02-24'));
  });
  test('so is a day before the first notice', () => expect(lastDay('2017-09-01', M(3), ordinary, adopted)).toEqual(provisional('2017-12-01')));
  test('so are working days that begin before it, though they end within', () =>
    expect(lastDay('2017-12-28', W(5), ordinary, adopted)).toEqual(provisional('2018-01-05')));
  test('custody waits for no calendar', () => expect(lastDay('2026-11-16', M(8), liuzhi, adopted)).toEqual(certain('2027-07-16')));
});

describe('what is not a limit of days', () => {
  test('hours run from an instant', () => {
    expect(() => lastDay('2026-03-02', { unit: 'hours', n: 24 }, ordinary, adopted)).toThrow('24 hours run from an instant');
    expect(() => countBack('2026-03-02', { unit: 'hours', n: 24 }, adopted)).toThrow('24 hours');
  });
  test('no limit is negative or broken', () => {
    expect(() => lastDay('2026-03-02', D(-1), ordinary, adopted)).toThrow('expected a whole number of days, found -1');
    expect(() => lastDay('2026-03-02', M(0.5), ordinary, adopted)).toThrow('found 0.5');
    expect(() => lastDayOfBudget('2026-03-02', [D(1)], -1, ordinary, adopted)).toThrow('found -1');
  });
});
