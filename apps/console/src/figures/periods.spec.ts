import { dayIn, daysOf, periodOf, usualPeriods } from './periods';

describe('The periods one can choose', () => {
  const named = (on: string) => Object.fromEntries(usualPeriods(on).map(({ label, days }) => [label.zh, [days.from, days.through]]));
  test('hold whole months, quarters and years, leap days and the end of the year too', () => {
    expect(named('2024-02-10')).toEqual({ 本月: ['2024-02-01', '2024-02-29'], 本季度: ['2024-01-01', '2024-03-31'], 上半年: ['2024-01-01', '2024-06-30'], 本年: ['2024-01-01', '2024-12-31'], 上年: ['2023-01-01', '2023-12-31'] });
    expect(named('2026-12-31')).toMatchObject({ 本月: ['2026-12-01', '2026-12-31'], 本季度: ['2026-10-01', '2026-12-31'] });
  });
  test('are not taken from an address that names no day', () => {
    expect([null, '', 'abc', '2026-02-30', '2026-13-01', '99999-01-01', '2026-02-28'].map(dayIn)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, '2026-02-28']);
  });
  test('end with their last day where people look, and before the next where the API is asked', () => {
    expect(periodOf({ from: '2018-01-01', through: '2018-06-30' })).toEqual({ from: '2018-01-01', to: '2018-07-01' });
    expect(daysOf({ from: '2018-01-01', to: '2018-07-01' })).toEqual({ from: '2018-01-01', through: '2018-06-30' });
  });
});
