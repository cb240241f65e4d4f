import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPool } from '@anjuan/event-store';
import { root } from '@anjuan/local';
import { needs } from '../support';
import { eventually } from './support/eventually';
import { processes, type Processes } from './support/processes';

type Expected = { readonly figures: readonly { readonly from: string; readonly to: string }[]; readonly open?: { readonly at: string }; readonly yoyPercent?: object };

const ledgers = join(root, 'libs', 'ledger', 'test', 'ledgers');
const expected = (name: string) => JSON.parse(readFileSync(join(ledgers, `${name}.expected.json`), 'utf8')) as Expected;

needs('temporal')('A ledger of matters begun on paper', () => {
  let product: Processes;
  let pool: ReturnType<typeof openPool>;
  beforeAll(async () => {
    product = await processes();
    pool = openPool(product.database.url, { max: 2 });
  }, 120_000);
  afterAll(async () => {
    await pool?.end();
    await product?.close();
  }, 60_000);

  const words = (file: string) => ['import', join(ledgers, file), '--vouched-by', '案管员01'];
  const head = async () => (await pool.query<{ position: number }>('select position::int from head')).rows[0]?.position ?? 0;
  const clue = async (number: string) => (await pool.query<{ stream: string }>('select stream from matters where number = $1', [number])).rows[0]?.stream ?? '';
  /** Everything Temporal ever started. */
  const workflows = async () => {
    const ids: string[] = [];
    for await (const { workflowId, status } of (await product.temporal()).workflow.list()) if (!workflowId.startsWith('temporal-sys')) ids.push(`${workflowId} ${status.name}`);
    return ids;
  };
  const isTold = async (name: string) => {
    const { figures, open, yoyPercent } = expected(name);
    const told = await Promise.all(figures.map(({ from, to }) => product.told('figures', '--from', from, '--to', to)));
    figures.forEach((period, i) => expect(told[i]).toEqual(expect.objectContaining(period)));
    if (open) expect(told).toContainEqual(expect.objectContaining({ open }));
    if (yoyPercent) expect(told.at(-1)).toMatchObject({ yoyPercent });
  };

  test('comes in by one command, and the published figures come out', async () => {
    expect(await product.anjuan(...words('xuzhou-2018.xlsx'))).toBe('code 0');
    await isTold('xuzhou-2018');
  });

  test('starts a workflow for what is open and none for what was closed; limits count from the receipt, and nobody is notified of what was past', async () => {
    const there = await head();
    await eventually(async () => (await workflows()).length >= 36, 'the open matters to have a workflow');
    const { rows } = await pool.query<{ stream: string }>("select stream from matters where process = 'clue' and stage not in ('closed', 'convertedToCase', 'transferredOut')");
    expect((await workflows()).sort()).toEqual(rows.map(({ stream }) => `${stream} RUNNING`).sort());
    expect(await head()).toBe(there);
    const registered = (await pool.query<{ stream: string }>("select stream from matters where stage = 'registered' limit 1")).rows[0]?.stream ?? '';
    const page = await product.api.page(registered);
    const { value: receivedOn } = (page['facts'] as { field: string; value: unknown }[]).find(({ field }) => field === 'receivedOn')!;
    expect((page['clocks'] as { start: string; status: string }[]).map(({ start }) => start)).toContain(receivedOn);
  });

  test('as csv after xlsx changes nothing', async () => {
    const there = await head();
    expect(await product.anjuan(...words('xuzhou-2018.csv'))).toBe('code 0');
    expect(await head()).toBe(there);
  });

  test('killed in mid-import and run again is there once, as if nothing had happened', async () => {
    const before = await head();
    const killed = await product.beginAnjuan(...words('tianjin-2023-2024.xlsx'));
    await eventually(async () => (await head()) > before + 200, 'the import to be under way');
    process.kill(killed.pid, 'SIGKILL');
    expect(await killed.exited).toBe('signal SIGKILL');
    expect(await head()).toBeLessThan(before + 2080);
    expect(await product.anjuan(...words('tianjin-2023-2024.csv'))).toBe('code 0');
    expect(await head()).toBe(before + 2080 + 642);
    await isTold('tianjin-2023-2024');
    await isTold('xuzhou-2018');
    expect(await product.anjuan(...words('tianjin-2023-2024.xlsx'))).toBe('code 0');
    expect(await head()).toBe(before + 2080 + 642);
  });

  test('joins the clues of one case number in one case and one history', async () => {
    const joined = await Promise.all(['徐派-0177', '徐派-0178'].map(clue));
    const { linked } = await product.api.page(joined[0]!);
    expect((linked as { stream: string }[]).map(({ stream }) => stream)).toEqual(expect.arrayContaining([joined[1], expect.stringMatching(/^case-/)]));
  });
});
