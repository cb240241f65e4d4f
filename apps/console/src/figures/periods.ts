import type { Text } from '../words';
import { today } from '../today';
import { figureWords } from './words';

/** First and last day, both in it. The API's period ends before a day; people mean the day itself. */
export type Days = { readonly from: string; readonly through: string };

const shifted = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Up to and without: what the API asks for. */
export const periodOf = ({ from, through }: Days): { readonly from: string; readonly to: string } => ({ from, to: shifted(through, 1) });
export const daysOf = ({ from, to }: { readonly from: string; readonly to: string }): Days => ({ from, through: shifted(to, -1) });

/** The day an address names, if it names one that was. */
export const dayIn = (named: string | null): string | undefined =>
  named !== null && /^\d{4}-\d\d-\d\d$/.test(named) && !Number.isNaN(Date.parse(named)) && shifted(named, 0) === named ? named : undefined;

const firstOf = (year: number, month: number): string => `${year + Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01`;
const months = (year: number, first: number, n: number): Days => ({ from: firstOf(year, first), through: shifted(firstOf(year, first + n), -1) });

/** The periods people ask for, around this day. */
export const usualPeriods = (on = today()): readonly { readonly label: Text; readonly days: Days }[] => {
  const [year, month] = [Number(on.slice(0, 4)), Number(on.slice(5, 7))];
  return [
    { label: figureWords.thisMonth, days: months(year, month, 1) },
    { label: figureWords.thisQuarter, days: months(year, month - ((month - 1) % 3), 3) },
    { label: figureWords.firstHalf, days: months(year, 1, 6) },
    { label: figureWords.thisYear, days: months(year, 1, 12) },
    { label: figureWords.lastYear, days: months(year - 1, 1, 12) },
  ];
};
