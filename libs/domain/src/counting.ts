import type { CountingRule, HolidayCalendar } from '@anjuan/calendar';
import { addDays, civilDateOf, daysBetween, endOfDay, isWorkingDay, lastDayOfBudget } from '@anjuan/calendar';
import type { Counting } from '@anjuan/lifecycle';
import type { Policy } from './policy';

/** How the limits of this office are counted: by its policy, on its holiday calendar. */
export const counting = (policy: Policy, calendar: HolidayCalendar): Counting => {
  const rule: CountingRule = { custody: false, weekendsAreHolidays: policy.weekendsAreHolidays, countAnnouncementDay: policy.custodyCountsAnnouncementDay };
  return {
    lastDay: (start, budget, excludedDays) => lastDayOfBudget(start, budget, excludedDays, rule, calendar),
    addDays,
    daysBetween,
    workingDaysBetween: (from, to) => {
      let days = 0;
      for (let day = addDays(from, 1); day <= to && days <= 366; day = addDays(day, 1)) if (isWorkingDay(day, calendar).working) days++;
      return days;
    },
    dateOf: civilDateOf,
    endOfDay,
    version: calendar.version,
    policy,
  };
};
