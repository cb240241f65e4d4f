import { copies, copy, openDiaries, silent, soon } from '../test/diary';
import { checkRows, follow, partitionOf, rebuild, type Follower, type Following } from './index';

type Diaries = Awaited<ReturnType<typeof openDiaries>>;
let diaries: Diaries;
const followers: Follower[] = [];

beforeEach(async () => {
  diaries = await openDiaries();
  written = 0;
});
afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.stop()));
  await diaries.close();
});

const start = (partitions: number, more: Partial<Following> = {}) => {
  const follower = follow({ store: diaries.store, pool: diaries.pool, name: 'copier', apply: copy(), log: silent, partitions, ...more });
  followers.push(follower);
  return follower;
};
const streams = Array.from({ length: 12 }, (_, i) => `diary-${i}`);
let written = 0;
const write = async (lines: number) => {
  for (const to = written + lines; written < to; written++) await Promise.all(streams.map((stream) => diaries.write(stream, `${written}`)));
};
/** Each stream in order and once, whatever the order between them. */
const expectAll = async (lines: number) => {
  const copied = await diaries.copied();
  for (const stream of streams) expect(copied.filter((line) => line.startsWith(`${stream}:`))).toEqual(Array.from({ length: lines }, (_, i) => `${stream}: ${i}`));
};
const parts = async () => (await diaries.owner.query<{ partition: number; partitions: number; position: number }>('select partition, partitions, position::int from checkpoints order by partition')).rows;
const holders = async () =>
  (await diaries.owner.query<{ n: number }>(`select count(*)::int as n from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and granted and database = (select oid from pg_database where datname = current_database()) group by pid order by 1`)).rows.map(({ n }) => n);

describe('Streams dealt out in parts', () => {
  it('belong to the same part for ever, and to all parts alike', () => {
    expect(['clue-1', 'clue-2', '案-3'].map((stream) => partitionOf(stream, 8))).toEqual([2, 7, 7]);
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 8_000; i++) counts[partitionOf(`clue-${i}`, 8)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(800);
  });

  it('are all followed by one process that is alone; a second takes its fair share, and all of it when the first is gone', async () => {
    const first = start(4);
    await write(3);
    expect(await first.caughtUp(36, 5_000)).toBe(true);
    expect(await parts()).toEqual([0, 1, 2, 3].map((partition) => ({ partition, partitions: 4, position: 36 })));
    expect(await holders()).toEqual([4]);
    const second = start(4, { batch: 5 });
    await soon(async () => (await holders()).join() === '2,2');
    await write(3);
    expect(await second.caughtUp(72, 5_000)).toBe(true);
    expect(await first.position()).toBe(72);
    await first.stop();
    await soon(async () => (await holders()).join() === '4');
    await write(3);
    expect(await second.caughtUp(108, 5_000)).toBe(true);
    await expectAll(9);
  });

  it('come each once and in order though the sessions of three processes are killed all the time', async () => {
    for (const batch of [3, 7, 50]) start(5, { batch });
    const writing = write(20);
    for (let i = 0; i < 8; i++) {
      await diaries.killSessions();
      await new Promise((done) => setTimeout(done, 150));
    }
    await writing;
    expect(await followers[0]!.caughtUp(240, 30_000)).toBe(true);
    await expectAll(20);
  });

  it('are dealt into more parts, and into fewer, without one left out or repeated; whoever has them dealt out otherwise must stop first', async () => {
    const one = start(1, { batch: 7 });
    await write(4);
    await one.caughtUp(48, 5_000);
    const four = start(4, { batch: 5 });
    await write(1);
    expect(await one.caughtUp(60, 5_000)).toBe(true);
    expect(four.health().leading).toBe(false);
    await one.stop();
    await write(4);
    expect(await four.caughtUp(108, 10_000)).toBe(true);
    await four.stop();
    // As two processes leave it that were killed at different places.
    await diaries.owner.query(`update checkpoints set position = 0; truncate copied`);
    const half = start(4);
    await half.caughtUp(108, 5_000);
    await half.stop();
    await diaries.owner.query(`delete from copied where position > 60 and stream = any($1)`, [streams.filter((stream) => partitionOf(stream, 4) === 2)]);
    await diaries.owner.query('update checkpoints set position = 60 where partition = 2');
    const three = start(3, { batch: 5 });
    await write(1);
    expect(await three.caughtUp(120, 10_000)).toBe(true);
    expect((await parts()).map(({ partitions }) => partitions)).toEqual([3, 3, 3]);
    await expectAll(10);
  });

  it('are dealt anew from where rows built anew stand, when those come in between: no line is copied twice', async () => {
    const model = copies('1');
    const two = start(2, { model });
    await write(2);
    await two.caughtUp(24, 5_000);
    await two.stop();
    // As two processes leave it that were killed at different places.
    await diaries.owner.query(`delete from copied where position > 6 and stream = any($1)`, [streams.filter((stream) => partitionOf(stream, 2) === 1)]);
    await diaries.owner.query(`delete from copied where position > 12; update checkpoints set position = case partition when 1 then 6 else 12 end`);
    let built = false;
    const store: Following['store'] = {
      ...diaries.store,
      readAll: async (after, limit) => {
        if (!built) {
          built = true;
          await rebuild({ store: diaries.store, pool: diaries.pool, name: 'copier', log: silent, model });
        }
        return diaries.store.readAll(after, limit);
      },
    };
    const one = start(1, { model, store });
    await soon(async () => (await parts()).length === 1);
    expect(built).toBe(true);
    await write(1);
    expect(await one.caughtUp(36, 10_000)).toBe(true);
    await expectAll(3);
  });

  it('are parked and tried again by whoever leads them', async () => {
    let understood = false;
    for (let i = 0; i < 2; i++) start(4, { apply: copy((text) => understood || text !== 'BAD') });
    await soon(async () => (await holders()).join() === '2,2');
    for (const stream of streams) await diaries.write(stream, 'BAD', 'after');
    expect(await followers[0]!.caughtUp(24, 5_000)).toBe(true);
    expect(await diaries.parked()).toHaveLength(12);
    understood = true;
    await diaries.owner.query('update parked set retry = true');
    await soon(async () => (await diaries.parked()).length === 0);
    const copied = await diaries.copied();
    for (const stream of streams) expect(copied.filter((line) => line.startsWith(`${stream}:`))).toEqual([`${stream}: BAD`, `${stream}: after`]);
  });

  it('are built anew all together while two processes follow, and compared part by part', async () => {
    const model = copies('1');
    for (let i = 0; i < 2; i++) start(4, { model, batch: 11 });
    await soon(async () => (await holders()).join() === '2,2');
    const writing = write(15);
    await followers[0]!.caughtUp(20, 5_000);
    const by = { store: diaries.store, pool: diaries.pool, name: 'copier', log: silent, model: copies('1') };
    await rebuild(by);
    expect(await checkRows(by)).toMatchObject({ count: 0 });
    await writing;
    expect(await followers[0]!.caughtUp(180, 10_000)).toBe(true);
    await expectAll(15);
    expect(followers.map((follower) => follower.health().failing)).toEqual([undefined, undefined]);
  });
});
