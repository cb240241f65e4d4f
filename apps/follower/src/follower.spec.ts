import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { root } from '@anjuan/local';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { askRebuild, checkRows, isAsked } from '@anjuan/follow';
import { createQueries, readModels } from '@anjuan/read-models';
import { type Database, freshDatabase } from '@anjuan/test/support';
import { openDoor } from '../test/door';

let database: Database;
const key = 'ab'.repeat(32);
const keyFile = join(process.env['ANJUAN_TEST_RUN'] ?? '', 'follower.key');
const children: ChildProcess[] = [];

beforeAll(async () => {
  writeFileSync(keyFile, key, { mode: 0o600 });
  await promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'follower'], { cwd: root });
});
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await database.drop();
});

/** The app as it is shipped; Temporal is away all the time, and the read models do not wait for it. */
const start = (env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, ['apps/follower/dist/main.mjs'], { cwd: root, stdio: 'ignore', env: { PATH: process.env.PATH, DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1', ANJUAN_KEY_FILE: keyFile, ...env } });
  children.push(child);
  return child;
};

const open = () => {
  const door = openDoor(database.url, key);
  const queries = createQueries(door.pool);
  return { ...door, queries, close: () => queries.close().then(door.close) };
};

it('killed between the rows and the checkpoint, the follower comes again with every clue in the list once', async () => {
  const office = open();
  try {
    for (const title of ['甲', '乙', '丙']) await office.register(title);
    const [, signal] = (await once(start({ CRASH_AT: 'projector.beforeCheckpoint' }), 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(await office.queries.position()).toBe(0);
    expect(await office.queries.list('clue', { limit: 10 })).toEqual({ items: [] });

    const again = start();
    const { position } = await office.register('丁');
    expect(await office.queries.waitFor(position, 15_000)).toBe(true);
    const list = await office.queries.list('clue', { limit: 10 });
    expect('items' in list && list.items.map(({ title, revision }) => [title, revision]).sort()).toEqual([['丁', 1], ['丙', 1], ['乙', 1], ['甲', 1]]);

    const from = Date.now();
    again.kill('SIGTERM');
    expect(await once(again, 'exit')).toEqual([0, null]);
    expect(Date.now() - from).toBeLessThan(10_000);
  } finally {
    await office.close();
  }
});

const signal = async (child: ChildProcess, name: NodeJS.Signals) => {
  child.kill(name);
  if (name !== 'SIGCONT' && name !== 'SIGSTOP') await once(child, 'exit');
};

/** What the rows lack or have too much, compared with the events. */
const differences = async ({ store, pool }: ReturnType<typeof open>) => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return (await checkRows({ store, pool, log, ...readModels({ processes, counting: counting(defaultPolicy, adopted), store }) })).differences;
};

it.each(['projector.built', 'projector.beforeReplaced'])('killed at %s, in the middle of a rebuild, it leaves the rows that are read as they are, and builds them anew when it comes again', async (point) => {
  const office = open();
  try {
    const first = start({ CRASH_AT: point });
    for (const title of ['甲', '乙', '丙']) await office.register(title);
    expect(await office.queries.waitFor(3, 15_000)).toBe(true);
    await office.pool.query(`update matters set title = 'edited by hand'`);
    expect(await askRebuild(office.pool, 'read-models')).toBe(true);
    expect(await once(first, 'exit')).toEqual([null, 'SIGKILL']);
    expect((await office.pool.query(`select title from matters`)).rows).toEqual(Array.from({ length: 3 }, () => ({ title: 'edited by hand' })));
    expect((await office.pool.query(`select to_regclass('building.matters') is not null as left`)).rows).toEqual([{ left: true }]);
    const { position } = await office.register('丁');

    start();
    expect(await office.queries.waitFor(position, 15_000)).toBe(true);
    for (const until = Date.now() + 15_000; (await isAsked(office.pool, 'read-models')) && Date.now() < until; ) await new Promise((done) => setTimeout(done, 50));
    expect((await office.pool.query(`select title from matters order by position`)).rows.map(({ title }) => title)).toEqual(['甲', '乙', '丙', '丁']);
    expect(await differences(office)).toEqual([]);
    expect((await office.pool.query(`select to_regclass('building.matters') as left`)).rows).toEqual([{ left: null }]);
  } finally {
    await office.close();
  }
});

it('frozen, it is taken over from; should it wake, there are not two who lead, and no clue is lost or counted twice', async () => {
  const office = open();
  try {
    const first = start();
    const { position } = await office.register('甲');
    expect(await office.queries.waitFor(position, 15_000)).toBe(true);
    const second = start();
    await signal(first, 'SIGSTOP');
    const later = await office.register('乙');
    expect(await office.queries.waitFor(later.position, 40_000)).toBe(true);
    await signal(first, 'SIGCONT');
    for (const title of ['丙', '丁', '戊']) await office.register(title);
    expect(await office.queries.waitFor(5, 15_000)).toBe(true);
    await signal(second, 'SIGKILL');
    const last = await office.register('己');
    expect(await office.queries.waitFor(last.position, 15_000)).toBe(true);
    expect((await office.queries.figures({ from: '2026-01-01', to: '2027-01-01' })).received).toBe(6);
    expect(await differences(office)).toEqual([]);
    expect(first.exitCode).toBeNull();
  } finally {
    await office.close();
  }
});

it('says which setting is wrong and does not start', async () => {
  const child = spawn(process.execPath, ['apps/follower/dist/main.mjs'], { cwd: root, env: { PATH: process.env.PATH, DATABASE_URL: 'nowhere' } });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).not.toBe(0);
  expect(said).toMatch(/the follower's settings:[\s\S]*DATABASE_URL/);
});
