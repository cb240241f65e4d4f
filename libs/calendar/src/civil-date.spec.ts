import { addDays, addMonths, addYears, civilDate, daysBetween, isCivilDate, weekday } from './index';

describe('a civil date', () => {
  test.each(['2026-02-28', '2024-02-29', '2000-02-29', '1900-01-01', '2999-12-31', '2026-12-31'])('%s is a date', (text) => {
    expect(isCivilDate(text)).toBe(true);
    expect(civilDate.parse(text)).toBe(text);
  });

  test.each([
    '2026-02-30', '2025-02-29', '1900-02-29', '2100-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32',
    '2026-1-5', '26-01-05', '２０２６-01-05', '2026-01-05 ', ' 2026-01-05', '2026-01-05\n', '2026/01/05', '2026年1月5日', '20260105',
    '2026-01-05T00:00:00Z', '1899-12-31', '3000-01-01', '+2026-01-05', '-2026-01-05', '',
  ])('%j is not a date', (text) => {
    expect(isCivilDate(text)).toBe(false);
    expect(civilDate.safeParse(text).error?.issues).toHaveLength(1);
  });

  test.each([undefined, null, 20260105, {}])('%j is not a date either', (value) => expect(civilDate.safeParse(value).success).toBe(false));

  test('no sum is drawn from a date that does not exist', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow("'2026-02-30'");
    expect(() => addMonths('2025-02-29', 1)).toThrow("'2025-02-29'");
    expect(() => daysBetween('2026-01-01', 'tomorrow')).toThrow("'tomorrow'");
  });
  test('no sum leaves the years 1900 to 2999', () => {
    expect(() => addDays('2999-12-31', 1)).toThrow('2999-12-31 1 D leaves the years 1900–2999');
    expect(() => addDays('2026-01-01', 1e15)).toThrow('leaves the years');
    expect(() => addMonths('1900-01-31', -1)).toThrow('leaves the years');
    expect(() => addYears('2026-01-01', 1000)).toThrow('leaves the years');
  });
  test('half days and half months are not counted', () => {
    expect(() => addDays('2026-01-01', 0.5)).toThrow('found 0.5');
    expect(() => addMonths('2026-01-01', 1.5)).toThrow('found 1.5');
    expect(() => addYears('2026-01-01', 0.5)).toThrow('found 0.5');
  });
});

describe('a month is not thirty days', () => {
  test.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2026-01-15', 1, '2026-02-15'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-31', -2, '2025-11-30'],
    ['2026-01-31', 0, '2026-01-31'],
  ])('%s and %i months make %s', (from, months, to) => expect(addMonths(from, months)).toBe(to));

  test('a year after the leap day is the end of February', () => {
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
  });
});

test('every day from 1900 to 2999 follows the one before, weekday by weekday', () => {
  const months = (year: number) => [31, year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  let [before, count] = ['1899-12-31', 0];
  const wrong: string[] = [];
  for (let year = 1900; year <= 2999; year++)
    months(year).forEach((length, month) => {
      for (let day = 1; day <= length; day++, count++) {
        const date = `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const follows = count === 0 || addDays(before, 1) === date;
        if (!follows || daysBetween('1900-01-01', date) !== count || weekday(date) !== (count % 7) + 1) wrong.push(date);   // 1900-01-01 was a Monday
        before = date;
      }
    });
  expect(wrong).toEqual([]);
});

test('2026-02-28 is a Saturday', () => expect(weekday('2026-02-28')).toBe(6));
