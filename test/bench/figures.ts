import { openPool } from '@anjuan/event-store';
import { createQueries } from '@anjuan/read-models';
import type { Bench } from './bench';
import { ownSchema } from './databases';
import type { Reading } from './report';

const clues = 1_000_000;
const goal = 300;
const turns = 11;

/** Ten years of days, each figure at its own distance from the receipt. */
const marks = [
  `select 'clue-' || i, figure, to_char(date '2015-01-01' + ((i::bigint * 7919) % 3600)::int + later, 'YYYY-MM-DD'), to_char(date '2015-01-01' + ((i::bigint * 7919) % 3600)::int + ends, 'YYYY-MM-DD'), by, '', 1, 0
   from generate_series(1, $1::int) i, (values ('received', 0, null, 'petition'), ('disposed', 20, null, 'petition'), ('open', 0, 20, 'registered'), ('open', 20, 50, 'talkOrInquiry'), ('form1', 50, null, '')) v (figure, later, ends, by)`,
  `select 'case-' || i, figure, to_char(date '2015-01-01' + ((i::bigint * 7919) % 3600)::int + later, 'YYYY-MM-DD'), null, '', '被反映人' || i % ($1::int * 19 / 60), 1, fen
   from generate_series(1, $1::int / 3) i, (values ('casesFiled', 50, 0), ('personsFiled', 50, 0), ('sanctionedPersons', 90, 0), ('form2', 90, 0), ('recoveredFen', 90, 1234567)) v (figure, later, fen)`,
];

const days = `insert into figure_days select figure, by, day, sum(n), sum(fen) from (select figure, by, on_day as day, n, fen from figure_marks union all select figure, by, until_day, -n, 0 from figure_marks where until_day is not null) change group by 1, 2, 3`;

const again = `insert into figure_again select person, on_day, before from (select person, on_day, lag(on_day) over (partition by person order by on_day, stream) as before from figure_marks where figure = 'sanctionedPersons') days where before is not null`;

const periods = { 'half a year': ['2018-01-01', '2018-07-01'], 'a year': ['2018-01-01', '2019-01-01'], 'ten years': ['2015-01-01', '2025-01-01'] } as const;

/**
 * How long the figures of a period take, with the year before and what is open, over a million clues and a third as many
 * decisions on people, one in twenty of them on somebody decided on before. The marks are written as the projector leaves
 * them, into a database of their own.
 */
export const figuresPart = async ({ databaseUrl, owner, tell }: Bench): Promise<readonly Reading[]> => {
  const { url, drop } = await ownSchema(owner, databaseUrl, 'bench_figures');
  const laying = openPool(url, { max: 1 });
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  const queries = createQueries(pool);
  try {
    tell(`figures: laying the marks of ${clues.toLocaleString('en')} clues`);
    for (const some of marks) await laying.query(`insert into figure_marks ${some}`, [clues]);
    for (const statement of [days, again, 'vacuum analyze figure_marks, figure_days, figure_again']) await laying.query(statement);
    const readings: Reading[] = [];
    for (const [period, [from, to]] of Object.entries(periods)) {
      const took: number[] = [];
      for (let turn = 0; turn < turns; turn++) {
        const began = performance.now();
        await Promise.all([queries.figures({ from, to }).then(queries.yearOnYear), queries.openAt(to)]);
        took.push(performance.now() - began);
      }
      const slowest = Math.max(...took);
      readings.push({ name: `figures of ${period}, the year before and what is open, 1,000,000 clues, slowest of ${turns}`, value: slowest, unit: 'ms', goal: { text: `≤ ${goal} ms`, met: slowest <= goal } });
    }
    return readings;
  } finally {
    await queries.close();
    await Promise.all([pool.end(), laying.end()]);
    await drop();
  }
};
