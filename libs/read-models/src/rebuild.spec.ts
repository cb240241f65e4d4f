import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRows, follow, rebuild, type Follower } from '@anjuan/follow';
import { events, rules } from '../test/clues';
import { openOffice, silent, type Office } from '../test/office';
import { readModelTables } from './index';

let office: Office;
const followers: Follower[] = [];
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.stop()));
  await office.close();
});

const building = (models = office.models()) => ({ store: office.store, pool: office.pool, log: silent, ...models });
const check = (models = office.models()) => checkRows(building(models)).then(({ count, differences }) => ({ count, differences }));
const same = { count: 0, differences: [] };
const parked = async () => (await office.owner.query('select stream, position::int, cause from parked order by stream')).rows;
const counted = (table: string) => office.owner.query<{ n: number }>(`select count(*)::int as n from ${table}`).then(({ rows }) => rows[0]!.n);

/** Lives of clues and cases, some of which nobody can read to the end; the same few persons are sanctioned in several. */
const lives = async (from: number, to: number) => {
  for (let i = from; i < to; i++) {
    await office.stored(`clue-${i}`, events.registered({ named: i % 2 === 0 }), events.told(), events.titled(`更正 ${i}${i % 2 === 0 ? '\\n' : '\t'}“违规”`));
    if (i % 3 === 0) await office.stored(`clue-${i}`, events.assigned('conductOffice'), events.assessing(), events.closed());
    if (i % 7 === 0) await office.stored(`clue-${i}`, events.unheardOf(), events.noted());
    if (i % 4 === 0) await office.stored(`case-${i}`, events.concludedCase(`被反映人000${i % 3}`, `2018-0${1 + (i % 8)}-26`));
  }
};

describe('Read models built anew', () => {
  it('are row by row those that were kept event by event, whatever the words in them', async () => {
    office.follow();
    await lives(0, 40);
    await office.upTo();
    expect(await check()).toEqual(same);
    const before = await Promise.all(readModelTables.map(counted));
    const left = await parked();
    expect(left.length).toBe(6);
    await rebuild(building());
    expect(await check()).toEqual(same);
    // A day that was counted and counted out again is not kept anew.
    expect(await Promise.all(readModelTables.map(counted))).toEqual(before.map((n, i) => (readModelTables[i] === 'figure_days' ? expect.any(Number) as number : n)));
    expect(await parked()).toEqual(left);
    await lives(40, 50);
    await office.upTo();
    expect(await check()).toEqual(same);
  });

  it('are known to the planner, every table with a row in it, before anybody asks them', async () => {
    await lives(0, 10);
    await rebuild(building());
    const { rows } = await office.owner.query<{ name: string }>(`select distinct tablename as name from pg_stats where schemaname = 'public' and tablename = any($1)`, [readModelTables]);
    const filled = (await Promise.all(readModelTables.map(async (name) => ((await counted(name)) > 0 ? [name] : [])))).flat();
    expect(filled.length).toBeGreaterThan(3);
    expect(rows.map(({ name }) => name).sort()).toEqual(filled.sort());
  });

  it('are the same rows where the store gives its events in no order but the one of all', async () => {
    office.follow();
    await lives(0, 40);
    await office.upTo();
    const { streams: _, ...inOrder } = office.store;
    expect(await checkRows({ ...building(), store: inOrder })).toMatchObject(same);
    await office.owner.query(`update matters set title = 'by hand' where stream = 'clue-1'`);
    expect((await checkRows({ ...building(), store: inOrder })).count).toBe(1);
    await rebuild({ ...building(), store: inOrder });
    expect(await check()).toEqual(same);
  });

  it('answer every list in full at every moment, while clues come in and the models are built anew again and again', async () => {
    office.follow();
    await lives(0, 20);
    await office.upTo();
    let done = false;
    const reading = (async () => {
      for (let least = 20; !done; ) {
        const { rows } = await office.pool.query<{ n: number }>({ name: 'rows with clocks', text: 'select count(*)::int as n from matters m join running_clocks c using (stream)' });
        const { received } = await office.queries.figures({ from: '2026-01-01', to: '2027-01-01' });
        expect(rows[0]!.n).toBeGreaterThan(0);
        expect(received).toBeGreaterThanOrEqual(least);
        least = received;
      }
    })();
    const writing = lives(20, 60);
    for (let i = 0; i < 4; i++) await rebuild(building());
    await writing;
    await office.upTo();
    done = true;
    await reading;
    expect(await check()).toEqual(same);
  });

  it('find every row that was edited, added or taken away by hand, by table and key, and leave them', async () => {
    office.follow();
    await lives(0, 6);
    await office.upTo();
    await office.owner.query(`update matters set title = 'by hand' where stream = 'clue-1'; delete from running_clocks where stream = 'clue-2'; update figure_days set n = n + 1 where figure = 'received';
      insert into figure_again values ('被反映人0009', '2018-01-01', '2017-01-01'); update matters set due = '2030-01-01' where stream = 'clue-3'`);
    const { count, differences } = await check();
    expect(differences.map(({ table, key }) => `${table} ${key}`)).toEqual([
      'matters clue-1', 'matters clue-3', 'running_clocks clue-2 L8', 'figure_days received petition 2026-03-02', 'figure_again 被反映人0009 2018-01-01 2017-01-01',
    ]);
    expect(count).toBe(5);
    expect((await check()).count).toBe(5);
    await rebuild(building());
    expect(await check()).toEqual(same);
  });

  it('are gone on from by the process that kept those they replaced, whatever was done to them by hand', async () => {
    office.follow();
    await lives(0, 2);
    await office.upTo();
    await office.owner.query(`update matters set title = 'by hand'; delete from running_clocks`);
    await office.stored('clue-1', events.noted());
    await office.upTo();
    expect((await check()).count).toBeGreaterThan(0);
    await rebuild(building());
    await office.stored('clue-1', events.noted(), events.assigned('conductOffice'));
    await office.upTo();
    expect(await check()).toEqual(same);
  });

  it('end before the same event as the live ones, where a matter can be read but no row made of it', async () => {
    const { L8 } = rules.processes.clue.clocks;
    const broken = { ...rules.processes.clue, clocks: { L8: { ...L8!, starts: ({ facts }: { facts: Readonly<Record<string, unknown>> }) => (facts.title === '坏' ? 'no date' : '2026-03-02') } } };
    const models = () => office.models({ ...rules, processes: { ...rules.processes, clue: broken } });
    // All at once, so that they come in one batch; what follows would make it readable again.
    await office.stored('clue-1', events.registered(), events.titled('好'), events.titled('坏'), events.titled('又好'));
    await office.stored('clue-2', events.registered({ title: '坏' }), events.noted());
    await office.stored('clue-3', events.registered());
    office.follow(models());
    await office.upTo();
    await office.stored('clue-3', events.titled('坏'));
    await office.upTo();
    await office.stored('clue-3', events.titled('好'));
    await office.upTo();
    const left = await parked();
    await rebuild(building(models()));
    expect(await parked()).toEqual(left);
    expect(await check(models())).toEqual(same);
    // What only passed through a bad state within one batch was never seen in it.
    expect(left.map(({ stream }) => stream)).toEqual(['clue-2', 'clue-3']);
  });

  it('leave out what the database refuses, as the live ones do, and nothing else', async () => {
    const models = () => {
      const made = office.models();
      return { ...made, model: { ...made.model, sql: made.model.sql.replace(/(position +bigint not null)/, `$1, check (title <> '坏')`) } };
    };
    await office.owner.query(`alter table matters add check (title <> '坏')`);
    office.follow(models());
    await lives(0, 20);
    await office.stored('clue-3', events.titled('坏'));
    await office.stored('clue-9', events.titled('坏'), events.titled('好'));
    await office.upTo();
    await rebuild(building(models()));
    expect(await check(models())).toEqual(same);
    expect((await parked()).map(({ stream }) => stream)).toEqual(expect.arrayContaining(['clue-3']));
    expect((await parked()).map(({ cause }) => cause).join()).toContain('23514');
  });

  it('are not there, and the old ones are, when the disk is full; with room again they are', async () => {
    office.follow();
    await lives(0, 30);
    await office.upTo();
    const disk = mkdtempSync(join(tmpdir(), 'anjuan-small-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', disk]);
    try {
      const { rows } = await office.owner.query<{ data_directory: string }>('show data_directory');
      const { uid, gid } = statSync(rows[0]!.data_directory);
      const folder = join(disk, 'space');
      mkdirSync(folder);
      for (const each of [disk, folder]) chownSync(each, uid, gid);
      await office.owner.query(`create tablespace small location '${folder}'`);
      await office.owner.query('grant create on tablespace small to public');
      const small = (sql: string) => `${sql.replaceAll(/^\) with \(([^)]*)\);/gm, ') with ($1) tablespace small;').replaceAll(/^\);/gm, ') tablespace small;')}`;
      const models = office.models();
      const cramped = { ...models, model: { ...models.model, sql: small(models.model.sql) } };
      await lives(30, 90);
      await office.upTo();
      await expect(rebuild(building(cramped))).rejects.toThrow(/No space left on device/);
      await lives(90, 92);
      await office.upTo();
      expect(await check()).toEqual(same);
      await rebuild(building());
      expect(await check()).toEqual(same);
      await office.owner.query('drop tablespace small');
    } finally {
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true });
    }
  });
});

describe('Read models kept by two processes', () => {
  it('count everything once where their streams share a day, a source and a person', async () => {
    for (let i = 0; i < 2; i++) followers.push(follow({ ...building(), partitions: 6, batch: 40 }));
    for (const until = Date.now() + 10_000; !followers.every((follower) => follower.health().leading) && Date.now() < until; ) await new Promise((done) => setTimeout(done, 20));
    expect(followers.map((follower) => follower.health())).toMatchObject([{ leading: true }, { leading: true }]);
    await lives(0, 60);
    await office.upTo();
    expect(followers.map((follower) => follower.health().failing)).toEqual([undefined, undefined]);
    expect(await check()).toEqual(same);
  });

  it('see each other where one person is sanctioned in two cases at the same moment', async () => {
    await office.stored('case-1', events.concludedCase('被反映人0001', '2018-03-26', '2018-03-06'));
    await office.stored('case-2', events.concludedCase('被反映人0001', '2019-07-01', '2019-05-02'));
    const [[one, two], first, second] = [await office.store.readAll(0, 2), await office.pool.connect(), await office.pool.connect()];
    try {
      for (const client of [first, second]) await client.query('begin');
      await office.models().apply(first, [one!]); // two were stored
      const waiting = office.models().apply(second, [two!]).then(() => second.query('commit'));
      const waits = async () => (await office.owner.query(`select from pg_locks where locktype = 'advisory' and not granted`)).rowCount === 1;
      for (const until = Date.now() + 3_000; !(await waits()) && Date.now() < until; ) await new Promise((done) => setTimeout(done, 20));
      await first.query('commit');
      await waiting;
    } finally {
      for (const client of [first, second]) client.release();
    }
    expect((await office.owner.query('select * from figure_again')).rows).toEqual([{ person: '被反映人0001', day: '2019-07-01', before: '2018-03-26' }]);
  });

  it('are what they were when the checkpoint was put back: what is known already is not counted again', async () => {
    const first = follow({ ...building() });
    await lives(0, 10);
    await office.upTo();
    await first.stop();
    await office.owner.query('update checkpoints set position = 5');
    followers.push(follow({ ...building() }));
    await office.upTo();
    expect(await check()).toEqual(same);
  });
});
