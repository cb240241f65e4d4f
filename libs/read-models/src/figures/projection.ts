import type { FigureMark, FigureName } from '@anjuan/domain';
import type { Tx } from '@anjuan/follow';
import type { ReadModel } from '../read-model';
import type { Change } from '../rows';
import sql from './table.sql';

type MarkRow = { readonly stream: string; readonly figure: FigureName; readonly on_day: string; readonly until_day: string | null; readonly by: string; readonly person: string; n: number; fen: number };
type DayRow = { readonly figure: FigureName; readonly by: string; readonly day: string; n: number; fen: number };

/** A ledger may name one person in two rows of a case: alike marks of a matter are one row that counts twice. */
const rowsOf = (stream: string, marks: readonly FigureMark[]): ReadonlyMap<string, MarkRow> => {
  const rows = new Map<string, MarkRow>();
  for (const { figure, on, until, by = '', person = '', n, fen = 0 } of marks) {
    const key = `${figure}\n${on}\n${by}\n${person}`;
    const row = rows.get(key);
    if (row) Object.assign(row, { n: row.n + n, fen: row.fen + fen });
    else rows.set(key, { stream, figure, on_day: on, until_day: until ?? null, by, person, n, fen });
  }
  return rows;
};

const alike = (a: MarkRow, b: MarkRow): boolean => a.until_day === b.until_day && a.n === b.n && a.fen === b.fen;

/** Rows that are there no more, rows that are new or have changed, and by how much the days move. */
const changesOf = (all: readonly Change[]) => {
  const [gone, fresh, days]: [MarkRow[], MarkRow[], Map<string, DayRow>] = [[], [], new Map()];
  const add = ({ figure, by }: MarkRow, day: string, n: number, fen: number) => {
    const key = `${figure}\n${by}\n${day}`;
    const row = days.get(key);
    if (row) Object.assign(row, { n: row.n + n, fen: row.fen + fen });
    else days.set(key, { figure, by, day, n, fen });
  };
  const count = (row: MarkRow, sign: 1 | -1) => {
    add(row, row.on_day, sign * row.n, sign * row.fen);
    if (row.until_day !== null) add(row, row.until_day, -sign * row.n, 0);
  };
  for (const { matter: { stream }, before, marks } of all) {
    const [old, now] = [rowsOf(stream, before?.marks ?? []), rowsOf(stream, marks)];
    for (const [key, row] of old) {
      const kept = now.get(key);
      if (kept && alike(row, kept)) continue;
      count(row, -1);
      if (!kept) gone.push(row);
    }
    for (const [key, row] of now) {
      const known = old.get(key);
      if (known && alike(row, known)) continue;
      count(row, 1);
      fresh.push(row);
    }
  }
  // In one order whoever writes, so that two processes never wait for each other's days.
  const inOrder = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { gone, fresh, days: inOrder.filter(({ n, fen }) => n !== 0 || fen !== 0) };
};

const columns = 'stream text, figure text, on_day text, until_day text, by text, person text, n int, fen bigint';

const write = {
  name: 'write figures',
  text: `
    with gone as (
      delete from figure_marks using json_to_recordset($1::json) as gone (${columns})
      where (figure_marks.stream, figure_marks.figure, figure_marks.on_day, figure_marks.by, figure_marks.person) = (gone.stream, gone.figure, gone.on_day, gone.by, gone.person)
    ), fresh as (
      insert into figure_marks
      select * from json_to_recordset($2::json) as fresh (${columns})
      on conflict (stream, figure, on_day, by, person) do update set until_day = excluded.until_day, n = excluded.n, fen = excluded.fen
    )
    insert into figure_days
    select * from json_to_recordset($3::json) as days (figure text, by text, day text, n bigint, fen bigint)
    on conflict (figure, by, day) do update set n = figure_days.n + excluded.n, fen = figure_days.fen + excluded.fen`,
};

/** So that two processes that have the same person in hand see each other's marks: whoever comes second waits, and looks then. */
const turns = { name: 'turns', text: 'select pg_advisory_xact_lock($1, turn) from (select distinct hashtext(person) as turn from unnest($2::text[]) as person order by 1) as turns' };
const sanctionedPersons = 0x66696775;

/** Worked out for a person as a whole, so that it does not matter which case came first. */
const againOf = (which: string) => `
  insert into figure_again
  select person, on_day, before from (
    select person, on_day, lag(on_day) over (partition by person order by on_day, stream) as before from figure_marks where figure = 'sanctionedPersons' ${which}
  ) days where before is not null`;

const again = { name: 'sanctioned again', text: `with gone as (delete from figure_again where person = any($1)) ${againOf('and person = any($1)')}` };

const writeFigures = async (tx: Tx, changes: readonly Change[]): Promise<void> => {
  const { gone, fresh, days } = changesOf(changes);
  if (gone.length + fresh.length === 0) return;
  await tx.query({ ...write, values: [gone, fresh, days].map((rows) => JSON.stringify(rows)) });
  const sanctioned = [...new Set([...gone, ...fresh].flatMap(({ figure, person }) => (figure === 'sanctionedPersons' ? [person] : [])))];
  if (sanctioned.length === 0) return;
  await tx.query({ ...turns, values: [sanctionedPersons, sanctioned] });
  await tx.query({ ...again, values: [sanctioned] });
};

const sumUp = async (tx: Tx): Promise<void> => {
  await tx.query(`
    insert into figure_days
    select figure, by, day, sum(n), sum(fen) from (
      select figure, by, on_day as day, n, fen from figure_marks union all select figure, by, until_day, -n, 0 from figure_marks where until_day is not null
    ) moves group by figure, by, day having sum(n) <> 0 or sum(fen) <> 0`);
  await tx.query(againOf(''));
};

export const figures: ReadModel = {
  sql,
  tables: [
    { name: 'figure_marks', key: ['stream', 'figure', 'on_day', 'by', 'person'] },
    // A day may have been counted and counted out again.
    { name: 'figure_days', key: ['figure', 'by', 'day'], counts: 'n <> 0 or fen <> 0' },
    { name: 'figure_again', key: ['person', 'day', 'before'] },
  ],
  write: writeFigures,
  rows: { figure_marks: ({ matter, marks }) => [...rowsOf(matter.stream, marks).values()] },
  sumUp,
};
