import type { FigureMark } from '@anjuan/domain';
import type { Tx } from '@anjuan/follow';

/** The marks of one matter, all of them, and who was sanctioned in it by now or by what it said before. */
export type Figures = { readonly stream: string; readonly marks: readonly FigureMark[]; readonly sanctioned: readonly string[] };

/** A ledger may name one person in two rows of a case: alike marks of a matter are one row that counts twice. */
const rowsOf = ({ stream, marks }: Figures) => {
  const rows = new Map<string, { stream: string; figure: string; on_day: string; until_day: string | null; by: string; person: string; n: number; fen: number }>();
  for (const { figure, on, until, by = '', person = '', n, fen = 0 } of marks) {
    const key = `${figure}\n${on}\n${by}\n${person}`;
    const row = rows.get(key);
    if (row) Object.assign(row, { n: row.n + n, fen: row.fen + fen });
    else rows.set(key, { stream, figure, on_day: on, until_day: until ?? null, by, person, n, fen });
  }
  return [...rows.values()];
};

/** The days move by what the matters say now less what they said before. */
const replace = {
  name: 'replace figures',
  text: `
    with fresh as materialized (
      select * from json_to_recordset($2::json) as fresh (stream text, figure text, on_day text, until_day text, by text, person text, n int, fen bigint)
    ), old as materialized (
      select * from figure_marks where stream = any($1)
    ), gone as (
      delete from figure_marks using old
      where (figure_marks.stream, figure_marks.figure, figure_marks.on_day, figure_marks.by, figure_marks.person) = (old.stream, old.figure, old.on_day, old.by, old.person)
        and not exists (select from fresh where (fresh.stream, fresh.figure, fresh.on_day, fresh.by, fresh.person) = (old.stream, old.figure, old.on_day, old.by, old.person))
    ), kept as (
      insert into figure_marks
      select * from fresh
      on conflict (stream, figure, on_day, by, person) do update set until_day = excluded.until_day, n = excluded.n, fen = excluded.fen
      where (figure_marks.until_day, figure_marks.n, figure_marks.fen) is distinct from (excluded.until_day, excluded.n, excluded.fen)
    ), change (figure, by, day, n, fen) as (
      select figure, by, on_day, n, fen from fresh
      union all select figure, by, until_day, -n, 0 from fresh where until_day is not null
      union all select figure, by, on_day, -n, -fen from old
      union all select figure, by, until_day, n, 0 from old where until_day is not null
    )
    insert into figure_days
    select figure, by, day, sum(n), sum(fen) from change group by figure, by, day having sum(n) <> 0 or sum(fen) <> 0
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

export const writeFigures = async (tx: Tx, figures: readonly Figures[]): Promise<void> => {
  await tx.query({ ...replace, values: [figures.map(({ stream }) => stream), JSON.stringify(figures.flatMap(rowsOf))] });
  const sanctioned = new Set(figures.flatMap((each) => each.sanctioned));
  if (sanctioned.size > 0) await tx.query({ ...again, values: [[...sanctioned]] });
};

export const clearFigures = async (tx: Tx): Promise<void> => {
  await tx.query('delete from figure_marks');
  await tx.query('delete from figure_days');
  await tx.query('delete from figure_again');
};
