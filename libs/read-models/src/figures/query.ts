import { sources, type FigureName } from '@anjuan/domain';
import type { Pool } from 'pg';
import type { PageAsked, pages } from '../pages';

/** From `from` up to and without `to`, both civil dates. */
export type Period = { readonly from: string; readonly to: string };

/** The published figures of a period; sources by their Chinese word, money in fen. */
export type PeriodFigures = Period & {
  readonly received: number;
  readonly disposed: number;
  readonly disposedBySource: Readonly<Record<string, number>>;
  readonly casesFiled: number;
  readonly personsFiled: number;
  readonly selfHandledPersonsFiled: number;
  readonly sanctionedPersons: number;
  readonly fourForms: { readonly form1: number; readonly form2: number; readonly form3: number; readonly form4: number; readonly total: number };
  readonly transferredToProcuratorate: number;
  readonly closedWithoutAction: number;
  readonly recoveredFen: number;
};

const wordOf = (source: string): string => (Object.hasOwn(sources, source) ? sources[source as keyof typeof sources].zh : source);

type DayRow = { figure: FigureName; by: string; n: string; fen: string };

export const figures = (pool: Pool) => async ({ from, to }: Period): Promise<PeriodFigures> => {
  const [days, again] = await Promise.all([
    pool.query<DayRow>({ name: 'figures', text: `select figure, by, sum(n) as n, sum(fen) as fen from figure_days where day >= $1 and day < $2 and figure <> 'open' group by figure, by`, values: [from, to] }),
    // Whoever was sanctioned in the period before in the period has been counted.
    pool.query<{ n: string }>({ name: 'counted again', text: 'select count(*) as n from figure_again where before >= $1 and day < $2', values: [from, to] }),
  ]);
  const sum = (figure: FigureName, of: 'n' | 'fen' = 'n') => days.rows.reduce((total, row) => (row.figure === figure ? total + Number(row[of]) : total), 0);
  const [form1, form2, form3, form4] = [sum('form1'), sum('form2'), sum('form3'), sum('form4')];
  return {
    from, to,
    received: sum('received'),
    disposed: sum('disposed'),
    disposedBySource: Object.fromEntries(days.rows.filter(({ figure, n }) => figure === 'disposed' && n !== '0').map(({ by, n }) => [wordOf(by), Number(n)])),
    casesFiled: sum('casesFiled'),
    personsFiled: sum('personsFiled'),
    selfHandledPersonsFiled: sum('selfHandledPersonsFiled'),
    sanctionedPersons: sum('sanctionedPersons') - Number(again.rows[0]?.n ?? 0),
    fourForms: { form1, form2, form3, form4, total: form1 + form2 + form3 + form4 },
    transferredToProcuratorate: sum('transferredToProcuratorate'),
    closedWithoutAction: sum('closedWithoutAction'),
    recoveredFen: sum('recoveredFen', 'fen'),
  };
};

/** Matters by stage at the start of the day `at`, `at` beside them; stages without any are left out. */
export type OpenAt = { readonly at: string } & Readonly<Record<string, number | string>>;

export const openAt = (pool: Pool) => async (at: string): Promise<OpenAt> => {
  const { rows } = await pool.query<{ by: string; n: string }>({ name: 'open at', text: `select by, sum(n) as n from figure_days where figure = 'open' and day < $1 group by by having sum(n) <> 0 order by by`, values: [at] });
  return { at, ...Object.fromEntries(rows.map(({ by, n }) => [by, Number(n)])) };
};

/** The day a year before; the 29th of February has none of its own, and ends with the 28th. */
const aYearBefore = (date: string): string => {
  const before = `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4)}`;
  return date.endsWith('-02-29') ? `${before.slice(0, 4)}-03-01` : before;
};

/** RM6: in percent to one decimal; null where there is nothing to compare with. */
export const percentChange = (now: number, before: number): number | null => (before === 0 ? null : Math.round(((now - before) / before) * 1_000) / 10);

/** Against the same days of the year before. */
export type YearOnYear = { readonly previous: PeriodFigures; readonly yoyPercent: Readonly<Record<'disposed' | 'casesFiled' | 'sanctionedPersons', number | null>> };

export const yearOnYear = (pool: Pool) => {
  const ask = figures(pool);
  return async (now: PeriodFigures): Promise<YearOnYear> => {
    const previous = await ask({ from: aYearBefore(now.from), to: aYearBefore(now.to) });
    const of = (figure: 'disposed' | 'casesFiled' | 'sanctionedPersons') => percentChange(now[figure], previous[figure]);
    return { previous, yoyPercent: { disposed: of('disposed'), casesFiled: of('casesFiled'), sanctionedPersons: of('sanctionedPersons') } };
  };
};

/** One mark behind a number, with the matter it is of. */
export type BehindItem = {
  readonly stream: string;
  readonly on: string;
  /** The source, or the stage it was open in. */
  readonly by?: string;
  readonly person?: string;
  readonly n: number;
  readonly fen: number;
  readonly process: string;
  readonly stage: string;
  readonly office?: string;
  readonly number?: string;
  readonly title?: string;
};

/** `key`: a source by its Chinese word, or a stage. What is `open` is so at the start of `to`. */
export type BehindAsked = PageAsked & Period & { readonly figure: FigureName; readonly key?: string | undefined };

type MarkRow = { stream: string; on_day: string; by: string; person: string; n: number; fen: string; process: string; stage: string; office: string | null; number: string | null; title: string | null };

const itemOf = (row: MarkRow): BehindItem => ({
  stream: row.stream, on: row.on_day, ...(row.by !== '' && { by: row.by }), ...(row.person !== '' && { person: row.person }), n: row.n, fen: Number(row.fen), process: row.process, stage: row.stage,
  ...(row.office !== null && { office: row.office }), ...(row.number !== null && { number: row.number }), ...(row.title !== null && { title: row.title }),
});

const sourceOf = (word: string): string => Object.entries(sources).find(([, { zh }]) => zh === word)?.[0] ?? word;

/** The clues and cases behind a number, in the order of their days. */
export const behind = (ask: ReturnType<typeof pages>) => ({ figure, key, from, to, ...page }: BehindAsked) => {
  const by = key === undefined ? [] : [sourceOf(key)];
  const [within, days] = figure === 'open' ? ['f.on_day < $2 and (f.until_day is null or f.until_day >= $2)', [to]] : ['f.on_day >= $2 and f.on_day < $3', [from, to]];
  return ask<MarkRow, BehindItem>(
    {
      about: { list: 'behind', figure, from, to, ...(key !== undefined && { key }) },
      select: 'select f.stream, f.on_day, f.by, f.person, f.n, f.fen, m.process, m.stage, m.office, m.number, m.title from figure_marks f join matters m on m.stream = f.stream',
      where: ['f.figure = $1', within, ...by.map(() => `f.by = $${days.length + 2}`)], values: [figure, ...days, ...by],
      order: ['on_day', 'stream', 'by', 'person'], table: 'f', newestFirst: false,
    },
    page, itemOf,
  );
};
