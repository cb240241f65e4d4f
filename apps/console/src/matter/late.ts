import { dateOf } from '../today';

const dayMs = 86_400_000;

/** Weekdays between the act and its entry. Holidays are the calendar's business: this only decides whether to put a mark. */
const weekdaysBetween = (from: string, to: string): number => {
  let days = 0;
  for (let day = Date.parse(from) + dayMs; day <= Date.parse(to) && days <= 10; day += dayMs) if (![0, 6].includes(new Date(day).getUTCDay())) days++;
  return days;
};

/** Entered on another day than it was done on: after a few days that is a late entry. */
export const entryOf = ({ on, recordedAt }: { readonly on: string; readonly recordedAt: string }): 'same day' | 'later' | 'late' => {
  const entered = dateOf(recordedAt);
  if (entered === on.slice(0, 10)) return 'same day';
  return weekdaysBetween(on.slice(0, 10), entered) > 5 ? 'late' : 'later';
};
