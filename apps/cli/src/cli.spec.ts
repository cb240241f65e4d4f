import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPool } from '@anjuan/event-store';
import { freePort, root, startPostgres } from '@anjuan/local';
import { type Database, devTemporal, freshDatabase, needs } from '@anjuan/test/support';

type Told = { readonly code: number; readonly out: string; readonly err: string };

const home = mkdtempSync(join(tmpdir(), 'anjuan-cli-'));
let database: Database;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'cli'], { cwd: root });
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

/** The command as a person types it, on an installation that was never started. */
const anjuan = (words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Told> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['apps/cli/bin/anjuan.mjs', ...words], { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME, ANJUAN_HOME: home, ...env } }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

const withDatabase = () => ({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1' });
const parts = ({ out }: Told) => (JSON.parse(out) as { parts: { part: string; ok: boolean; found: string; todo: string }[] }).parts;

const sql = async (text: string) => {
  const pool = openPool(database.url, { max: 1 });
  try {
    return await pool.query(text);
  } finally {
    await pool.end();
  }
};

describe('anjuan', () => {
  it('explains itself in both languages, and says which word it did not understand', async () => {
    const { code, out } = await anjuan(['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/检查各部件[\s\S]*check every part/);
    for (const words of [['rebuild'], ['rebuild', 'everything'], ['rebuild', 'all', 'figures'], ['migrate', 'down'], ['doctor', '--fast'], ['delete']]) {
      const told = await anjuan(words);
      expect(told.code).toBe(2);
      expect(told.err).toContain(words.at(-1)!);
      expect(told.err.trim().split('\n').length).toBeLessThan(6);
    }
  });

  it.each([
    [['bundle', 'log'], /bundle 须指明.*文件[\s\S]*bundle takes/],
    [['proof'], /proof 须指明一个事件[\s\S]*proof takes one event/],
    [['verify', '/none/such'], /\/none\/such: 没有这个文件或文件夹 \/ no such file or folder/],
    [['verify', '/'], /这是文件夹，请指明其中的文件 \/ this is a folder: name a file in it/],
  ])('says in both languages what is missing from %j', async (words, said) => {
    const { code, out, err } = await anjuan(words);
    expect(code).toBe(2);
    expect(out + err).toMatch(said);
  });

  it('counts what is stuck by cause, and says since when', async () => {
    expect(await anjuan(['stuck'], withDatabase())).toMatchObject({ code: 0, out: '没有卡滞的案件 / nothing is stuck\n' });
    await sql("insert into stuck (cause, stream, about, since, sign_at, detail) values ('workflowMissing', 'clue-x', '', '2026-03-02T01:00:00.000Z', '2026-03-02T01:00:00.000Z', '{}')");
    expect((await anjuan(['stuck'], withDatabase())).out).toMatch(/卡滞 1 项[\s\S]*流程丢失 Workflows that are gone: 1[\s\S]*2026-03-02T01:00:00.000Z 流程丢失 {2}clue-x/);
    await sql("update looks set temporal_away = '2026-03-02T02:00:00.000Z'");
    const told = await anjuan(['stuck', '--json'], withDatabase());
    expect([told.code, JSON.parse(told.out)]).toMatchObject([1, { total: 1, away: { temporal: '2026-03-02T02:00:00.000Z' }, groups: [{ cause: 'workflowMissing', count: 1 }], cases: [{ stream: 'clue-x' }] }]);
    await sql("delete from stuck; update looks set temporal_away = null");
  });

  it('says what to do when no database is known, or the setting is no address', async () => {
    expect(await anjuan(['migrate'])).toMatchObject({ code: 1, err: expect.stringContaining('npm start') as string });
    expect(await anjuan(['migrate'], { DATABASE_URL: 'mysql://x' })).toMatchObject({ code: 1, err: expect.stringContaining('DATABASE_URL') as string });
    expect(await anjuan(['migrate'], { DATABASE_URL: 'postgres://127.0.0.1:1/x' })).toMatchObject({ code: 1, err: expect.stringContaining('127.0.0.1:1') as string });
  });

  it('lays the schema once', async () => {
    const empty = `empty_${process.pid}`;
    await sql(`create database ${empty}`);
    const env = { DATABASE_URL: Object.assign(new URL(database.url), { pathname: `/${empty}` }).href };
    try {
      expect(parts(await anjuan(['doctor', '--json'], env))).toContainEqual({ part: 'Schema', ok: false, found: 'not laid, or old', todo: 'Run `anjuan migrate`.' });
      const { applied } = JSON.parse((await anjuan(['migrate', '--json'], env)).out) as { applied: string[] };
      expect(applied).toEqual(expect.arrayContaining(['020-events.sql', '100-followers.sql', '110-matters.sql']));
      expect((await anjuan(['migrate'], env)).out).toContain('the schema is up to date');
    } finally {
      await sql(`drop database ${empty} with (force)`);
    }
  });

  it('rebuilds the read models, and says how far it is', async () => {
    const told = await anjuan(['rebuild', 'read-models'], withDatabase());
    expect(told).toMatchObject({ code: 0, err: '', out: expect.stringContaining('done: 0 events') as string });
    expect(JSON.parse((await anjuan(['rebuild', 'figures', '--json'], withDatabase())).out)).toMatchObject({ position: 0, events: 0, parked: [] });
  });

  it('finds a row that somebody edited by hand, leaves it, and puts it right when asked to', async () => {
    expect(await anjuan(['rebuild', 'read-models', '--check'], withDatabase())).toMatchObject({ code: 0, out: expect.stringContaining('every row is what the events say') as string });
    await sql(`insert into figure_days values ('received', 'petition', '2026-03-02', 1, 0)`);
    const told = await anjuan(['rebuild', 'read-models', '--check'], withDatabase());
    expect(told).toMatchObject({ code: 1, out: expect.stringMatching(/1 rows are not what the events say:\n {2}figure_days received petition 2026-03-02: .*not in the events/) as string });
    const { out } = await anjuan(['rebuild', 'read-models', '--check', '--json'], withDatabase());
    expect(JSON.parse(out)).toMatchObject({ same: false, count: 1, differences: [{ table: 'figure_days', key: 'received petition 2026-03-02', live: true, built: false }] });
    expect(await sql('select from figure_days')).toMatchObject({ rowCount: 1 });
    expect(await anjuan(['rebuild', 'all'], withDatabase())).toMatchObject({ code: 0, out: expect.stringMatching(/conductor has never run[\s\S]*stuck has never run/) as string });
    expect(await sql('select from figure_days')).toMatchObject({ rowCount: 0 });
    expect(await anjuan(['rebuild', 'stuck', '--check'], withDatabase())).toMatchObject({ code: 2 });
    await sql('delete from checkpoints');
  });

  it('has everything published again, and forgets what a lost topic is believed to hold', async () => {
    await sql(`insert into checkpoints (follower, position) values ('publisher', 7); insert into published (topic, partition, at) values ('anjuan.clue', 0, 5)`);
    expect(await anjuan(['rebuild', 'topics'], withDatabase())).toMatchObject({ code: 0, err: '', out: expect.stringContaining('publish everything again') as string });
    expect(await sql(`select position::int from checkpoints where follower = 'publisher'`)).toMatchObject({ rows: [{ position: 0 }] });
    expect(await sql('select from published')).toMatchObject({ rowCount: 0 });
    await sql(`delete from checkpoints where follower = 'publisher'`);
  });
});

describe('anjuan doctor', () => {
  it('tells of every part, of a follower that lags, of parked streams and of Temporal being away', async () => {
    await sql(`
      update head set position = 7;
      insert into checkpoints (follower, position, moved_at) values ('late', 4, now() - interval '10 minutes'), ('there', 7, now()), ('ahead', 9, now());
      insert into parked (follower, stream, position, cause) values ('there', 'clue-x', 3, 'no row reads it')`);
    const told = await anjuan(['doctor', '--json'], withDatabase());
    expect(told.code).toBe(1);
    const found = parts(told);
    expect(found.find(({ part }) => part === 'Postgres keeps what it answered')).toMatchObject({ ok: true });
    expect(found.find(({ part }) => part === 'Follower late')).toMatchObject({ ok: false, found: expect.stringMatching(/^3 events behind, last moved 60\d s ago$/) as string });
    expect(found.find(({ part }) => part === 'Follower there')).toMatchObject({ ok: true, found: 'up to date' });
    expect(found.find(({ part }) => part === 'Follower ahead')).toMatchObject({ ok: false, todo: expect.stringContaining('rebuild read-models') as string });
    expect(found.find(({ part }) => part === 'Parked streams')).toMatchObject({ ok: false, found: expect.stringContaining('clue-x from position 3') as string });
    expect(found.find(({ part }) => part === 'Workflows')).toMatchObject({ ok: false, found: expect.stringContaining('Temporal cannot be asked') as string });
    const standing = await anjuan(['followers', '--json'], withDatabase());
    expect(standing.code).toBe(1);
    expect((JSON.parse(standing.out) as { followers: object[] }).followers).toEqual([
      expect.objectContaining({ follower: 'ahead', partition: 0, partitions: 1, position: 9, behind: -2 }),
      expect.objectContaining({ follower: 'late', behind: 3, perSecond: 0, parked: 0 }),
      expect.objectContaining({ follower: 'there', behind: 0, seconds: 0, parked: 1 }),
    ]);
    expect((await anjuan(['followers'], withDatabase())).out).toMatch(/late: 位置 position 4，落后 behind 3/);
    await sql('alter table figure_again rename to elsewhere');
    expect(parts(await anjuan(['doctor', '--json'], withDatabase()))).toContainEqual({ part: 'Tables of the read models', ok: false, found: 'gone: figure_again', todo: 'Run `anjuan rebuild read-models`.' });
    await sql('alter table elsewhere rename to figure_again');
    const plain = await anjuan(['doctor'], withDatabase());
    expect(plain.code).toBe(1);
    expect(plain.out).toMatch(/!! {2}Parked streams: 1[\s\S]*→ Deploy a build that reads these events, then `anjuan unpark`/);
    expect(JSON.parse((await anjuan(['unpark', 'clue-x', '--json'], withDatabase())).out)).toEqual({ asked: 1 });
    expect((await anjuan(['unpark', 'clue-y'], withDatabase())).code).toBe(1);
    expect((await sql('select from parked where retry')).rowCount).toBe(1);
    await sql(`delete from parked; delete from checkpoints; update head set position = 0`);
  });

  it('refuses a database that may lose what it answered', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'anjuan-unsafe-'));
    const server = await startPostgres({ dir: join(dir, 'postgres'), port: await freePort(), log: join(dir, 'log'), run: dir, settings: { fsync: 'off', full_page_writes: 'off' } });
    try {
      const told = await anjuan(['doctor', '--json'], { DATABASE_URL: server.url });
      expect(told.code).toBe(1);
      expect(parts(told).find(({ part }) => part === 'Postgres keeps what it answered')).toMatchObject({ ok: false, todo: expect.stringContaining('Switch fsync, full_page_writes on') as string });
    } finally {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

needs('temporal')('anjuan and Temporal', () => {
  it('counts open matters that have no workflow', async () => {
    const temporal = await devTemporal();
    try {
      await sql(`insert into conducted (stream, process, correlation, revision, position, stage, open, custody, situation, key, sent_key)
                 select 'clue-' || n, 'clue', 'h', 1, n, 'registered', n < 4, false, '{}', 'k', 'k' from generate_series(1, 5) n`);
      const env = { ...withDatabase(), TEMPORAL_ADDRESS: temporal.address };
      const told = await anjuan(['doctor', '--json'], env);
      expect(parts(told).find(({ part }) => part === 'Workflows')).toEqual({ part: 'Workflows', ok: false, found: '3 open matters, 3 without a workflow, 0 not told yet', todo: 'Run `anjuan rebuild workflows`.' });
      const rebuilding = anjuan(['rebuild', 'workflows'], env);
      // What the conductor does, one by one, once it is asked to.
      const untold = async () => (await sql('select from conducted where sent_key is null')).rowCount;
      while ((await untold()) !== 3) await new Promise((done) => setTimeout(done, 50));
      while ((await untold()) !== 0) {
        await sql(`update conducted set sent_key = key where stream = (select min(stream) from conducted where sent_key is null)`);
        await new Promise((done) => setTimeout(done, 300));
      }
      const { code, out } = await rebuilding;
      expect(code).toBe(0);
      expect(out).toContain('the workflows of 3 open matters');
    } finally {
      await temporal.stop();
      await sql('delete from conducted');
    }
  });
});
