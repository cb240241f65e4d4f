import type { Force, Text } from '@anjuan/lifecycle';
import type { PageAsked, pages } from '../pages';

/** A clock that is on its way to an end, with the matter it runs in. Whether the end has passed is for the asker's now. */
export type RunningClockItem = {
  readonly stream: string;
  readonly key: string;
  readonly clock: string;
  readonly lane?: string;
  readonly label: Text;
  readonly force: Force;
  readonly start: string;
  readonly due: string;
  readonly provisional: boolean;
  readonly extensions: number;
  readonly process: string;
  readonly stage: string;
  readonly office?: string;
  readonly number?: string;
  readonly title?: string;
};

export type ClocksAsked = PageAsked & { readonly dueBefore?: string | undefined };

type ClockRow = {
  stream: string; key: string; clock: string; lane: string | null; label_zh: string; label_en: string; force: Force; start: string; due: string;
  provisional: boolean; extensions: number; process: string; stage: string; office: string | null; number: string | null; title: string | null;
};

const select = `
  select c.stream, c.key, c.clock, c.lane, c.label_zh, c.label_en, c.force, c.start, c.due, c.provisional, c.extensions,
         m.process, m.stage, m.office, m.number, m.title
  from running_clocks c join matters m on m.stream = c.stream`;

const itemOf = (row: ClockRow): RunningClockItem => ({
  stream: row.stream, key: row.key, clock: row.clock, ...(row.lane !== null && { lane: row.lane }),
  label: { zh: row.label_zh, en: row.label_en }, force: row.force, start: row.start, due: row.due, provisional: row.provisional, extensions: row.extensions,
  process: row.process, stage: row.stage, ...(row.office !== null && { office: row.office }),
  ...(row.number !== null && { number: row.number }), ...(row.title !== null && { title: row.title }),
});

/** Soonest due first. Suspended clocks have no end to list. */
export const runningClocks = (ask: ReturnType<typeof pages>) => ({ dueBefore, ...page }: ClocksAsked) =>
  ask<ClockRow, RunningClockItem>(
    {
      about: { list: 'clocks', ...(dueBefore !== undefined && { dueBefore }) },
      select, where: ['c.due is not null', ...(dueBefore === undefined ? [] : ['c.due < $1'])], values: dueBefore === undefined ? [] : [dueBefore],
      order: ['due', 'stream', 'key'], table: 'c', newestFirst: false,
    },
    page, itemOf,
  );
