import { adopted, type HolidayCalendar } from '@anjuan/calendar';

const days = (...spans: readonly (readonly [month: string, from: number, to: number])[]) =>
  spans.flatMap(([month, from, to]) => Array.from({ length: to - from + 1 }, (_, i) => `2030-${month}-${String(from + i).padStart(2, '0')}`));

/**
 * A holiday calendar for the year the journeys play in, so that their dates are the same whenever they run. It is made up,
 * like any year no notice has come for: only the tests adopt it.
 */
export const calendarOf2030: HolidayCalendar = {
  version: 'test-2030',
  from: adopted.from,
  through: '2031-12-31',
  holidays: new Set(days(['04', 5, 7], ['05', 1, 5], ['06', 5, 5], ['09', 12, 12], ['10', 1, 7])),
  makeUpDays: new Set(['2030-04-28', '2030-09-29']),
};
