import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { freshDatabase } from '../../../../test/support/fresh-database';
import { append, batch, draft } from '../contract/given';
import type { EventStore } from '../port';
import { archive } from './archive';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Pool;
let pool: Pool;
let folder: string;
let store: EventStore;

const opened = () => postgresEventStore(pool, { archives: folder });
beforeEach(async () => {
  database = await freshDatabase();
  owner = openPool(database.url, { max: 2 });
  pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  folder = await mkdtemp(join(tmpdir(), 'anjuan-archive-'));
  store = opened();
});
afterEach(async () => {
  await store.close();
  await Promise.all([owner.end(), pool.end()]);
  await database.drop();
  await rm(folder, { recursive: true });
});

const keep = (name: string, bytes: Buffer) => writeFile(join(folder, name), bytes);
const readBack = (name: string) => readFile(join(folder, name));
/** Two histories side by side, with text that files and JSON like to change. */
const histories = async () => {
  for (let revision = 0; revision < 30; revision += 3)
    for (const stream of ['clue-old', 'clue-young']) await store.append(append(stream, revision, { events: batch(3, (n) => draft({ title: `第${revision + n}次\u2028“引”\r\n😀`, amount: 12.5 })) }));
};
const everything = async (from: EventStore) => ({ old: await from.read('clue-old'), young: await from.read('clue-young', 7), all: await from.readAll(0, 1_000), head: await from.head() });

it('an archived history reads as before, by stream and in the order of all, in this process and in the next', async () => {
  await histories();
  const before = await everything(store);
  const told: (readonly number[])[] = [];
  expect(await archive(owner, { streams: ['clue-old'], keep, readBack, onProgress: (...at) => told.push(at) })).toMatchObject({ events: 30, segments: 1 });
  expect(told).toEqual([[30, 30]]);
  expect((await owner.query('select count(*)::int as n from events where data is null and envelope is null')).rows).toEqual([{ n: 30 }]);
  expect(await everything(store)).toEqual(before);
  const next = opened();
  expect(await everything(next)).toEqual(before);
  await next.close();
});

it('an archived history goes on: the next event, a repeat of its first command and a stale revision are answered as ever', async () => {
  const first = append('clue-old', 0);
  const { receipt } = (await store.append(first)) as { receipt: unknown };
  await archive(owner, { streams: ['clue-old'], keep, readBack });
  expect(await store.append(first)).toEqual({ kind: 'alreadyAppended', receipt });
  expect(await store.append({ ...first, body: 'another' })).toEqual({ kind: 'commandReused', receipt });
  expect(await store.append(append('clue-old', 0))).toEqual({ kind: 'conflict', expected: 0, current: 1 });
  expect(await store.append(append('clue-old', 1))).toMatchObject({ kind: 'appended', receipt: { revision: 2, position: 2 } });
  expect((await store.read('clue-old')).events.map(({ revision }) => revision)).toEqual([1, 2]);
});

it('archiving again takes only what has come since, into a file of its own; nothing to take makes none', async () => {
  await histories();
  await archive(owner, { streams: ['clue-old'], keep, readBack });
  await store.append(append('clue-old', 30));
  const before = await everything(store);
  expect(await archive(owner, { streams: ['clue-old'], keep, readBack })).toMatchObject({ events: 1, segments: 1 });
  expect(await archive(owner, { streams: ['clue-old', 'clue-unknown'], keep, readBack })).toEqual({ events: 0, segments: 0, bytes: 0 });
  expect((await readdir(folder)).sort()).toEqual(['00000001.jsonl.gz', '00000002.jsonl.gz']);
  expect(await everything(store)).toEqual(before);
});

it('two who archive at once take turns: every text leaves once, and all of it is read as before', async () => {
  await histories();
  const before = await everything(store);
  const done = await Promise.all(['clue-old', 'clue-young'].map((stream) => archive(owner, { streams: [stream, 'clue-old'], keep, readBack })));
  expect(done.reduce((sum, { events }) => sum + events, 0)).toBe(60);
  expect(await everything(store)).toEqual(before);
});

it('a long history lies in several files of a thousand events, each counted in its entry', async () => {
  for (let revision = 0; revision < 2_500; revision += 500) await store.append(append('clue-long', revision, { events: batch(500) }));
  const before = await store.read('clue-long');
  expect(await archive(owner, { streams: ['clue-long'], keep, readBack })).toMatchObject({ events: 2_500, segments: 3 });
  expect((await owner.query('select segment, events from archives order by segment')).rows).toEqual([{ segment: 1, events: 1_000 }, { segment: 2, events: 1_000 }, { segment: 3, events: 500 }]);
  expect(await opened().read('clue-long')).toEqual(before);
});

it('a file that cannot be kept leaves the table as it was, and the next attempt takes its number', async () => {
  await histories();
  const full = () => Promise.reject(new Error('ENOSPC'));
  await expect(archive(owner, { streams: ['clue-old'], keep: full, readBack })).rejects.toThrow('ENOSPC');
  expect(await untouched()).toBe(true);
  // Killed between the file and its entry: what lies under the number is written over.
  await keep('00000001.jsonl.gz', Buffer.from('half a file'));
  await archive(owner, { streams: ['clue-old'], keep, readBack });
  expect((await store.read('clue-old')).events).toHaveLength(30);
});

const untouched = async () => (await owner.query('select count(*)::int as n from events where data is null')).rows[0].n === 0;

it('a file that does not read back as it was written takes nothing out of the table', async () => {
  await histories();
  await expect(archive(owner, { streams: ['clue-old'], keep: (name, bytes) => keep(name, bytes.subarray(1)), readBack })).rejects.toThrow('00000001.jsonl.gz does not read back');
  expect(await untouched()).toBe(true);
});

it('a row that is gone when its text should leave takes nothing out of the table', async () => {
  await histories();
  const gone = async (name: string, bytes: Buffer) => {
    await owner.query(`delete from events where stream = 'clue-old' and revision = 3`);
    await keep(name, bytes);
  };
  await expect(archive(owner, { streams: ['clue-old'], keep: gone, readBack })).rejects.toThrow('29 of 30 rows were there');
  expect(await untouched()).toBe(true);
});

describe('a file that is not there, or not the one that was archived', () => {
  let path: string;
  beforeEach(async () => {
    await histories();
    await archive(owner, { streams: ['clue-old'], keep, readBack });
    path = join(folder, '00000001.jsonl.gz');
  });

  it('makes its own history unavailable in words that name it, and no other; brought back, all is well', async () => {
    await rename(path, `${path}.away`);
    await expect(store.read('clue-old')).rejects.toThrow(`${path}, which cannot be read`);
    await expect(store.readAll(0, 100)).rejects.toThrow('bring it back');
    expect((await store.read('clue-young')).events).toHaveLength(30);
    await rename(`${path}.away`, path);
    expect((await store.read('clue-old')).events).toHaveLength(30);
  });

  it('is told by its sha256 when one byte was changed', async () => {
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    await expect(store.read('clue-old')).rejects.toThrow(/is not the file that was archived: expected sha256 [0-9a-f]{64}, found [0-9a-f]{64}/);
  });

  it('is told when no folder is set at all', async () => {
    const elsewhere = postgresEventStore(pool);
    await expect(elsewhere.read('clue-old')).rejects.toThrow('set ANJUAN_ARCHIVE_DIR');
    await elsewhere.close();
  });

  it('is told when it holds no such event', async () => {
    await owner.query('alter table events drop constraint events_text_or_segment');
    await owner.query(`update events set data = null, envelope = null, archived = 1 where stream = 'clue-young' and revision = 1`);
    await expect(store.read('clue-young')).rejects.toThrow('holds no event at position 4');
  });
});

it('the apps may read the entries and change neither them nor an event', async () => {
  await store.append(append('clue-1', 0, { command: randomUUID() }));
  for (const statement of [`update events set data = null, envelope = null, archived = 1`, `insert into archives (segment, sha256, events) values (1, '', 1)`, 'delete from archives'])
    await expect(pool.query(statement)).rejects.toThrow('permission denied');
  await expect(archive(pool, { streams: ['clue-1'], keep, readBack })).rejects.toThrow('permission denied');
});
