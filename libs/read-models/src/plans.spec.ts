import { rebuild } from '@anjuan/follow';
import type { Refusal } from '@anjuan/lifecycle';
import type { Pool } from 'pg';
import { rules } from '../test/clues';
import { openOffice, silent, type Office } from '../test/office';
import { createQueries, stuckCauses, type ListAsked, type Page, type Queries } from './index';

type Plan = { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly 'Index Name'?: string; readonly Plans?: readonly Plan[] };

const nodes = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** The pool, with the server's plan of everything it is asked written down first. */
const overheard = (pool: Pool) => {
  const plans: Plan[] = [];
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${text}`, values);
    plans.push(rows[0]!['QUERY PLAN'][0].Plan); // one line of JSON
    return pool.query(text, values);
  };
  return { plans, pool: Object.assign(Object.create(pool) as Pool, { query }) };
};

let office: Office;
let heard: ReturnType<typeof overheard>;
let queries: Queries;

const stages = Object.keys(rules.processes.clue.stages);
const big = ['matters', 'running_clocks', 'stuck', 'figure_marks'];
const many = 40_000;

/** Rows as ten years leave them: most are closed, offices and sources are many, a fifth has a day it is due. */
const years = [
  `insert into matters select 'clue-' || i, case when i % 4 = 0 then 'case' else 'clue' end, 'history-' || i, case when i % 5 > 0 then 'closed' else (array['${stages.join("','")}'])[1 + i / 5 % ${stages.length}] end,
     'office' || i / 3 % 20, case when i % 4 > 0 then 'source' || i / 7 % 12 end, i, 'title', to_char(date '2016-01-01' + i * 7 % 3600, 'YYYY-MM-DD'),
     case when i % 5 = 0 then to_char(date '2026-01-01' + i * 11 % 365, 'YYYY-MM-DD') end, false, 10, 10 * i from generate_series(1, ${many}) i`,
  `insert into running_clocks select stream, 'assess', 'assess', null, '', '', 'statute', opened_on, due, false, 0 from matters where due is not null`,
  `insert into figure_marks select stream, 'received', opened_on, null, coalesce(source, ''), '', 1, 0 from matters`,
  `insert into figure_marks select stream, 'open', opened_on, due, stage, '', 1, 0 from matters`,
  `insert into stuck (cause, stream, about, since, sign_at, detail, healed_at)
     select (array['${stuckCauses.join("','")}'])[1 + position / 50 % ${stuckCauses.length}], stream, 'about', opened_on, opened_on, '{}', case when position / 10 % 3 = 0 then opened_on end from matters where due is not null`,
  ...big.map((table) => `analyze ${table}`),
];

beforeAll(async () => {
  office = await openOffice();
  await rebuild({ store: office.store, pool: office.pool, log: silent, ...office.models() });
  for (const statement of years) await office.owner.query(statement);
  heard = overheard(office.pool);
  queries = createQueries(heard.pool);
});
afterAll(async () => {
  await queries.close();
  await office.close();
});

type Answer = Page<unknown> | { readonly refused: Refusal };

/** The plans of the first page and, if there is one, of the next. */
const plansOf = async (ask: (after: string | undefined) => Promise<Answer>): Promise<readonly Plan[]> => {
  heard.plans.length = 0;
  const first = await ask(undefined);
  if ('refused' in first) throw new Error(JSON.stringify(first.refused));
  if (first.next !== undefined) await ask(first.next);
  return heard.plans.flatMap(nodes);
};

const slow = (plans: readonly Plan[]) => plans.filter((node) => /Sort/.test(node['Node Type']) || (node['Node Type'] === 'Seq Scan' && big.includes(node['Relation Name'] ?? ''))).map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}`.trim());

const filters = { stage: 'assigned', office: 'office3', source: 'source5', dueBefore: '2026-09-01' };
const combinations = Array.from({ length: 16 }, (_, bits): Partial<ListAsked> => Object.fromEntries(Object.entries(filters).filter((_, i) => bits & (1 << i))));

describe('a page of a list is found by an index, in its order, however the list is narrowed', () => {
  it.each(combinations.flatMap((asked) => ['clue', 'case'].map((process) => ({ process, asked }))))('$process $asked', async ({ process, asked }) => {
    expect(slow(await plansOf((after) => queries.list(process, { ...asked, limit: 50, after })))).toEqual([]);
  });

  it('running clocks, all and those due by a day', async () => {
    for (const asked of [{}, { dueBefore: '2026-03-01' }]) expect(slow(await plansOf((after) => queries.runningClocks({ ...asked, limit: 50, after })))).toEqual([]);
  });

  it('what is stuck, by each cause and by none, open and healed', async () => {
    for (const cause of [undefined, ...stuckCauses])
      for (const healed of [false, true]) expect({ cause, healed, slow: slow(await plansOf((after) => queries.stuckCases({ cause, healed, limit: 50, after }))) }).toEqual({ cause, healed, slow: [] });
  });

  it('the clues behind a figure, of a source or a stage and of all', async () => {
    const period = { from: '2018-01-01', to: '2019-01-01' };
    for (const asked of [{ figure: 'received' }, { figure: 'received', key: 'source5' }, { figure: 'open' }, { figure: 'open', key: 'assigned' }] as const)
      expect({ asked, slow: slow(await plansOf((after) => queries.behind({ ...asked, ...period, limit: 50, after }))) }).toEqual({ asked, slow: [] });
  });
});
