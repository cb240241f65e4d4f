/**
 * Days off and make-up working days by the State Council's yearly notices (国务院办公厅关于部分节假日安排的通知), by the civil year
 * they fall in. Generated once from chinese-days 1.5.7; `adopted-days.spec.ts` compares every day. `off` holds what the notice names
 * as 放假; weekend days only "joined" (与周末连休) are not in it. A new notice adds its year here and may touch the end of the year
 * before (it did in 2018 and 2022); either way `version` moves on.
 */
export const adoptedYears: Readonly<Record<number, { readonly off: string; readonly work: string }>> = {
  2018: {
    off: '01-01 02-15..02-21 04-05..04-07 04-29..05-01 06-18 09-24 10-01..10-07 12-30..12-31',
    work: '02-11 02-24 04-08 04-28 09-29..09-30 12-29',
  },
  // Labour Day as changed by the notice of 2019-03-22: four days off instead of one, for two make-up days.
  2019: {
    off: '01-01 02-04..02-10 04-05..04-07 05-01..05-04 06-07..06-09 09-13..09-15 10-01..10-07',
    work: '02-02..02-03 04-28 05-05 09-29 10-12',
  },
  // Spring Festival as prolonged to 02-02 by the notice of 2020-01-27: 02-01 is no make-up day any more.
  2020: {
    off: '01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08',
    work: '01-19 04-26 05-09 06-28 09-27 10-10',
  },
  2021: {
    off: '01-01..01-03 02-11..02-17 04-03..04-05 05-01..05-05 06-12..06-14 09-19..09-21 10-01..10-07',
    work: '02-07 02-20 04-25 05-08 09-18 09-26 10-09',
  },
  2022: {
    off: '01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07 12-31',
    work: '01-29..01-30 04-02 04-24 05-07 10-08..10-09',
  },
  2023: {
    off: '01-01..01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06',
    work: '01-28..01-29 04-23 05-06 06-25 10-07..10-08',
  },
  2024: {
    off: '01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07',
    work: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
  },
  2025: {
    off: '01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08',
    work: '01-26 02-08 04-27 09-28 10-11',
  },
  2026: {
    off: '01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07',
    work: '01-04 02-14 02-28 05-09 09-20 10-10',
  },
};
