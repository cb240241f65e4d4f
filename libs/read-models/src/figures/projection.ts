import type { FigureMark, FigureName } from '@anjuan/domain';
import type { Tx } from '@anjuan/follow';

/** What one matter adds to the figures, and what it added before. */
export type Figures = { readonly stream: string; readonly before: readonly FigureMark[]; readonly marks: readonly FigureMark[] };

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
const changesOf = (all: readonly Figures[]) => {
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
  for (const { stream, before, marks } of all) {
    const [old, now] = [rowsOf(stream, before), rowsOf(stream, marks)];
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
  return { gone, fresh, days: [...days.values()].filter(({ n, fen }) => n !== 0 || fen !== 0) };
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

/** Worked out for a person as a whole, so that it does not matter which case came first. */
const again = {
  name: 'sanctioned again',
  text: `
    with gone as (delete from figure_again where person = any($1))
    insert into figure_again
    select person, on_day, before from (
      select person, on_day, lag(on_day) over (partition by person order by on_day, stream) as before from figure_marks where figure = 'sanctionedPersons' and person = any($1)
    ) days where before is not null`,
};

export const writeFigures = async (tx: Tx, all: readonly Figures[]): Promise<void> => {
  const { gone, fresh, days } = changesOf(all);
  if (gone.length + fresh.length === 0) return;
  await tx.query({ ...write, values: [gone, fresh, days].map((rows) => JSON.stringify(rows)) });
  const sanctioned = new Set([...gone, ...fresh].flatMap(({ figure, person }) => (figure === 'sanctionedPersons' ? [person] : [])));
  if (sanctioned.size > 0) await tx.query({ ...again, values: [[...sanctioned]] });
};

export const clearFigures = async (tx: Tx): Promise<void> => {
  await tx.query('delete from figure_marks');
  await tx.query('delete from figure_days');
  await tx.query('delete from figure_again');
};
