import { createHash } from 'node:crypto';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { bundleText, NewerRelease, openEventStore, openPool, type EventStore } from '@anjuan/event-store';
import { follow, type Follower } from '@anjuan/follow';
import { createHandle, installationKeys, tableText, type Handle } from '@anjuan/handle';
import { liftFrom, WrittenByNewer, type Lifecycle, type Loose, type Row } from '@anjuan/lifecycle';
import { createQueries, readModels } from '@anjuan/read-models';
import { linkedHistory, replay, wholeLine } from '@anjuan/replay';
import { z } from 'zod';
import { accusation, people } from '../journeys/support/people';
import { freshDatabase } from '../support';

/** A program of some release, on one database with others. */
type Program = { readonly door: Handle; readonly store: EventStore; readonly follow: () => Follower; readonly close: () => Promise<void> };
type Tables = Readonly<Record<string, Lifecycle>>;

/** The next release asks at registration by which channel an accusation came, and keeps it; of earlier ones nobody wrote it down. */
const registerAccusation = processes.clue.rows['registerAccusation']!;
const withChannel: Row = {
  ...registerAccusation,
  asks: registerAccusation.asks.extend({ channel: z.string() }).strict(),
  lifts: liftFrom(1, (asked: Loose) => ({ ...asked, channel: '未记' })),
  then: (facts, asked, act) => ({ ...registerAccusation.then(facts, asked, act), channel: asked['channel'], number: asked['channel'] }),
};
const next: Tables = { ...processes, clue: { ...processes.clue, rows: { ...processes.clue.rows, registerAccusation: withChannel } } };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const count = counting(defaultPolicy, adopted);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: ReturnType<typeof openPool>;
let queries: ReturnType<typeof createQueries>;
const programs: Program[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  pool = openPool(database.url, { max: 12, role: 'anjuan_app' });
  queries = createQueries(pool);
});
afterEach(async () => {
  for (const program of programs.splice(0)) await program.close();
  await queries.close();
  await pool.end();
  await database.drop();
});

const started = async (release: number, tables: Tables): Promise<Program> => {
  const store = await openEventStore({}, pool, { number: release, tables: Object.values(tables).map((table) => ({ process: table.process, ...tableText(table) })) });
  const door = createHandle({ store, clock: { now: () => '2026-03-02T02:00:00.000Z' }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'organ', cacheSize: 100, processes: tables });
  const followers: Follower[] = [];
  const program: Program = {
    door, store,
    follow: () => {
      const one = follow({ store, pool, log: silent, ...readModels({ processes: tables, counting: count, store }) });
      followers.push(one);
      return one;
    },
    close: async () => {
      for (const one of followers) await one.stop();
      await store.close();
    },
  };
  programs.push(program);
  return program;
};

const register = async ({ door }: Program, id: string, more: object = {}): Promise<string> => {
  const command = { id, name: 'registerAccusation', asked: { ...accusation('2026-03-02'), ...more }, actor: people.petition };
  const stream = door.openingStream('clue', command);
  expect(await door.handle({ ...command, stream })).toMatchObject({ kind: 'done' });
  return stream;
};
const note = (stream: string, id: string) => ({ id, stream, name: 'addNote', asked: { text: '已电话联系' }, actor: people.petition });
const seen = async () => {
  if (!(await queries.waitFor((await programs[0]!.store.head()), 10_000))) throw new Error('the projector does not come on');
};
const listed = async () => {
  const page = await queries.list('clue', { limit: 10 });
  return 'items' in page ? page.items.map(({ stream, revision, stale }) => `${stream} ${revision}${stale ? ' stale' : ''}`).sort() : [];
};
const eventually = async (look: () => Promise<void>, left = 200): Promise<void> => {
  try {
    await look();
  } catch (error) {
    if (left === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await eventually(look, left - 1);
  }
};
const bytes = async () => (await pool.query<{ bytes: string }>(`select string_agg(format('%s %s %s %s', position, schema, data, envelope), '|' order by position) as bytes from events`)).rows[0]?.bytes;

describe('An office is updated while it works', () => {
  it('what the newer program stores, the older reads no further, says in words why, and goes on with the rest', async () => {
    const old = await started(1, processes);
    const follower = old.follow();
    const first = await register(old, 'first');
    const young = await started(2, next);
    const second = await register(young, 'second', { channel: '来访' });
    expect(await young.door.handle(note(first, 'by-the-newer'))).toMatchObject({ kind: 'done' });
    await seen();
    expect(await listed()).toEqual([`${first} 2`]);
    const { rows } = await pool.query<{ stream: string; cause: string }>('select stream, cause from parked');
    expect(rows).toEqual([{ stream: second, cause: expect.stringMatching(/由更新的程序写入（内容格式第 2 版，本程序只认到第 1 版）；请升级本系统 \/ .+stored by a newer version.+update this installation/) as string }]);
    await expect(old.door.load(second)).rejects.toThrow(WrittenByNewer);
    await expect(old.door.handle(note(second, 'by-the-older'))).rejects.toThrow(/请升级本系统/);
    const told = wholeLine(old.door, replay(await linkedHistory(second, { read: old.store.read, linked: async () => [] }, old.door), old.door), second);
    expect(told.steps).toMatchObject([{ unreadable: expect.stringMatching(/请升级本系统/) as string, label: { zh: registerAccusation.label.zh } }]);
    await follower.stop();
  });

  it('the older program writes nothing more, nor does it start again; what it would have done is done by the newer', async () => {
    const old = await started(1, processes);
    const first = await register(old, 'first');
    const young = await started(2, next);
    await expect(old.door.handle(note(first, 'late'))).rejects.toThrow(NewerRelease);
    await expect(started(1, processes)).rejects.toThrow(NewerRelease);
    expect(await young.door.handle(note(first, 'late'))).toMatchObject({ kind: 'done', receipt: { revision: 2 }, repeated: false });
  });

  it('when the newer follower starts, the parked stream goes on by itself, and what was stored is not touched', async () => {
    const old = await started(1, processes);
    const follower = old.follow();
    const first = await register(old, 'first');
    const young = await started(2, next);
    const second = await register(young, 'second', { channel: '来访' });
    await seen();
    const before = await bytes();
    await follower.stop();
    young.follow();
    await eventually(async () => expect([await listed(), (await pool.query('select from parked')).rowCount]).toEqual([[`${first} 1`, `${second} 1`].sort(), 0]));
    expect(await young.door.handle(note(first, 'on'))).toMatchObject({ kind: 'done', receipt: { revision: 2 } });
    await seen();
    expect(await listed()).toContain(`${first} 2`);
    expect((await young.store.read(first)).events.map(({ schema }) => schema)).toEqual([1, 1]);
    expect((await bytes())?.startsWith(before ?? '-')).toBe(true);
    const shown = wholeLine(young.door, replay((await young.store.read(first)).events, young.door), first);
    expect(shown.steps.every(({ unreadable }) => unreadable === undefined)).toBe(true);
  });

  it('rows that an older program folded are worked out anew, and never gone on from', async () => {
    const old = await started(1, processes);
    const follower = old.follow();
    const first = await register(old, 'first');
    await seen();
    const channel = async () => {
      const page = await queries.list('clue', { limit: 10 });
      return 'items' in page ? page.items.find(({ stream }) => stream === first)?.number : undefined;
    };
    expect(await channel()).toBeUndefined();
    await follower.stop();
    (await started(2, next)).follow();
    await eventually(async () => expect(await channel()).toBe('未记'));
  });

  it('every event says by which table it was recorded, and the table is there to be looked up, also the older', async () => {
    const old = await started(1, processes);
    await register(old, 'first');
    const young = await started(2, next);
    await register(young, 'second', { channel: '来访' });
    const named = (await young.store.readAll(0, 10)).map(({ table }) => table);
    expect(new Set(named).size).toBe(2);
    for (const hash of named) expect(createHash('sha256').update((await bundleText(pool, hash)) ?? '').digest('hex')).toBe(hash);
  });
});
