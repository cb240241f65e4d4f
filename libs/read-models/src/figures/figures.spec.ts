import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { rebuild } from '@anjuan/follow';
import { createHandle, installationKeys, type Handle } from '@anjuan/handle';
import { bringIn, sample } from '../../../ledger/test/bring-in';
import { events } from '../../test/clues';
import { openOffice, silent, type Office } from '../../test/office';
import { type BehindAsked, type BehindItem } from '../index';

type Expected = { readonly figures: readonly { readonly from: string; readonly to: string }[]; readonly open?: { readonly at: string }; readonly yoyPercent?: object };
const expected = (name: string): Expected => JSON.parse(readFileSync(join(__dirname, '../../../ledger/test/ledgers', `${name}.expected.json`), 'utf8')) as Expected;
const [xuzhou, tianjin] = [expected('xuzhou-2018'), expected('tianjin-2023-2024')];

let office: Office;
let door: Handle;
beforeAll(async () => {
  office = await openOffice();
  door = createHandle({ store: office.store, clock: { now: () => '2026-03-02T02:00:00.000Z' }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 5_000 });
  office.follow();
  await bringIn(door, await sample('xuzhou-2018.xlsx'));
  await bringIn(door, await sample('tianjin-2023-2024.csv'));
  await office.upTo();
}, 120_000);
afterAll(() => office.close());

const all = async (asked: Omit<BehindAsked, 'limit'>): Promise<readonly BehindItem[]> => {
  const page = await office.queries.behind({ ...asked, limit: 100 });
  if ('refused' in page) throw new Error(page.refused.rule);
  return page.next === undefined ? page.items : [...page.items, ...(await all({ ...asked, after: page.next }))];
};

describe('Figures of the sample ledgers', () => {
  test.each([...xuzhou.figures, ...tianjin.figures])('of $from to $to are the published ones', async (published) => {
    expect(await office.queries.figures(published)).toEqual(published);
  });
  test('tell what was open at the start of a day, by stage', async () => {
    expect(await office.queries.openAt(xuzhou.open!.at)).toEqual(xuzhou.open);
    expect(await office.queries.openAt('2018-01-01')).toEqual({ at: '2018-01-01' });
  });
  test('compare a period with the same days of the year before', async () => {
    const { previous, yoyPercent } = await office.queries.yearOnYear(await office.queries.figures(tianjin.figures[1]!));
    expect([previous, yoyPercent]).toEqual([tianjin.figures[0], tianjin.yoyPercent]);
  });
  test('of the 29th of February are compared with no day, of a February that ends with it with the whole one before', async () => {
    const previous = async (from: string, to: string) => {
      const { previous } = await office.queries.yearOnYear(await office.queries.figures({ from, to }));
      return [previous.from, previous.to];
    };
    expect(await previous('2024-02-29', '2024-03-01')).toEqual(['2023-03-01', '2023-03-01']);
    expect(await previous('2024-02-01', '2024-02-29')).toEqual(['2023-02-01', '2023-03-01']);
  });
  test('have nothing to compare with where the year before was empty', async () => {
    const { yoyPercent } = await office.queries.yearOnYear(await office.queries.figures(xuzhou.figures[0]!));
    expect(yoyPercent).toEqual({ disposed: null, casesFiled: null, sanctionedPersons: null });
  });
  test('two halves of a period sum to the whole', async () => {
    const [first, second, whole] = await Promise.all([['2018-01-01', '2018-03-01'], ['2018-03-01', '2018-07-01'], ['2018-01-01', '2018-07-01']].map(([from, to]) => office.queries.figures({ from: from!, to: to! })));
    expect(first!.disposed + second!.disposed).toBe(whole!.disposed);
    expect(first!.recoveredFen + second!.recoveredFen).toBe(whole!.recoveredFen);
  });
});

describe('A person sanctioned in two cases', () => {
  const row = (n: number, on: string) => ({ row: n, content: String(n).repeat(64), number: `重-000${n}`, receivedOn: '2019-01-02', source: 'audit' as const, person: '被反映人甲', unit: '某局', filing: { caseNo: `重立${n}号`, on: '2019-02-01' }, sanction: { kinds: '警告', on }, form: 2 as const });
  test('counts once in a period, and once in each part of it', async () => {
    await bringIn(door, { file: 'a'.repeat(64), accepted: [row(1, '2019-03-01'), row(2, '2019-08-01'), row(3, '2019-08-01')] });
    await office.upTo();
    const sanctionedPersons = async (from: string, to: string) => (await office.queries.figures({ from, to })).sanctionedPersons;
    expect(await Promise.all([sanctionedPersons('2019-01-01', '2020-01-01'), sanctionedPersons('2019-01-01', '2019-07-01'), sanctionedPersons('2019-07-01', '2020-01-01')])).toEqual([1, 1, 1]);
    expect((await office.queries.figures({ from: '2019-01-01', to: '2020-01-01' })).fourForms.form2).toBe(3);
    // A period has its first day, and its last is the one before `to`.
    expect(await Promise.all([sanctionedPersons('2019-03-01', '2019-08-02'), sanctionedPersons('2019-03-01', '2019-08-01'), sanctionedPersons('2019-08-01', '2019-08-02')])).toEqual([1, 1, 1]);
  });
});

describe('A person sanctioned in two cases that two processes have in hand at once', () => {
  let own: Office;
  beforeAll(async () => {
    own = await openOffice();
  });
  afterAll(() => own.close());

  test('counts once: whoever comes second waits for the other and sees what it wrote', async () => {
    await own.stored('case-1', events.concludedCase('被反映人甲', '2018-03-26', '2018-03-06'));
    await own.stored('case-2', events.concludedCase('被反映人甲', '2018-05-02', '2018-04-06'));
    const [first, second] = (await own.store.readAll(0, 10)).map((event) => [event]);
    const [here, elsewhere] = [await own.pool.connect(), await own.pool.connect()];
    try {
      for (const session of [here, elsewhere]) await session.query('begin');
      await own.models().apply(here, first!); // two were stored
      let done = false;
      const applying = own.models().apply(elsewhere, second!).finally(() => (done = true));
      while (!done && (await own.owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 0);
      await here.query('commit');
      expect(await applying).toEqual([]);
      await elsewhere.query('commit');
    } finally {
      here.release(true);
      elsewhere.release(true);
    }
    expect((await own.queries.figures({ from: '2018-01-01', to: '2019-01-01' })).sanctionedPersons).toBe(1);
  });
});

describe('What is open', () => {
  let own: Office;
  beforeAll(async () => {
    own = await openOffice();
  });
  afterAll(() => own.close());

  test('at the start of a day is what came before it and has not gone on before it, in the number and in the list behind it', async () => {
    await own.stored('clue-1', events.registered({}, '2026-03-03'), events.assigned('conductOffice', '2026-03-04'));
    own.follow();
    await own.upTo();
    const openAt = async (to: string) => {
      const behind = await own.queries.behind({ figure: 'open', from: to, to, limit: 10 });
      return [await own.queries.openAt(to), 'refused' in behind ? behind : behind.items.map(({ by }) => by)];
    };
    expect(await openAt('2026-03-03')).toEqual([{ at: '2026-03-03' }, []]);
    expect(await openAt('2026-03-04')).toEqual([{ at: '2026-03-04', registered: 1 }, ['registered']]);
    expect(await openAt('2026-03-05')).toEqual([{ at: '2026-03-05', assigned: 1 }, ['assigned']]);
  });
});

describe('Behind a number', () => {
  const period = { from: '2018-01-01', to: '2018-07-01' };
  test('stand as many clues as it says, page by page, in the order of their days', async () => {
    const items = await all({ figure: 'disposed', ...period });
    expect(items).toHaveLength(256);
    expect(new Set(items.map(({ stream }) => stream)).size).toBe(256);
    expect(items.map(({ on }) => on)).toEqual(items.map(({ on }) => on).toSorted());
    expect(items[0]).toMatchObject({ process: 'clue', number: expect.stringMatching(/^徐派-/) });
  });
  test('of one source stand its own', async () => {
    expect(await all({ figure: 'disposed', key: '信访举报', ...period })).toHaveLength(69);
  });
  test('of what is open stand the open ones of that day', async () => {
    expect(await all({ figure: 'open', key: 'talkOrInquiry', ...period })).toHaveLength(10);
    expect((await all({ figure: 'open', ...period })).length).toBe(8 + 10 + 12 + 6);
  });
  test('of money stand the cases it came from', async () => {
    const items = await all({ figure: 'recoveredFen', ...period });
    expect(items.reduce((sum, { fen }) => sum + fen, 0)).toBe(241110195);
    expect(new Set(items.map(({ process }) => process))).toEqual(new Set(['case']));
  });
  test('a page mark of another question is refused', async () => {
    const page = await office.queries.behind({ figure: 'disposed', ...period, limit: 10 });
    expect(await office.queries.behind({ figure: 'received', ...period, limit: 10, after: 'refused' in page ? '' : page.next })).toMatchObject({ refused: { rule: 'bad-cursor' } });
  });
});

test('Built anew from the events, the figures are what they were', async () => {
  const rows = async () => (await office.pool.query('select figure, by, day, n, fen from figure_days where n <> 0 or fen <> 0 order by figure, by, day')).rows;
  const before = await rows();
  const again = (await office.pool.query('select * from figure_again order by day, before')).rows;
  expect(before.length).toBeGreaterThan(100);
  await rebuild({ store: office.store, pool: office.pool, log: silent, ...office.models() });
  expect(await rows()).toEqual(before);
  expect((await office.pool.query('select * from figure_again order by day, before')).rows).toEqual(again);
});
