import { addDays, isCivilDate, type CivilDate } from './civil-date';

const hour = 3_600_000;
const shanghai = 8 * hour;
const written = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970. A text without an offset is refused: the machine's own time zone would decide a deadline. */
const milliseconds = (instant: string | number): number => {
  const ms = typeof instant === 'number' ? instant : isCivilDate(written.exec(instant)?.[1] ?? '') ? Date.parse(instant) : NaN;
  if (!Number.isFinite(ms)) throw new RangeError(`not an ISO instant with an offset: '${instant}'`);
  return ms;
};

/**
 * The civil date in Asia/Shanghai at an instant, counted at +08:00 throughout. Exact from 1991-09-15, when summer time was last
 * in force; within the summers of 1986–1991 and before 1950 (other summer times, local mean time) the hour next to midnight may fall on the neighbouring day.
 */
export const civilDateOf = (instant: string | number): CivilDate =>
  addDays('1970-01-01', Math.floor((milliseconds(instant) + shanghai) / (24 * hour)));

/** 24:00 Asia/Shanghai of that date as a UTC instant: the first moment at which a limit ending that day is over. */
export const endOfDay = (date: CivilDate): string => `${addDays(date, 0)}T16:00:00.000Z`;

/** 00:00 Asia/Shanghai of that date as a UTC instant. */
export const startOfDay = (date: CivilDate): string => addHours(endOfDay(date), -24);

/** Hours run through midnight, weekends and holidays alike; counted from the very moment, which is earlier than leaving out the begun hour. */
export const addHours = (instant: string, hours: number): string => new Date(milliseconds(instant) + hours * hour).toISOString();
