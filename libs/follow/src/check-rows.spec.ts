import { copies, diariesForEach, soon } from '../test/diary';
import { checkRows, partitionOf, rebuild } from './index';

const here = diariesForEach();
const { by, live } = here;

describe('Rows compared with rows built anew', () => {
  it('are the same, or the tables and keys are told where they are not; nothing is changed', async () => {
    await here.diaries.write('a', 'one', 'two', 'three');
    await live().caughtUp(3, 5_000);
    expect(await checkRows({ ...by(), model: copies('1') })).toEqual({ position: 3, events: 3, count: 0, differences: [] });
    await here.diaries.owner.query(`update copied set text = 'by hand' where position = 2; delete from copied where position = 3; insert into copied values (9, 'z', 'invented')`);
    const before = await here.diaries.copied();
    expect(await checkRows({ ...by(), model: copies('1') })).toEqual({
      position: 3, events: 3, count: 3,
      differences: [{ table: 'copied', key: '2', live: true, built: true }, { table: 'copied', key: '3', live: false, built: true }, { table: 'copied', key: '9', live: true, built: false }],
    });
    expect(await here.diaries.copied()).toEqual(before);
    expect((await here.diaries.owner.query(`select to_regclass('building.copied') as left`)).rows).toEqual([{ left: null }]);
  });

  it.each([
    ['is gone', 'drop index copied_stream'],
    ['is not whole', `update pg_index set indisvalid = false where indexrelid = 'copied_stream'::regclass`],
    ['is another', 'drop index copied_stream; create index copied_stream on copied (text)'],
  ])('are told of an index that lists are searched by and that %s; rows built anew have it', async (_, befall) => {
    await here.diaries.write('a', 'one');
    await live().caughtUp(1, 5_000);
    await here.diaries.owner.query(befall);
    expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ count: 1, differences: [{ table: 'copied', key: 'index copied_stream', live: false, built: true }] });
    await rebuild({ ...by(), model: copies('1') });
    expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ count: 0 });
  });

  it('are the same where nobody has followed yet, and that stays so', async () => {
    await here.diaries.write('a', 'one');
    expect(await checkRows({ ...by(), model: copies('1') })).toEqual({ position: 0, events: 0, count: 0, differences: [] });
    expect((await here.diaries.owner.query('select from checkpoints')).rowCount).toBe(0);
  });

  it('are compared as they stand at one moment, while the live one goes on', async () => {
    const follower = live();
    let done = false;
    const writing = (async () => {
      for (let i = 0; !done; i++) await here.diaries.write('a', `${i}`);
    })();
    await follower.caughtUp(20, 5_000);
    for (let i = 0; i < 5; i++) expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ count: 0 });
    done = true;
    await writing;
  });

  it('are the same where two parts stand at different places, as two processes leave them', async () => {
    const parts = here.start({ model: copies('1'), partitions: 2 });
    for (const line of ['one', 'two']) for (const stream of 'abcdef') await here.diaries.write(stream, line);
    await parts.caughtUp(12, 5_000);
    await parts.stop();
    await here.diaries.owner.query('delete from copied where position > 6 and stream = any($1)', [[...'abcdef'].filter((stream) => partitionOf(stream, 2) === 1)]);
    await here.diaries.owner.query('update checkpoints set position = 6 where partition = 1');
    expect(await here.diaries.copied()).toHaveLength(9);
    expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ position: 6, count: 0 });
  });

  it('are missing altogether when somebody dropped the table', async () => {
    await here.diaries.write('a', 'one');
    const follower = live();
    await follower.caughtUp(1, 5_000);
    await here.diaries.owner.query('drop table copied');
    expect(await checkRows({ ...by(), model: copies('1') })).toMatchObject({ count: 1, differences: [{ table: 'copied', key: '*', live: false, built: true }] });
    await here.diaries.write('a', 'two');
    await soon(() => follower.health().failing !== undefined);
    expect(follower.health().failing).toMatch(/relation "copied" does not exist/);
    await rebuild({ ...by(), model: copies('1') });
    expect(await follower.caughtUp(2, 15_000)).toBe(true);
    expect(await here.diaries.copied()).toEqual(['a: one', 'a: two']);
  });
});
