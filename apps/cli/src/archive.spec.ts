import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '@anjuan/event-store';
import { freshDatabase, type Database } from '@anjuan/test/support';
import { anjuan as command, buildCommandLine } from '../test/office';
import { toldClue } from '../test/told-clue';

describe('anjuan archive', () => {
  const home = mkdtempSync(join(tmpdir(), 'anjuan-archive-'));
  let database: Database;
  let id: string;

  beforeAll(async () => {
    await buildCommandLine();
    database = await freshDatabase();
    id = await toldClue(database.url);
  });
  afterAll(async () => {
    await database.drop();
    rmSync(home, { recursive: true });
  });

  const anjuan = (...words: readonly string[]) => command(words, { ANJUAN_HOME: home, DATABASE_URL: database.url });
  const sql = async (text: string, values: readonly unknown[] = []) => {
    const pool = openPool(database.url, { max: 1 });
    const { rows } = await pool.query(text, [...values]).finally(() => pool.end());
    return rows;
  };
  /** What the conductor noted of the clue, and of another matter of the same history. */
  const conducted = (stream: string, open: boolean, revision = 2) =>
    sql(
      `insert into conducted (stream, process, correlation, revision, position, stage, open, custody, situation, key)
       select $1, 'clue', correlation, $3, 2, 'closed', $2, false, '{}', '' from events where stream = $4 limit 1
       on conflict (stream) do update set open = excluded.open, revision = excluded.revision`,
      [stream, open, revision, id],
    );
  const archived = async () => (await sql('select count(*)::int as n from events where data is null'))[0].n as number;
  const archive = async (before = '2026-03-10') => JSON.parse((await anjuan('archive', '--before', before, '--json')).out) as { matters: number; events: number };

  it('asks for a day that exists and has come', async () => {
    expect(await anjuan('archive')).toMatchObject({ code: 2, err: expect.stringContaining('archive takes --before DATE') });
    expect(await anjuan('archive', '--before', '2026-02-30')).toMatchObject({ code: 2, err: expect.stringContaining('没有 2026-02-30 这一天') });
    expect(await anjuan('archive', '--before', '2999-01-01')).toMatchObject({ code: 1, err: expect.stringContaining('--before 2999-01-01 is not there yet') });
    expect(await anjuan('archive', '--until', '2026-02-20')).toMatchObject({ code: 2, err: expect.stringContaining('--until') });
  });

  it('leaves alone what is open, what has an open matter in its history, what was recorded on or after the day, and what is not conducted yet', async () => {
    await conducted(id, true);
    expect(await archive()).toMatchObject({ matters: 0, events: 0 });
    await conducted(id, false);
    expect(await archive('2026-03-09')).toMatchObject({ events: 0 });
    await conducted(id, false, 1);
    expect(await archive()).toMatchObject({ events: 0 });
    await conducted(id, false);
    // A case of the same history that is still tried.
    await sql(`insert into events (position, stream, revision, command, n, body, id, process, type, schema, correlation, occurred_at, recorded_at, data, envelope)
               select 3, 'case-1', 1, 'c3', 0, body, gen_random_uuid(), 'case', type, schema, correlation, occurred_at, recorded_at, data, envelope from events where position = 1`);
    await conducted('case-1', true, 1);
    expect(await archive()).toMatchObject({ events: 0 });
    expect(await archived()).toBe(0);
    await sql(`delete from events where position = 3`);
    await sql(`delete from conducted where stream = 'case-1'`);
  });

  it('moves the rest into files only their owner may read; replay tells the same as before, and a second run has nothing to do', async () => {
    const before = await anjuan('replay', id);
    const { code, out } = await anjuan('archive', '--before', '2026-03-10');
    expect(code).toBe(0);
    expect(out).toMatch(/已归档 1 件、2 个事件，写入 1 个文件[\s\S]*2 events of 1 matters are archived in 1 files/);
    expect(await archived()).toBe(2);
    expect(readdirSync(join(home, 'archive'))).toEqual(['00000001.jsonl.gz']);
    expect(statSync(join(home, 'archive', '00000001.jsonl.gz')).mode & 0o777).toBe(0o600);
    expect(await anjuan('replay', id)).toEqual(before);
    expect((await anjuan('archive', '--before', '2026-03-10')).out).toContain('均已归档');
  });

  it('says which file is missing when the folder was left behind', async () => {
    rmSync(join(home, 'archive'), { recursive: true });
    expect(await anjuan('replay', id)).toMatchObject({ code: 1, err: expect.stringMatching(/00000001\.jsonl\.gz, which cannot be read[\s\S]*ANJUAN_ARCHIVE_DIR/) });
  });
});
