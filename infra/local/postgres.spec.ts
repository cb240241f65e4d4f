import { freePort, safetySettings, startPostgres } from '@anjuan/local';
import { freshDatabase } from '@anjuan/test/support';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const asked = async (url: string, sql: string) => {
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    return (await session.query(sql)).rows;
  } finally {
    await session.end();
  }
};

describe('our own Postgres', () => {
  // Others may not enter the folder: as root, Postgres must reach its data all the same.
  const folder = mkdtempSync(join(tmpdir(), 'anjuan-postgres-'));
  const place = async () => ({ dir: join(folder, 'data'), port: await freePort(), log: join(folder, 'log'), run: join(folder, 'run') });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps every safeguard on, listens on the loopback only and knows its rows after a restart', async () => {
    const first = await startPostgres(await place());
    expect(await safetySettings(first.url)).toMatchObject({ data_checksums: 'on', fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
    expect(await asked(first.url, `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'server_encoding') order by 1`)).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' }, { name: 'server_encoding', setting: 'UTF8' }, { name: 'unix_socket_directories', setting: '' },
    ]);
    await asked(first.url, `create table kept as select '线索' as word`);
    await first.stop();

    const second = await startPostgres(await place());
    expect(await asked(second.url, 'select word from kept')).toEqual([{ word: '线索' }]);
    await second.stop();
  });

  it('starts again after a death without goodbye, though its lock file now names a stranger', async () => {
    const first = await startPostgres(await place());
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const lock = join(folder, 'data', 'postmaster.pid');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.pid)));
    const second = await startPostgres(await place());
    expect(await asked(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });
});

describe('a database for a test file', () => {
  it('is a copy of its own, gone after the drop', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await asked(one.url, 'create table only_here ()');
    expect(await asked(two.url, `select to_regclass('only_here') as found`)).toEqual([{ found: null }]);
    await Promise.all([one.drop(), two.drop()]);
    await expect(asked(one.url, 'select 1')).rejects.toThrow('does not exist');
  });
});
