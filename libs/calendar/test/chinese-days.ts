import { holidays, workdays } from 'chinese-days/dist/chinese-days.json';

/** The library's own functions read dates in the machine's time zone and err by a day west of Greenwich; its data does not. */
const off: ReadonlySet<string> = new Set(Object.keys(holidays));
const work: ReadonlySet<string> = new Set(Object.keys(workdays));

export const isWorkday = (date: string): boolean => work.has(date) || (!off.has(date) && ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()));

/** The last day any notice in the library speaks of. */
export const lastNoticed = [...off, ...work].sort().at(-1);
