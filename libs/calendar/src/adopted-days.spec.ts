import { isWorkday, lastNoticed } from '../test/chinese-days';
import { addDays, adopted, isWorkingDay } from './index';

const everyAdoptedDay = (() => {
  const dates: string[] = [];
  for (let date = adopted.from; date <= adopted.through; date = addDays(date, 1)) dates.push(date);
  return dates;
})();

describe('the adopted holiday calendar', () => {
  test('it names itself by its years', () => {
    expect(adopted).toMatchObject({ version: 'CN-2018-2026/1', from: '2018-01-01', through: '2026-12-31' });
    expect(everyAdoptedDay).toHaveLength(3287);
  });
  test('every day of it is what chinese-days says', () => {
    expect(everyAdoptedDay.filter((date) => isWorkingDay(date, adopted).working !== isWorkday(date))).toEqual([]);
  });
  test('every day of it is certain', () => {
    expect(everyAdoptedDay.filter((date) => isWorkingDay(date, adopted).provisional)).toEqual([]);
  });
  test('no day is both a holiday and a make-up day', () => {
    expect([...adopted.holidays].filter((date) => adopted.makeUpDays.has(date))).toEqual([]);
  });
  test('chinese-days knows no later year yet: when this fails, adopt that year', () => {
    expect(lastNoticed! <= adopted.through).toBe(true);
  });
});

describe('what the notices said', () => {
  test.each([
    ['2018-12-29', true, 'a Saturday made up for New Year 2019'],
    ['2018-12-31', false, 'a Monday, off by the notice for 2019'],
    ['2019-05-03', false, 'off by the changed notice of March 2019'],
    ['2019-05-05', true, 'a Sunday made up by the same'],
    ['2020-01-31', false, 'off by the prolonged Spring Festival of 2020'],
    ['2020-02-01', false, 'a Saturday, a make-up day no longer'],
    ['2020-02-03', true, 'the first working day after it'],
    ['2022-12-31', false, 'a Saturday of New Year 2023'],
    ['2023-10-07', true, 'a Saturday made up for National Day'],
    ['2025-10-06', false, 'Mid-autumn within National Day'],
    ['2026-02-28', true, 'a Saturday made up for Spring Festival'],
    ['2026-01-04', true, 'a Sunday made up for New Year'],
    ['2026-02-23', false, 'the last day of Spring Festival, a Monday'],
  ])('%s: working is %s, %s', (date, working) => expect(isWorkingDay(date, adopted)).toEqual({ working, provisional: false }));
});

describe('beyond the notices', () => {
  test.each([
    ['2027-01-01', false], ['2027-01-04', true], ['2027-01-09', false], ['2027-02-08', true], ['2027-05-01', false],
    ['2028-05-02', false], ['2027-05-03', true], ['2027-10-01', false], ['2029-10-02', false], ['2029-10-03', false], ['2029-10-04', true],
    ['2017-12-29', true], ['2017-10-02', false],
  ])('%s: working is %s for all we know, provisionally', (date, working) =>
    expect(isWorkingDay(date, adopted)).toEqual({ working, provisional: true }));
});
