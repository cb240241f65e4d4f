import type { CountingRule, HolidayCalendar } from '@anjuan/calendar';
import { addDays, civilDateOf, countBack, daysBetween, endOfDay, isWorkingDay, lastDayOfBudget } from '@anjuan/calendar';
import type { Counting } from '@anjuan/lifecycle';
import type { Policy } from './policy';

const remembered = 20_000;

/** How the limits of this office are counted: by its policy, on its holiday calendar. */
export const counting = (policy: Policy, calendar: HolidayCalendar): Counting => {
  const rule: CountingRule = { custody: false, weekendsAreHolidays: policy.weekendsAreHolidays, countAnnouncementDay: policy.custodyCountsAnnouncementDay };
  // Thousands of matters share a few hundred starts, and every follower asks for each of them at every event.
  const known = new Map<string, ReturnType<typeof lastDayOfBudget>>();
  const lastDay: Counting['lastDay'] = (start, budget, excludedDays) => {
    const key = `${start} ${excludedDays} ${budget.map(({ unit, n }) => `${n}${unit}`).join()}`;
    const found = known.get(key) ?? lastDayOfBudget(start, budget, excludedDays, rule, calendar);
    if (known.size >= remembered) known.clear();
    known.set(key, found);
    return found;
  };
  // One decision asks for the day of one instant half a dozen times.
  let today = { instant: '', day: '' };
  const dateOf: Counting['dateOf'] = (instant) => {
    if (today.instant !== instant) today = { instant, day: civilDateOf(instant) };
    return today.day;
  };
  return {
    lastDay,
    countBack: (end, budget) => countBack(end, budget, calendar),
    addDays,
    daysBetween,
    workingDaysBetween: (from, to) => {
      let days = 0;
      for (let day = from; day < to && days <= 366; ) if (isWorkingDay((day = addDays(day, 1)), calendar).working) days++;
      return days;
    },
    dateOf,
    endOfDay,
    version: calendar.version,
    policy,
  };
};
