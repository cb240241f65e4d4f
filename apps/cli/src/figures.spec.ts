import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { follow } from '@anjuan/follow';
import { createHandle, installationKeys } from '@anjuan/handle';
import { root } from '@anjuan/local';
import { readModels } from '@anjuan/read-models';
import { freshDatabase, type Database } from '@anjuan/test/support';
import { bringIn, sample } from '../../../libs/ledger/test/bring-in';

type Told = { readonly code: number; readonly out: string; readonly err: string };
type Expected = { readonly figures: readonly { readonly from: string; readonly to: string }[]; readonly open?: object; readonly yoyPercent?: object };
const expected = (name: string): Expected => JSON.parse(readFileSync(join(root, 'libs/ledger/test/ledgers', `${name}.expected.json`), 'utf8')) as Expected;

describe('anjuan figures', () => {
  let database: Database;
  let behind: () => Promise<void>;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'cli'], { cwd: root });
    database = await freshDatabase();
    const pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    const door = createHandle({ store, clock: { now: () => '2026-03-02T02:00:00.000Z' }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 5_000 });
    for (const name of ['xuzhou-2018.csv', 'tianjin-2023-2024.csv']) await bringIn(door, await sample(name));
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const follower = follow({ store, pool, log, ...readModels({ processes, counting: counting(defaultPolicy, adopted), store }) });
    closing.push(() => follower.stop(), () => store.close(), () => pool.end(), () => database.drop());
    await follower.caughtUp(await store.head(), 60_000);
    behind = async () => {
      await follower.stop();
      const asked = { receivedOn: '2018-03-01', title: '另一件', summary: '另一件线索', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' as const }], named: false, jurisdiction: 'own', important: false, concerns: 'ordinary' };
      await door.handle({ id: 'late', name: 'registerAccusation', asked, actor: { person: 'P-01', office: 'petitionOffice', post: 'handler' }, stream: door.openingStream('clue', { id: 'late', name: 'registerAccusation', asked }) });
    };
  }, 120_000);
  afterAll(async () => { for (const close of closing) await close(); });

  const anjuan = (...words: readonly string[]): Promise<Told> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['apps/cli/bin/anjuan.mjs', 'figures', ...words], { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: database.url } }, (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
    });

  it.each(['xuzhou-2018', 'tianjin-2023-2024'])('answers the published figures of %s as data, key by key', async (name) => {
    const { figures, open, yoyPercent } = expected(name);
    for (const published of figures) {
      const { code, out } = await anjuan('--from', published.from, '--to', published.to, '--json');
      expect([code, JSON.parse(out)]).toEqual([0, { ...published, open: expect.any(Object), yoyPercent: expect.any(Object) }]);
    }
    const last = JSON.parse((await anjuan('--from', figures.at(-1)!.from, '--to', figures.at(-1)!.to, '--json')).out) as { readonly open: object; readonly yoyPercent: object };
    if (open) expect(last.open).toEqual(open);
    if (yoyPercent) expect(last.yoyPercent).toEqual(yoyPercent);
  });

  it('tells them to a person in a table, beside the year before, and in English when asked', async () => {
    const { out } = await anjuan('--from', '2024-01-01', '--to', '2024-07-01');
    expect(out).toMatch(/本期 +上年同期 +同比\n[\s\S]*处置线索（件） +1218 +862 +\+41\.3%\n[\s\S]* {2}信访举报 +449 +430 +\+4\.4%[\s\S]*立案（件） +404 +238 +\+69\.7%/);
    expect((await anjuan('--from', '2018-01-01', '--to', '2018-07-01', '--en')).out).toMatch(/Recovered +2,411,101\.95 +0\.00 +—\n\n36 open at the start of 2018-07-01\n {2}Preliminary verification +12/);
  });

  it('says what is wrong with a period', async () => {
    expect(await anjuan('--from', '2018-01-01')).toMatchObject({ code: 2, err: expect.stringContaining('--from 和 --to') });
    expect(await anjuan('--from', '2018-02-30', '--to', '2018-07-01')).toMatchObject({ code: 2, err: expect.stringContaining('没有 2018-02-30 这一天') });
    expect(await anjuan('--from', '2018-07-01', '--to', '2018-07-01')).toMatchObject({ code: 2, err: expect.stringContaining('须晚于') });
  });

  it('says so when the newest events are not counted yet', async () => {
    await behind();
    const { code, out, err } = await anjuan('--from', '2018-01-01', '--to', '2018-07-01', '--json');
    expect([code, (JSON.parse(out) as { received: number }).received, err]).toEqual([0, 262, expect.stringContaining('统计尚缺最近 1 个事件')]);
  });
});
