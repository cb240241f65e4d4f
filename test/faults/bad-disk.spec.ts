import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runFolder } from '../support/run-folder';
import { clientHistory, type ClientHistory } from './support/history';
import { asking, ownPostgres } from './support/own-postgres';
import { slowDisk } from './support/slow-disk';
import { upTo } from './support/up-to';
import { openDoor, writers } from './support/writers';

let history: ClientHistory;
beforeEach(() => {
  history = clientHistory();
});
afterEach(() => history.close());

describe('a disk that takes 20 ms for every flush', () => {
  it('costs one flush for all who wait, not one each; killed in mid-flush, the server has all that was acknowledged', async () => {
    const server = await ownPostgres();
    const doors = [openDoor(server.url), openDoor(server.url)];
    try {
      await server.stop();
      await server.again(slowDisk(20));
      const { append } = writers(history, doors.map(({ store }) => store));
      const work = (round: string, turns: number) => Promise.all(upTo(60).map(async (lane) => {
        for (const turn of upTo(turns)) await append(`clue-${round}-${lane}`, turn, { at: lane });
      }));

      const working = await asking(server.url, async (owner) => {
        const from = performance.now();
        await owner.query('update head set position = position');
        expect(performance.now() - from).toBeGreaterThan(19);
        await work('calm', 6);
        const { rows: [flushed] } = await owner.query<{ batches: number }>('select count(distinct xmin::text)::int as batches from events');
        expect(flushed?.batches).toBeLessThan((60 * 6) / 5);

        const more = work('killed', 4);
        for (let flushing = 0; flushing === 0; ) flushing = (await owner.query(`select from pg_stat_activity where wait_event in ('WalSync', 'WALWrite') or wait_event_type = 'Timeout'`)).rowCount ?? 0;
        await server.kill();
        return { more };
      });
      await server.again(slowDisk(20));
      await working.more;
      expect(await history.judged(server.url)).toEqual([]);
      expect(history.acknowledged()).toBe(60 * 10);
    } finally {
      await Promise.all(doors.map(({ close }) => close()));
      await server.kill();
    }
  });
});

describe('a full disk', () => {
  const disk = join(runFolder(), 'small-disk');
  const filler = join(disk, 'filler');
  const fillTo = (left: number) => {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - left));
  };

  beforeAll(() => {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', disk]);
  });
  afterAll(() => execFileSync('umount', ['-l', disk]));

  it('is told as a store that is away, never as an append; with room again everything acknowledged is there, also after the server died of it', async () => {
    const server = await ownPostgres({ folder: disk, settings: { max_wal_size: '32MB', min_wal_size: '32MB' } });
    const { store, close } = openDoor(server.url);
    try {
      const { append } = writers(history, [store]);
      await asking(server.url, (owner) => owner.query('select pg_switch_wal()'));
      for (const turn of upTo(5)) await append('clue-before', turn);

      // Full where the table would grow: the server lives and answers questions.
      fillTo(3_000_000);
      let refused = 0;
      for (let i = 0; refused < 3; i += 1) if ((await append(`clue-large-${i}`, 0, { size: 100_000, tries: 1 })).kind === 'unknown') refused += 1;
      expect((await store.read('clue-before')).events).toHaveLength(5);
      rmSync(filler);
      for (const turn of [5, 6]) expect(await append('clue-before', turn)).toMatchObject({ kind: 'ok', receipt: { revision: turn + 1 } });

      // Full where the log would grow: the server dies, and cannot come back until there is room.
      fillTo(1_000_000);
      let alive = true;
      void server.exited().then(() => (alive = false));
      const working = upTo(4).map(async (lane) => {
        for (const turn of upTo(20)) await append(`clue-on-${lane}`, turn, { size: 2_000 });
      });
      while (alive) await asking(server.url, (owner) => owner.query(`select pg_logical_emit_message(true, 'filling', repeat('x', 1000000))`)).catch(() => pause(20));
      rmSync(filler);
      await server.again();
      await Promise.all(working);
      expect(await history.judged(server.url)).toEqual([]);
      expect(history.ops.filter(({ said }) => said.kind === 'ok').length).toBeGreaterThanOrEqual(5 + 2 + 80);
    } finally {
      await close();
      await server.stop();
    }
  });
});
