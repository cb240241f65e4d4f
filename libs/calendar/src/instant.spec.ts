import { addHours, civilDateOf, endOfDay, startOfDay } from './index';

describe('the day in Shanghai', () => {
  test.each([
    ['2026-02-28T15:59:59.999Z', '2026-02-28'],
    ['2026-02-28T16:00:00Z', '2026-03-01'],
    ['2026-03-01T00:00+08:00', '2026-03-01'],
    ['2026-02-28T23:59:59.999+08:00', '2026-02-28'],
    ['2025-12-31T12:00:00-05:00', '2026-01-01'],
    ['1969-12-31T15:59:59Z', '1969-12-31'],
  ])('at %s it is %s', (instant, date) => {
    expect(civilDateOf(instant)).toBe(date);
    expect(civilDateOf(Date.parse(instant))).toBe(date);
  });

  test.each(['2026-02-28', '2026-02-28T10:00:00', '2026-02-28 10:00:00+08:00', '2026-02-30T10:00:00Z', '2026-02-28T25:00:00Z', 'now', ''])(
    '%j is refused, for it names no instant without asking the machine its time zone', (text) => {
      expect(() => civilDateOf(text)).toThrow('not an ISO instant with an offset');
    });
  test('a number that is no instant is refused', () => expect(() => civilDateOf(NaN)).toThrow("'NaN'"));

  test('a day runs from midnight to midnight in Shanghai', () => {
    expect(startOfDay('2026-03-01')).toBe('2026-02-28T16:00:00.000Z');
    expect(endOfDay('2026-03-01')).toBe('2026-03-01T16:00:00.000Z');
    expect(endOfDay('2026-02-28')).toBe(startOfDay('2026-03-01'));
  });
});

describe('hours', () => {
  test('24 hours from 23:30 on New Year’s Eve end at 23:30 on New Year’s Day, holiday or not', () => {
    const end = addHours('2025-12-31T23:30:00+08:00', 24);
    expect(end).toBe('2026-01-01T15:30:00.000Z');
    expect(civilDateOf(end)).toBe('2026-01-01');
  });
  test('a compulsory appearance begun at 20:00 ends 12 hours later, on the next day', () => {
    const end = addHours('2026-02-27T20:00:00+08:00', 12);
    expect(end).toBe('2026-02-28T00:00:00.000Z');
    expect(civilDateOf(end)).toBe('2026-02-28');
  });
});
