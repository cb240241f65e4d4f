import { addDays, isCivilDate, type CivilDate } from '@anjuan/calendar';
import { halfWidth } from './plain';

const written = /^(\d{4})(?:[./-](\d{1,2})[./-](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]|(\d{2})(\d{2}))$/;
// Cut before spaces are, so that `2018/3/5 0:00` does not become the 50th.
const timeOfDay = /[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/u;
const signs = (typed: string) => halfWidth(typed.normalize('NFKC').trim().replace(timeOfDay, '')).replace(/。/gu, '.').replace(/[‐‑‒–—―]/gu, '-');

/**
 * The civil date in a cell: `2018-3-5`, `2018.3.5`, `2018/3/5`, `2018年3月5日`, `20180305`, digits and signs in either width, spaces anywhere; a time of day behind it is dropped.
 * Undefined where no such day exists or the year is not written in full.
 */
export const readDate = (typed: string): CivilDate | undefined => {
  const found = written.exec(signs(typed));
  if (!found) return undefined;
  const [, year, m1, d1, m2, d2, m3, d3] = found;
  const date = `${year}-${(m1 ?? m2 ?? m3)!.padStart(2, '0')}-${(d1 ?? d2 ?? d3)!.padStart(2, '0')}`;   // one of the three alternatives matched
  return isCivilDate(date) ? date : undefined;
};

/** The date of a spreadsheet's day number. In the 1900 system day 60 is a 29 February that never was. */
export const fromSerial = (serial: number, since1904: boolean): CivilDate | undefined => {
  const day = Math.floor(serial);
  if (!Number.isFinite(day) || day > 400_000) return undefined;
  if (since1904) return day < 0 ? undefined : addDays('1904-01-01', day);
  if (day < 1 || day === 60) return undefined;
  return addDays('1900-01-01', day < 60 ? day - 1 : day - 2);
};
