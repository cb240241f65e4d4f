import { copies, copy, diariesForEach, silent, soon } from '../test/diary';
import { advance } from './advance';
import { askRetry, type Apply, type Crowd, type Follower, type Following } from './index';

const here = diariesForEach();
const start = (apply: Apply, more: Partial<Following> = {}): Follower => here.start({ apply, ...more });

const nobody: Crowd = { isThere: () => false, stop: () => undefined };
/** Another line is written before each look, so that each finds one. */
const neverAtRest = (): Following['store'] => ({
  ...here.diaries.store,
  readAll: async (after, limit) => {
    await here.diaries.write('busy', 'more');
    return here.diaries.store.readAll(after, limit);
  },
});

describe('a follower', () => {
  it('copies what was there and what comes, in order, each once', async () => {
    await here.diaries.write('a', 'one', 'two');
    const follower = start(copy(), { batch: 2 });
    await here.diaries.write('b', 'three');
    await here.diaries.write('a', 'four', 'five');
    expect(await follower.caughtUp(5, 5_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'b: three', 'a: four', 'a: five']);
    expect(await follower.position()).toBe(5);
  });

  it('hears of an event within milliseconds, not at the next look', async () => {
    const follower = start(copy());
    await here.diaries.write('a', 'one');
    await follower.caughtUp(1, 5_000);
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const from = performance.now();
      await here.diaries.write('a', 'more');
      expect(await follower.caughtUp(2 + i, 5_000)).toBe(true);
      times.push(performance.now() - from);
    }
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it('does nothing twice when its session dies between the rows and the checkpoint', async () => {
    await here.diaries.dieAtCheckpoint(2);
    await here.diaries.write('a', 'one', 'two', 'three');
    const follower = start(copy());
    expect(await follower.caughtUp(3, 10_000)).toBe(true);
    expect(await here.diaries.deaths()).toBe(3);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'a: three']);
  });

  it('waits for the disk where what it does is done elsewhere, and not where it keeps rows alone', async () => {
    const asked = new Map<string, string>();
    const asking = (name: string): Apply => async (tx) => {
      asked.set(name, (await tx.query<{ synchronous_commit: string }>('show synchronous_commit')).rows[0]?.synchronous_commit ?? '');
      return [];
    };
    await here.diaries.write('a', 'one');
    const elsewhere = start(asking('elsewhere'), { name: 'elsewhere' });
    const rows = start(asking('rows'), { name: 'rows', model: copies('1') });
    expect([await elsewhere.caughtUp(1, 5_000), await rows.caughtUp(1, 5_000)]).toEqual([true, true]);
    expect(Object.fromEntries(asked)).toEqual({ elsewhere: 'on', rows: 'off' });
  });

  it('waits for a part that is down, and then goes on where it was', async () => {
    let down = true;
    await here.diaries.write('a', 'one');
    const follower = start(async (tx, events) => {
      await copy()(tx, events);
      if (down) throw new Error('Temporal is down');
      return [];
    });
    await soon(() => follower.health().failing !== undefined);
    expect(follower.health()).toEqual({ leading: false, position: 0, failing: 'Temporal is down' });
    expect(await here.diaries.copied()).toEqual([]);
    expect(await here.diaries.parked()).toEqual([]);
    down = false;
    expect(await follower.caughtUp(1, 10_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one']);
    await soon(() => follower.health().failing === undefined);
  });

  it('parks nothing when its own table is gone, and goes on when it is back', async () => {
    await here.diaries.owner.query('alter table copied rename to elsewhere');
    await here.diaries.write('a', 'one');
    await here.diaries.write('b', 'two');
    const follower = start(copy());
    await soon(() => follower.health().failing !== undefined);
    expect(follower.health().failing).toMatch(/relation "copied" does not exist/);
    expect(await here.diaries.parked()).toEqual([]);
    await here.diaries.owner.query('alter table elsewhere rename to copied');
    expect(await follower.caughtUp(2, 10_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'b: two']);
  });

  it('refuses to go on when the store lies behind its checkpoint', async () => {
    await here.diaries.write('a', 'one');
    await here.diaries.owner.query(`insert into checkpoints (follower, position) values ('copier', 5)`);
    const follower = start(copy());
    await soon(() => follower.health().failing !== undefined);
    expect(follower.health().failing).toMatch(/checkpoint 5 of copier lies ahead of the store's head 1/);
  });

  it('does not ask a part that is down again for every new event', async () => {
    let asked = 0;
    await here.diaries.write('a', 'one');
    start(async () => {
      asked++;
      throw new Error('down');
    });
    for (let i = 0; i < 40; i++) {
      await here.diaries.write('a', 'more');
      await new Promise((done) => setTimeout(done, 15));
    }
    expect(asked).toBeLessThan(8);
  });

  it('stops while its part is down, without waiting for it', async () => {
    await here.diaries.write('a', 'one');
    const follower = start(async () => {
      throw new Error('down');
    });
    await soon(() => follower.health().failing !== undefined);
    const from = Date.now();
    await follower.stop();
    expect(Date.now() - from).toBeLessThan(1_000);
  });
});

describe('two processes with the same follower', () => {
  it('take turns: one leads, the other stands by and takes over when the first dies', async () => {
    const followers = [start(copy()), start(copy())];
    await soon(() => followers.some((each) => each.health().leading));
    expect(followers.filter((each) => each.health().leading)).toHaveLength(1);
    const [first, second] = followers[0]!.health().leading ? followers : followers.toReversed();
    await here.diaries.write('a', 'one');
    expect(await second!.caughtUp(1, 5_000)).toBe(true);
    await first!.stop();
    await soon(() => second!.health().leading);
    await here.diaries.write('a', 'two');
    expect(await second!.caughtUp(2, 5_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
  });

  it('are well when one of them leads, also the one whose session was lost and that stands by since', async () => {
    let failed = false;
    const follower = start(copy(), { log: { ...silent, warn: () => (failed = true) } });
    await soon(() => follower.health().leading);
    const other = await here.diaries.owner.connect();
    try {
      // Waits for the lead in the server, so that it has it before the first can ask again.
      const leading = other.query(`select pg_advisory_lock(${0x666f6c6c}, hashtext('copier 0'))`);
      await soon(async () => (await here.diaries.owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1);
      await here.diaries.killSessions();
      await leading;
      await soon(() => failed);
      await soon(() => follower.health().failing === undefined);
      expect(follower.health()).toEqual({ leading: false, position: 0 });
    } finally {
      other.release(true);
    }
  });

  it('cannot both go on from the same place: whoever comes second finds the checkpoint moved, and leaves nothing', async () => {
    await here.diaries.write('a', 'one', 'two');
    await start(copy()).caughtUp(2, 5_000);
    const [client, events] = [await here.diaries.pool.connect(), await here.diaries.store.readAll(0, 10)];
    try {
      // As a process that woke up believing to lead still; only its lock, which it has lost, kept it from here until now.
      const by = { store: here.diaries.store, name: 'copier', apply: copy(), log: silent };
      await expect(advance(client, by, { places: new Map([[0, 0]]), built: 0 }, events)).rejects.toThrow('checkpoint of copier, part 0 of 1: expected 0, found 2');
      expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
    } finally {
      client.release();
    }
  });

  it('do not both go on from the same place at one moment either: the second waits until the first is done, and leaves nothing', async () => {
    await here.diaries.write('a', 'one', 'two');
    await here.diaries.pool.query(`insert into checkpoints (follower, position) values ('copier', 0)`);
    const events = await here.diaries.store.readAll(0, 10);
    const [first, second] = [await here.diaries.pool.connect(), await here.diaries.pool.connect()];
    let [begun, begin, go] = [Promise.resolve(), () => {}, () => {}];
    begun = new Promise((done) => (begin = done));
    const gate = new Promise<void>((done) => (go = done));
    const by = { store: here.diaries.store, name: 'copier', log: silent };
    const lead = { places: new Map([[0, 0]]), built: 0 };
    try {
      const leading = advance(first, { ...by, apply: async (tx, all) => (begin(), await gate, copy()(tx, all)) }, lead, events);
      await begun;
      let applied = false;
      const late = advance(second, { ...by, apply: async (tx, all) => ((applied = true), copy()(tx, all)) }, lead, events).then(() => 'done', (error: Error) => error.message);
      await soon(async () => applied || (await here.diaries.owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1);
      go();
      await leading;
      expect(await late).toBe('checkpoint of copier, part 0 of 1: expected 0, found 2');
      expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
    } finally {
      go();
      first.release();
      second.release();
    }
  });

  it('copy everything once though sessions are killed all the time', async () => {
    start(copy(), { batch: 7 });
    const follower = start(copy(), { batch: 5 });
    const writing = Promise.all(['a', 'b', 'c'].map((stream) => here.diaries.write(stream, ...Array.from({ length: 100 }, (_, i) => `${i}`))));
    for (let i = 0; i < 8; i++) {
      await here.diaries.killSessions();
      await new Promise((done) => setTimeout(done, 60));
    }
    await writing;
    expect(await follower.caughtUp(300, 20_000)).toBe(true);
    const copied = await here.diaries.copied();
    for (const stream of ['a', 'b', 'c']) expect(copied.filter((line) => line.startsWith(stream))).toEqual(Array.from({ length: 100 }, (_, i) => `${stream}: ${i}`));
  });
});

describe('an event that cannot be read or applied', () => {
  it('parks its stream from there on; the others go on', async () => {
    const told: object[] = [];
    await here.diaries.write('a', 'one');
    await here.diaries.write('b', 'good', 'BAD', 'after');
    await here.diaries.write('a', 'two');
    const follower = start(copy((text) => text !== 'BAD'), { log: { ...silent, error: (about) => told.push(about) } });
    expect(await follower.caughtUp(5, 5_000)).toBe(true);
    await here.diaries.write('b', 'much later');
    await here.diaries.write('a', 'three');
    expect(await follower.caughtUp(7, 5_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'b: good', 'a: two', 'a: three']);
    expect(await here.diaries.parked()).toEqual([{ stream: 'b', position: 3, cause: 'cannot read BAD' }]);
    expect(told).toEqual([{ follower: 'copier', stream: 'b', position: 3, cause: 'cannot read BAD' }]);
  });

  it('goes on with all it missed when it is tried again and can be read by then; before, it stays parked', async () => {
    let understood = false;
    await here.diaries.write('b', 'good', 'BAD', 'after');
    const follower = start(copy((text) => understood || text !== 'BAD'));
    expect(await follower.caughtUp(3, 5_000)).toBe(true);
    expect(await askRetry(here.diaries.pool, 'copier', 'b')).toBe(1);
    await soon(async () => (await here.diaries.owner.query('select from parked where retry')).rowCount === 0);
    expect(await here.diaries.parked()).toHaveLength(1);
    await here.diaries.write('b', 'later');
    expect(await follower.caughtUp(4, 5_000)).toBe(true);
    understood = true;
    await askRetry(here.diaries.pool, 'copier');
    await soon(async () => (await here.diaries.parked()).length === 0);
    expect(await here.diaries.copied()).toEqual(['b: good', 'b: BAD', 'b: after', 'b: later']);
  });

  it('keeps its stream parked through 10,000 more events, which cost the others nothing, and all of them are made up for in order', async () => {
    let understood = false;
    await here.diaries.write('b', 'BAD');
    const follower = start(copy((text) => understood || text !== 'BAD'));
    const lines = Array.from({ length: 10_000 }, (_, i) => `${i}`);
    for (let i = 0; i < lines.length; i += 1_000) await here.diaries.writeAtOnce('b', lines.slice(i, i + 1_000));
    await here.diaries.write('a', 'one');
    expect(await follower.caughtUp(10_002, 20_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one']);
    expect(await here.diaries.parked()).toEqual([{ stream: 'b', position: 1, cause: 'cannot read BAD' }]);
    understood = true;
    await askRetry(here.diaries.pool, 'copier', 'b');
    await soon(async () => (await here.diaries.parked()).length === 0, 40_000);
    expect((await here.diaries.copied()).filter((line) => line.startsWith('b'))).toEqual(['b: BAD', ...lines.map((line) => `b: ${line}`)]);
  });

  it('that cannot even be read when it is tried again stays parked for that reason, and holds up nobody', async () => {
    let away = true;
    const { store } = here.diaries;
    const missing: Following['store'] = { ...store, read: async (stream, ...asked) => (away && stream === 'b' ? Promise.reject(new Error('its archive is missing')) : store.read(stream, ...asked)) };
    let understood = false;
    await here.diaries.write('b', 'BAD', 'after');
    await here.diaries.write('c', 'BAD');
    const follower = start(copy((text) => understood || text !== 'BAD'), { store: missing });
    expect(await follower.caughtUp(3, 5_000)).toBe(true);
    understood = true;
    await askRetry(here.diaries.pool, 'copier');
    await soon(async () => (await here.diaries.copied()).includes('c: BAD'));
    await here.diaries.write('a', 'one');
    expect(await follower.caughtUp(4, 5_000)).toBe(true);
    expect(follower.health().failing).toBeUndefined();
    expect(await here.diaries.parked()).toEqual([{ stream: 'b', position: 1, cause: 'its archive is missing' }]);
    away = false;
    await askRetry(here.diaries.pool, 'copier', 'b');
    await soon(async () => (await here.diaries.parked()).length === 0);
    expect(await here.diaries.copied()).toEqual(['b: BAD', 'b: after', 'c: BAD', 'a: one']);
  });

  it('is tried again by the next process that leads: a newer build may read it', async () => {
    await here.diaries.write('b', 'BAD', 'after');
    const old = start(copy((text) => text !== 'BAD'));
    expect(await old.caughtUp(2, 5_000)).toBe(true);
    await old.stop();
    expect(await here.diaries.parked()).toHaveLength(1);
    start(copy());
    await soon(async () => (await here.diaries.parked()).length === 0);
    expect(await here.diaries.copied()).toEqual(['b: BAD', 'b: after']);
  });

  it('is tried again when somebody asks, though lines keep coming and the follower never rests', async () => {
    let understood = false;
    await here.diaries.write('b', 'BAD', 'after');
    const follower = start(copy((text) => understood || text !== 'BAD'), { store: neverAtRest(), crowd: nobody });
    expect(await follower.caughtUp(2, 5_000)).toBe(true);
    await soon(async () => (await here.diaries.owner.query('select from parked where not retry')).rowCount === 1);
    understood = true;
    await askRetry(here.diaries.pool, 'copier', 'b');
    await soon(async () => (await here.diaries.parked()).length === 0);
    expect((await here.diaries.copied()).filter((line) => line.startsWith('b:'))).toEqual(['b: BAD', 'b: after']);
  });

  it('parks its stream also where the cause quotes what no database can keep', async () => {
    await here.diaries.write('a', 'one');
    const follower = start(async (_, events) => events.map(({ stream, position }) => ({ stream, position, cause: `cannot read a\0b` })));
    expect(await follower.caughtUp(1, 5_000)).toBe(true);
    expect(await here.diaries.parked()).toEqual([{ stream: 'a', position: 1, cause: 'cannot read a\\0b' }]);
  });

  it('leaves its stream alone also where what is done is done elsewhere', async () => {
    const done: string[] = [];
    await here.diaries.write('b', 'BAD');
    const follower = start(async (_, events) => {
      done.push(...events.map(({ stream, data }) => `${stream}: ${String(data.text)}`));
      return events.flatMap(({ stream, position, data }) => (data.text === 'BAD' ? [{ stream, position, cause: 'cannot read BAD' }] : []));
    }, { outside: true });
    expect(await follower.caughtUp(1, 5_000)).toBe(true);
    await here.diaries.write('b', 'after');
    await here.diaries.write('a', 'one');
    expect(await follower.caughtUp(3, 5_000)).toBe(true);
    expect(done).toEqual(['b: BAD', 'a: one']);
  });

  it('is found among many when only the database refuses it, and costs the others nothing', async () => {
    await here.diaries.owner.query(`alter table copied add check (text <> 'REFUSED')`);
    for (const stream of 'abcdefg') await here.diaries.write(stream, 'one', stream === 'c' || stream === 'f' ? 'REFUSED' : 'two', 'three');
    const follower = start(copy());
    expect(await follower.caughtUp(21, 5_000)).toBe(true);
    expect((await here.diaries.parked()).map(({ stream }) => stream)).toEqual(['c', 'f']);
    // What came before the bad event stays, however much came with it.
    expect((await here.diaries.copied()).sort()).toEqual([...'abcdefg'].flatMap((stream) => ('cf'.includes(stream) ? [`${stream}: one`] : [`${stream}: one`, `${stream}: three`, `${stream}: two`])));
    expect((await here.diaries.parked()).map(({ position }) => position)).toEqual([8, 17]);
  });
});
