import { copies, copy, diariesForEach, silent, soon } from '../test/diary';
import { askRebuild, askRetry, checkRows, rebuild, type Apply, type Progress } from './index';

const here = diariesForEach();
const { by, live } = here;

/** Copies each line with a mark. With a gate, nothing goes on before it is opened. */
const marking = (mark: string, gate: Promise<void> = Promise.resolve()): Apply => async (tx, events) => {
  await gate;
  for (const { position, stream, data } of events) await tx.query('insert into copied values ($1, $2, $3)', [position, stream, `${data.text} (${mark})`]);
  return [];
};
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((done) => (open = done));
  return { open, opened };
};

describe('A model built beside the live one', () => {
  it('gives the same rows, while the live one goes on following and answering', async () => {
    await here.diaries.write('a', 'one', 'two');
    expect(await live().caughtUp(2, 5_000)).toBe(true);
    await here.diaries.owner.query(`update copied set text = 'spoilt by hand' where position = 1`);
    const { open, opened } = gate();
    const slow: Apply = async (tx, events) => (await opened, copy()(tx, events));
    const rebuilding = rebuild({ ...by(), model: copies('1', slow) });
    await here.diaries.write('a', 'three');
    expect(await here.followers[0]!.caughtUp(3, 5_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: spoilt by hand', 'a: two', 'a: three']);
    open();
    expect(await rebuilding).toBe(3);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'a: three']);
    await here.diaries.write('a', 'four');
    expect(await here.followers[0]!.caughtUp(4, 5_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'a: three', 'a: four']);
    expect(here.followers[0]!.health().failing).toBeUndefined();
    expect((await here.diaries.owner.query(`select indexname from pg_indexes where tablename = 'copied' and schemaname = 'public'`)).rows).toEqual([{ indexname: 'copied_stream' }]);
    expect((await here.diaries.owner.query(`select n_distinct from pg_stats where tablename = 'copied' and schemaname = 'public' and attname = 'position'`)).rows).toEqual([{ n_distinct: -1 }]);
  });

  it('is built by itself when the rules have changed, and readers see all rows at every moment while lines are written', async () => {
    await here.diaries.write('a', ...Array.from({ length: 50 }, (_, i) => `${i}`));
    const first = live('calendar 2026', marking('old'));
    expect(await first.caughtUp(50, 5_000)).toBe(true);
    await first.stop();
    const told: object[] = [];
    const second = live('calendar 2027', marking('new'), { ...silent, info: (about, text) => void told.push({ text, ...about }) });
    let done = false;
    const seen: number[] = [];
    const reading = (async () => {
      while (!done) {
        // A statement each time and a plan kept for it, as the queries have it.
        const { rows } = await here.diaries.pool.query<{ n: number; head: number }>({ name: 'count', text: `select count(*)::int as n, (select position::int from checkpoints where follower = 'copier') as head from copied` });
        expect(rows[0]!.n).toBeGreaterThanOrEqual(50);
        seen.push(rows[0]!.n);
      }
    })();
    for (let i = 0; i < 60; i++) await here.diaries.write('b', `${i}`);
    expect(await second.caughtUp(110, 10_000)).toBe(true);
    await soon(async () => (await here.diaries.copied())[0] === 'a: 0 (new)');
    await here.diaries.write('a', 'after');
    expect(await second.caughtUp(111, 5_000)).toBe(true);
    done = true;
    await reading;
    const copied = await here.diaries.copied();
    expect(copied).toHaveLength(111);
    expect(copied.every((line) => line.endsWith('(new)'))).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(told.filter((line) => 'text' in line && line.text === 'the rows built anew stand in the place of the old ones')).toHaveLength(1);
  });

  it('is left to another build of the product whose rules came back after these: the two would undo each other for ever', async () => {
    await here.diaries.write('a', 'one');
    const other = live('rules of the other', marking('other'));
    expect(await other.caughtUp(1, 5_000)).toBe(true);
    await other.stop();
    const told: string[] = [];
    const own = live('own rules', marking('own'), { ...silent, info: (_, text) => void told.push(String(text)) });
    await soon(async () => (await here.diaries.copied())[0] === 'a: one (own)');
    expect(await rebuild({ ...by(), model: copies('rules of the other', marking('other')) })).toBe(1);
    // Whoever takes the lead looks at the rules before any line.
    await here.diaries.killSessions();
    await here.diaries.write('a', 'two');
    expect(await own.caughtUp(2, 10_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one (other)', 'a: two (own)']);
    expect(told.filter((text) => text.startsWith('the rules have changed'))).toHaveLength(1);
    // Asked for, it is built all the same, as often as somebody asks.
    for (let asked = 0; asked < 2; asked += 1) {
      await here.diaries.owner.query(`update copied set text = 'spoilt by hand'`);
      await askRebuild(here.diaries.pool, 'copier');
      await soon(async () => (await here.diaries.copied()).join() === 'a: one (own),a: two (own)');
    }
  });

  it('leaves the live one as it is when it fails, and is not tried again at once', async () => {
    await here.diaries.write('a', 'one');
    const first = live();
    expect(await first.caughtUp(1, 5_000)).toBe(true);
    const full: Apply = async () => { throw new Error('could not extend file: No space left on device'); };
    await expect(rebuild({ ...by(), model: copies('1', full) })).rejects.toThrow('No space left');
    await first.stop();
    const told: object[] = [];
    const again = here.start({ model: copies('2', full), log: { ...silent, error: (about) => void told.push(about) } });
    await here.diaries.write('a', 'two');
    expect(await again.caughtUp(2, 5_000)).toBe(true);
    await soon(() => told.length === 1);
    // It works through all events each time, so it is not tried again at once.
    for (let position = 3; position <= 12; position++) {
      await here.diaries.write('a', 'more');
      expect(await again.caughtUp(position, 5_000)).toBe(true);
    }
    expect(told).toMatchObject([{ cause: expect.stringContaining('No space left') as string }]);
    expect((await here.diaries.copied()).slice(0, 2)).toEqual(['a: one', 'a: two']);
    expect((await here.diaries.owner.query(`select to_regclass('building.copied') as left`)).rows).toEqual([{ left: null }]);
  });

  it('was left half done by a process that died: the next one clears it away and begins again', async () => {
    await here.diaries.write('a', 'one', 'two');
    await live().caughtUp(2, 5_000);
    const half: Apply = async (tx, events) => {
      await copy()(tx, events);
      // Its server process is gone in the middle, as that of a killed builder.
      await here.diaries.owner.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = ${0x6275696c} and granted and database = (select oid from pg_database where datname = current_database())`);
      return [];
    };
    await expect(rebuild({ ...by(), model: copies('1', half) })).rejects.toThrow();
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
    expect((await here.diaries.owner.query(`select to_regclass('building.copied') is not null as left`)).rows).toEqual([{ left: true }]);
    expect(await rebuild({ ...by(), model: copies('1') })).toBe(2);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
  });

  it('parks the streams that the live one parked, at the same event and since the same time, and frees those it can read', async () => {
    const readable = (text: string) => !text.startsWith('BAD');
    await here.diaries.write('a', 'one', 'BAD', 'after');
    await here.diaries.write('b', 'BAD too', 'two');
    const first = live('1', copy(readable));
    expect(await first.caughtUp(5, 5_000)).toBe(true);
    const parked = () => here.diaries.owner.query('select * from parked order by stream').then(({ rows }) => rows);
    const before = await parked();
    const rows = await here.diaries.copied();
    await rebuild({ ...by(), model: copies('1', copy(readable)) });
    expect(await parked()).toEqual(before);
    expect(await here.diaries.copied()).toEqual(rows);
    await rebuild({ ...by(), model: copies('1', copy((text) => text !== 'BAD too')) });
    expect((await parked()).map(({ stream }) => stream)).toEqual(['b']);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: BAD', 'a: after']);
    await askRetry(here.diaries.pool, 'copier');
  });

  it('waits for somebody who reads the old rows for long, and nobody waits behind it', async () => {
    await here.diaries.write('a', 'one');
    await live().caughtUp(1, 5_000);
    const reader = await here.diaries.owner.connect();
    try {
      await reader.query('begin; select from copied');
      const rebuilding = rebuild({ ...by(), model: copies('1', marking('new')) });
      await soon(async () => (await here.diaries.owner.query(`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%put_in_place%'`)).rowCount === 1);
      const from = Date.now();
      expect(await here.diaries.copied()).toEqual(['a: one']);
      expect(Date.now() - from).toBeLessThan(4_000);
      await here.diaries.write('a', 'two');
      await reader.query('commit');
      expect(await rebuilding).toBe(2);
      expect(await here.diaries.copied()).toEqual(['a: one (new)', 'a: two (new)']);
    } finally {
      reader.release();
    }
  });

  it('serves also where nobody follows, and tells how it comes on', async () => {
    await here.diaries.write('a', ...Array.from({ length: 30 }, (_, i) => `${i}`));
    const told: Progress[] = [];
    expect(await rebuild({ ...by(), model: copies('1'), onProgress: (progress) => told.push(progress) })).toBe(30);
    expect(told[0]).toMatchObject({ phase: 'indexing', head: 30 });
    expect(told.at(-1)).toMatchObject({ phase: 'reading', events: 30, position: 30, head: 30, left: 0 });
    expect(await here.diaries.copied()).toHaveLength(30);
    expect(await live().position()).toBe(30);
  });

  it('goes back with a store that was put back to an earlier day, and is followed on from there', async () => {
    await here.diaries.write('a', 'one', 'two');
    const first = live();
    await first.caughtUp(2, 5_000);
    await first.stop();
    await here.diaries.owner.query(`insert into copied values (3, 'a', 'lost'); update checkpoints set position = 900`);
    const follower = live();
    await soon(() => follower.health().failing?.includes('lies ahead of the store') ?? false);
    expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ position: 2, count: 1, differences: [{ key: '3', live: true, built: false }] });
    expect(await rebuild({ ...by(), model: copies('1') })).toBe(2);
    await here.diaries.write('a', 'three');
    expect(await follower.caughtUp(3, 15_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'a: three']);
  });

  it('cannot be put in the place of what the application may not empty', async () => {
    await here.diaries.pool.query('create table building.events (position bigint)');
    await expect(here.diaries.pool.query(`select put_in_place('{events}')`)).rejects.toMatchObject({ code: '42501' });
    await expect(here.diaries.pool.query('create table public.mine (n int)')).rejects.toMatchObject({ code: '42501' });
  });
});
