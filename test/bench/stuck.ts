import type { Bench } from './bench';
import { registered } from './clues';
import { percentile } from './measure';
import { quiet } from './quiet';
import type { Reading } from './report';

const open = 10_000;
const goal = 200;

/** As many open clues beside a real one, laid in the read tables at once: two fifths past a limit, two fifths close to one. */
const lay = async ({ owner }: Bench, stream: string): Promise<void> => {
  await owner.query(
    `insert into matters (stream, process, correlation, stage, office, source, number, title, opened_on, due, due_provisional, revision, position)
     select 'laid-' || n, process, correlation, stage, office, source, 'L' || n, title, opened_on, due, due_provisional, revision, position from matters, generate_series(1, $2::int) as n where stream = $1`, [stream, open]);
  await owner.query(
    `insert into running_clocks (stream, key, clock, lane, label_zh, label_en, force, start, due, provisional, extensions)
     select 'laid-' || n, key, clock, lane, label_zh, label_en, force, start, to_char(current_date + case n % 5 when 0 then 90 when 1 then 3 when 2 then 5 else -(n % 200) - 2 end, 'YYYY-MM-DD'), false, extensions
     from (select * from running_clocks where stream = $1 order by key limit 1) as one, generate_series(1, $2::int) as n`, [stream, open]);
  await owner.query('analyze');
};

const clear = async ({ owner }: Bench): Promise<void> => {
  for (const table of ['matters', 'running_clocks', 'stuck']) await owner.query(`delete from ${table} where stream like 'laid-%'`);
};

const answered = async <T>(url: string): Promise<T> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

type Groups = { readonly total: number; readonly groups: readonly { readonly cause: string }[] };

/** All that the page asks for when it is opened. */
const page = async (apiUrl: string): Promise<Groups> => {
  const cases = (search: string) => answered(`${apiUrl}/api/stuck/cases?cause=clockBreached&limit=30${search}`);
  const [groups] = await Promise.all([answered<Groups>(`${apiUrl}/api/stuck`), cases(''), cases('&healed=true')]);
  return groups;
};

export const stuckPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { apiUrl, tell } = bench;
  tell(`stuck: ${open} open cases`);
  const [one] = await registered(bench, 1);
  await quiet(bench);
  await lay(bench, one?.receipt.stream ?? '');
  // The follower looks at the clocks again when the read models have moved.
  const from = performance.now();
  await registered(bench, 1);
  while ((await page(apiUrl)).total < (open * 4) / 5) {
    if (performance.now() - from > 60_000) throw new Error('the follower has not listed what is stuck within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const listed = performance.now() - from;
  await quiet(bench);
  const took: number[] = [];
  for (let turn = 0; turn < 220; turn++) {
    const before = performance.now();
    await page(apiUrl);
    took.push(performance.now() - before);
  }
  await clear(bench);
  const p95 = percentile(took.slice(20), 0.95);
  return [
    { name: `stuck page with ${open} open cases, everything it asks for, p95`, value: p95, unit: 'ms', goal: { text: `≤ ${goal} ms`, met: p95 <= goal } },
    { name: `until ${(open * 4) / 5} limits of ${open} open cases are listed as stuck`, value: listed, unit: 'ms' },
  ];
};
