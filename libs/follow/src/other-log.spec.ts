import { copies, diariesForEach, soon } from '../test/diary';
import { askRebuild, checkRows, readingOnce, rebuild } from './index';

const here = diariesForEach();
const { by, live } = here;

describe('The store in which the rows find another log', () => {
  /** Four events again, of which only the first are those that were followed. */
  const exchangeAfter = async (position: number) => {
    await here.diaries.owner.query(`delete from events where position > ${position}; update head set position = ${position}`);
    await here.diaries.write('z', ...['other', 'lines', 'than', 'these'].slice(position));
  };
  /** A follower that finds them, after two lines were followed; it has refused to go on. */
  const refusing = async (kept: number, startAgain = live) => {
    await here.diaries.write('a', 'one', 'two');
    const first = live();
    await first.caughtUp(2, 5_000);
    await first.stop();
    await exchangeAfter(kept);
    const second = startAgain();
    await soon(() => second.health().failing !== undefined);
    return second;
  };
  const refusal = /^the rows of copier are of another log: after position 1 event [0-9a-f-]{36} was followed, and the store holds [0-9a-f-]{36} of z there: .*run `anjuan rebuild all`$/;

  it.each([
    ['its events were exchanged for as many and more', 0],
    ['it was put back to an earlier day and has gone on beyond where the rows stand', 1],
  ])('is not gone on from where %s; rows built anew are', async (_, kept) => {
    const second = await refusing(kept);
    expect(second.health().failing).toMatch(refusal);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
    expect(await rebuild({ ...by(), model: copies('1') })).toBe(4);
    await here.diaries.write('z', 'again');
    expect(await second.caughtUp(5, 15_000)).toBe(true);
    expect((await here.diaries.copied()).filter((line) => line.startsWith('z'))).toContain('z: again');
    expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ position: 5, count: 0 });
  });

  it('is known as soon as rows were built anew, before any line more is followed', async () => {
    await here.diaries.write('a', 'one', 'two');
    await rebuild({ ...by(), model: copies('1') });
    await exchangeAfter(0);
    const follower = live();
    await soon(() => follower.health().failing !== undefined);
    expect(follower.health().failing).toMatch(/^the rows of copier are of another log: after position 0 /);
  });

  it('is gone on from when somebody asks for rows built anew: the follower that refused it builds them itself', async () => {
    const second = await refusing(0);
    expect(await askRebuild(here.diaries.pool, 'copier')).toBe(true);
    await soon(() => second.health().failing === undefined, 20_000);
    expect(await here.diaries.copied()).toEqual(['z: other', 'z: lines', 'z: than', 'z: these']);
  });

  it('is refused also where the streams are dealt out anew at the same time', async () => {
    const second = await refusing(0, () => here.start({ model: copies('1'), partitions: 3 }));
    expect(second.health().failing).toMatch(refusal);
  });

  it('was put back to an earlier day under a follower that had read on: what it still remembers of the lost days is not followed', async () => {
    const follower = here.start({ store: readingOnce(here.diaries.store), model: copies('1') });
    await here.diaries.write('a', 'one', 'two');
    expect(await follower.caughtUp(2, 5_000)).toBe(true);
    await here.diaries.owner.query('create table dump as select * from checkpoints');
    await here.diaries.write('a', 'lost', 'lost too');
    expect(await follower.caughtUp(4, 5_000)).toBe(true);
    await here.diaries.owner.query(`begin; delete from events where position > 2; update head set position = 2; delete from copied where position > 2;
      delete from checkpoints; insert into checkpoints select * from dump; commit`);
    await here.diaries.killSessions();
    await here.diaries.write('z', 'written since');
    await soon(async () => (await here.diaries.copied()).length > 2);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'z: written since']);
  });

  it('is the same log to whoever was put back to an earlier place in it', async () => {
    await here.diaries.write('a', 'one', 'two', 'three');
    const first = live();
    await first.caughtUp(3, 5_000);
    await first.stop();
    await here.diaries.owner.query(`delete from copied where position > 1; update checkpoints set position = 1`);
    expect(await live().caughtUp(3, 5_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two', 'a: three']);
  });
});
