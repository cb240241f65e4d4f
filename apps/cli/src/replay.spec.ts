import { freshDatabase, type Database } from '@anjuan/test/support';
import { anjuan as command, buildCommandLine } from '../test/office';
import { toldClue } from '../test/told-clue';

describe('anjuan replay', () => {
  let database: Database;
  let id: string;

  beforeAll(async () => {
    await buildCommandLine();
    database = await freshDatabase();
    id = await toldClue(database.url);
  });
  afterAll(() => database.drop());

  const anjuan = (...words: readonly string[]) => command(['replay', ...words], { DATABASE_URL: database.url });

  it('tells the history in Chinese, in English when asked, and as data', async () => {
    const { code, out } = await anjuan(id);
    expect(code).toBe(0);
    expect(out).toMatch(/1 件，2 步[\s\S]*1\. 2026-03-02　登记信访举报[\s\S]*P-01（信访室，承办人），代 P-20[\s\S]*依据：《[\s\S]*环节：— → 已登记/);
    expect(out).toMatch(/2\. 2026-03-04　告知举报人已受理[\s\S]*录入 2026-03-09 10:00[\s\S]*告知实名举报人受理：计算中，到期日 2026-03-23 → 已按期办结/);
    expect((await anjuan(id, '--en')).out).toMatch(/on behalf of P-20[\s\S]*Stage: — → Registered/);
    expect(JSON.parse((await anjuan(id, '--json')).out)).toMatchObject({ stream: id, steps: [{ revision: 1 }, { revision: 2, on: '2026-03-04' }] });
  });

  it('tells how it stood at a revision or when a day ended, and what had happened by then but was not known', async () => {
    expect((await anjuan(id, '--at', '1')).out).toMatch(/第 1 步，共 2 步[\s\S]*已登记　信〔2026〕17号[\s\S]*举报人姓名：（已密封）[\s\S]*告知实名举报人受理：计算中/);
    const day = await anjuan(id, '--at', '2026-03-05');
    expect(day.out).toMatch(/截至 2026-03-05 终了（北京时间）[\s\S]*故当时尚不知：\n {2}2026-03-04 告知举报人已受理，录入 2026-03-09 10:00/);
    expect(JSON.parse((await anjuan(id, '--at', '2026-03-05', '--json')).out)).toMatchObject({ at: { step: 1 }, matters: [{ stage: 'registered', rules: { sameAsToday: true } }], recordedLater: [{ revision: 2 }] });
  });

  it('never shows what is sealed', async () => {
    for (const words of [[], ['--json'], ['--at', '1'], ['--at', '1', '--json']]) expect((await anjuan(id, ...words)).out).not.toMatch(/举报人0001|电话0001|sealed:v1/);
  });

  it('of a wrong id, revision, day or option says what is wrong, with the exit code the other commands have', async () => {
    expect(await anjuan('clue-aaaaaaaaaaaaaaaaaaaaaaaaaa')).toMatchObject({ code: 1, out: expect.stringMatching(/没有找到[\s\S]*there is no clue-aaaa/) as string });
    expect(await anjuan('17号')).toMatchObject({ code: 1, out: expect.stringContaining('编号形如') as string });
    expect(await anjuan(id, '--at', '9')).toMatchObject({ code: 1, out: expect.stringContaining('没有第 9 版，现为第 2 版') as string });
    expect(await anjuan(id, '--at', '2999-01-01')).toMatchObject({ code: 1, out: expect.stringContaining('晚于今天') as string });
    expect(await anjuan(id, '--at', 'soon')).toMatchObject({ code: 1, out: expect.stringContaining('既不是版本号也不是日期') as string });
    expect(await anjuan()).toMatchObject({ code: 2, err: expect.stringContaining('须指明一件') as string });
    expect(await anjuan(id, '--fast')).toMatchObject({ code: 2, err: expect.stringContaining('--fast') as string });
  });
});
