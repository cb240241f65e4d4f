import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPool } from '@anjuan/event-store';
import { root } from '@anjuan/local';
import { type Database, freshDatabase } from '@anjuan/test/support';
import { eventually } from '../../../test/journeys/support/eventually';
import { clue, csv, lines, utf8, xlsx, xlsxParts, zipped } from '../../../libs/ledger/test/sheets';

type Told = { readonly code: number; readonly out: string; readonly err: string };
type Registered = { readonly refused: readonly { readonly row: number; readonly number: string; readonly reason: string }[]; readonly registered: number; readonly alreadyThere: number; readonly left: number; readonly cases: { readonly refused: readonly { readonly caseNo: string; readonly rows: readonly number[] }[] } };

const folder = mkdtempSync(join(tmpdir(), 'anjuan-import-'));
const samples = join(root, 'libs', 'ledger', 'test', 'ledgers');
let database: Database;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'cli'], { cwd: root });
  database = await freshDatabase();
  writeFileSync(join(folder, 'key'), '07'.repeat(32));
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const nowhere = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, HOME: folder, ANJUAN_HOME: folder });
const installed = (): NodeJS.ProcessEnv => ({ ...nowhere(), DATABASE_URL: database.url, ANJUAN_KEY_FILE: join(folder, 'key') });
const importing = (words: readonly string[], env = nowhere()) => spawn(process.execPath, ['apps/cli/bin/anjuan.mjs', 'import', ...words], { cwd: root, env });
const ended = (child: ReturnType<typeof importing>): Promise<Told> => {
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => { out += String(text); });
  child.stderr.on('data', (text) => { err += String(text); });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out, err })));
};
const dryRun = (file: string, ...more: readonly string[]) => ended(importing([file, '--dry-run', ...more]));
const register = (file: string, ...more: readonly string[]) => ended(importing([file, '--vouched-by', '案管员01', ...more], installed()));
const registered = async (file: string): Promise<Registered> => JSON.parse((await register(file, '--json')).out) as Registered;

const written = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const sample = (name: string) => join(samples, name);
const expected = (name: string) => JSON.parse(readFileSync(sample(`${name}.expected.json`), 'utf8')) as { rows: number; accepted: number; repeats: number; blank: number; refused: { number: string; reason: string }[] };

const head = async (): Promise<number> => {
  const pool = openPool(database.url, { max: 1 });
  try {
    return (await pool.query<{ position: number }>('select position::int from head')).rows[0]?.position ?? -1;
  } finally {
    await pool.end();
  }
};

describe('A dry run', () => {
  test.each([['xuzhou-2018', 'xlsx'], ['xuzhou-2018', 'csv'], ['tianjin-2023-2024', 'xlsx'], ['tianjin-2023-2024', 'csv']])('of %s.%s counts what the expected file counts, without an installation', async (name, kind) => {
    const told = await dryRun(sample(`${name}.${kind}`), '--json');
    const { rows, accepted, repeats, blank, refused } = expected(name);
    expect(told.code).toBe(0);
    const { refused: found, ...counts } = JSON.parse(told.out) as { refused: { number: string; reason: string }[] };
    expect(counts).toEqual({ rows, accepted, repeats, blank });
    expect(found.map(({ number, reason }) => ({ number, reason }))).toEqual(refused);
  });

  test('says row by row what would be registered, what repeats, and what is refused and why', async () => {
    const { code, out } = await dryRun(sample('xuzhou-2018.xlsx'));
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(271 + 1);
    expect(out).toContain('第 266 行　徐派-0004　重复：与第 87 行完全相同');
    expect(out).toContain('第 3 行　徐派-0209　将登记：');
    expect(out).toMatch(/第 270 行　徐派-0265　不予登记（处置方式无法识别）：“处置方式”写的是“另行研究”/);
    expect(out).toContain('共 271 行：可登记 262 行，重复 2 行，空行 1 行，不予登记 6 行');
    expect((await dryRun(sample('xuzhou-2018.xlsx'), '--en')).out).toContain('271 rows: 262 accepted, 2 repeats, 1 empty, 6 refused');
  });
});

describe('A file of which nothing can be taken', () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(600)]);
  test.each<[string, () => Uint8Array, string, RegExp]>([
    ['picture.xlsx', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not-a-spreadsheet', /不是表格/],
    ['nothing.csv', () => new Uint8Array(), 'empty-file', /文件是空的/],
    ['blank.xlsx', () => xlsx([]), 'empty-file', /没有内容/],
    ['locked.xlsx', () => ole, 'password-protected', /密码/],
    ['bomb.xlsx', () => zipped({ ...xlsxParts([{ table: [] }]), 'xl/worksheets/sheet1.xml': new Uint8Array(24 * 1024 * 1024) }), 'too-large', /解压后/],
    ['narrow.csv', () => utf8(csv(lines([clue()], ['number', 'source', 'person']))), 'missing-columns', /受理日期/],
  ])('%s is refused in words, by code, and with an exit code', async (name, bytes, reason, words) => {
    const file = written(name, bytes());
    const told = await dryRun(file);
    expect(told).toMatchObject({ code: 1, out: '', err: expect.stringMatching(words) as string });
    expect(told.err).toContain(file);
    expect(JSON.parse((await dryRun(file, '--json')).out)).toMatchObject({ unreadable: { reason, words: { zh: expect.stringMatching(words) as string } } });
    expect(await register(file)).toMatchObject({ code: 1, err: expect.stringMatching(words) as string });
    expect(await head()).toBe(0);
  });

  test('is also one that is not there, or a folder', async () => {
    mkdirSync(join(folder, 'ledgers'));
    expect(await dryRun(join(folder, 'missing.xlsx'))).toMatchObject({ code: 1, err: expect.stringContaining('没有这个文件') as string });
    expect(await dryRun(join(folder, 'ledgers'))).toMatchObject({ code: 1, err: expect.stringContaining('文件夹') as string });
    expect(await dryRun('/dev/zero')).toMatchObject({ code: 1, err: expect.stringContaining('不是普通文件') as string });
  });
});

describe('A registration', () => {
  test('is not begun for nobody, without an installation, or for two files at once', async () => {
    expect(await ended(importing([sample('xuzhou-2018.csv'), '--vouched-by', ' '], installed()))).toMatchObject({ code: 2, err: expect.stringContaining('--vouched-by') as string });
    expect(await ended(importing([sample('xuzhou-2018.csv'), '--vouched-by', '案管员01']))).toMatchObject({ code: 1, err: expect.stringContaining('ANJUAN_KEY_FILE') as string });
    expect(await ended(importing([sample('xuzhou-2018.csv'), '--vouched-by', '某'.repeat(61)], installed()))).toMatchObject({ code: 1, err: expect.stringContaining('1–60') as string });
    expect((await ended(importing(['a.csv', 'b.csv', '--dry-run']))).code).toBe(2);
    expect(await head()).toBe(0);
  });

  test('takes in every row that can be taken, and once: not again from the csv, nor in another order', async () => {
    const first = await register(sample('xuzhou-2018.xlsx'));
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('线索：新登记 262 条，原已登记 0 条；案件：新登记或补充 40 件') as string });
    const there = await head();
    expect(await registered(sample('xuzhou-2018.xlsx'))).toMatchObject({ accepted: 262, registered: 0, alreadyThere: 262, left: 0, cases: { registered: 0, alreadyThere: 40, refused: [] } });
    const [header = '', ...rows] = new TextDecoder('gb18030').decode(readFileSync(sample('xuzhou-2018.csv'))).trim().split('\r\n');
    expect(await registered(written('backwards.csv', utf8([header, ...rows.reverse()].join('\n'))))).toMatchObject({ accepted: 262, registered: 0, alreadyThere: 262 });
    expect(await head()).toBe(there);
  });

  test('says who vouches: whoever is logged in, when nobody is named', async () => {
    expect(await ended(importing([sample('xuzhou-2018.csv')], installed()))).toMatchObject({ code: 0, err: expect.stringContaining(`${userInfo().username} vouches`) as string });
  });

  test('overwrites nothing: a number that is there with other content is named', async () => {
    const there = await head();
    const row = clue({ number: '徐派-0901', caseNo: '徐派立〔2018〕901号', filedOn: '2018-03-01' });
    expect(await registered(written('one.csv', utf8(csv(lines([row])))))).toMatchObject({ registered: 1, cases: { registered: 1 } });
    const other = [{ ...row, unit: '单位02' }, clue({ number: '徐派-0902', person: '被反映人0902', caseNo: '徐派立〔2018〕901号', filedOn: '2018-03-01' })];
    expect(await registered(written('other.csv', utf8(csv(lines(other)))))).toMatchObject({ rows: 2, accepted: 1, refused: [{ row: 2, number: '徐派-0901', reason: 'number-taken' }], registered: 1, cases: { registered: 1 } });
    expect(await head()).toBe(there + 2 + 2);
    expect((await register(join(folder, 'other.csv'))).out).toContain('系统中已有编号“徐派-0901”的线索，内容不同，没有改动');
  });

  test('stopped from the keyboard ends in order, says how to go on, and goes on', async () => {
    const file = written('long.csv', utf8(csv(lines(Array.from({ length: 12_000 }, (_, i) => clue({ number: `长-${i}`, person: `被反映人${i}` }))))));
    const owner = openPool(database.url, { max: 2 });
    const held = await owner.connect();
    await held.query('begin; lock table events in share mode');
    const child = importing([file, '--vouched-by', '案管员01', '--json'], installed());
    const stopping = new Promise<void>((resolve) => child.stderr.on('data', (text) => { if (String(text).includes('正在停下')) resolve(); }));
    const running = ended(child);
    await eventually(async () => (await owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1, 'the first rows on their way');
    child.kill('SIGINT');
    await stopping;
    await held.query('rollback');
    held.release();
    await owner.end();
    const told = await running;
    const stopped = JSON.parse(told.out) as Registered;
    expect(told.code).toBe(1);
    expect(stopped.registered).toBeGreaterThan(0);
    expect(stopped.left).toBeGreaterThan(0);
    expect(stopped.registered + stopped.left).toBe(12_000);
    expect(told.err).toContain('再运行一次同样的命令即接着办');
    expect(await registered(file)).toMatchObject({ registered: stopped.left, alreadyThere: stopped.registered, left: 0 });
  });
});
