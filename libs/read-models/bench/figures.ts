import { migrate, openPool } from '@anjuan/event-store';
import { createQueries } from '../src/index';

/**
 * How long the figures of a period take, with a year before and what is open, over a million clues and a third as many
 * decisions on people, one in twenty of them on somebody decided on before. The marks are written as the projector leaves them; `DATABASE_URL` names a server for a database of its own.
 */
const server = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const clues = Number(process.env.BENCH_CLUES ?? 1_000_000);
const json = process.argv.includes('--json');
const schema = process.env.BENCH_SCHEMA ?? new URL('../../../infra/postgres', import.meta.url).pathname;

const tell = (name: string, value: number, unit: string) => console.log(json ? JSON.stringify({ name, value: Math.round(value * 100) / 100, unit }) : `${name}: ${value.toFixed(0)} ${unit}`);

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

const main = async () => {
  const name = `bench_${process.pid}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const admin = openPool(server, { max: 1 });
  await admin.query(`create database ${name}`);
  const owner = openPool(url, { max: 1 });
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  await migrate(owner, schema);
  const queries = createQueries(pool);
  try {
    for (const some of marks) await owner.query(`insert into figure_marks ${some}`, [clues]);
    await owner.query(days);
    await owner.query(again);
    await owner.query('vacuum analyze figure_marks, figure_days, figure_again');
    for (const [period, [from, to]] of Object.entries(periods)) {
      const took: number[] = [];
      for (let i = 0; i < 11; i += 1) {
        const began = performance.now();
        await Promise.all([queries.figures({ from, to }).then(queries.yearOnYear), queries.openAt(to)]);
        took.push(performance.now() - began);
      }
      tell(`figures of ${period}, the year before and what is open, over ${clues} clues, slowest of 11`, Math.max(...took), 'ms');
    }
  } finally {
    await queries.close();
    await Promise.all([pool.end(), owner.end()]);
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
};

await main();
