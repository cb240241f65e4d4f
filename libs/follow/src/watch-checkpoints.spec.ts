import { diariesForEach, soon } from '../test/diary';
import { watchCheckpoints } from './index';

const here = diariesForEach();

test('whoever waits for a position is woken by the follower, told no when it does not come, and served though the listening connection broke', async () => {
  const watch = watchCheckpoints(here.diaries.pool);
  try {
    expect(await watch.reached('copier', 1, 50)).toBe(false);
    here.start();
    const waiting = watch.reached('copier', 1, 5_000);
    await here.diaries.write('a', 'one');
    expect(await waiting).toBe(true);
    await here.diaries.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query in ('select', 'unlisten anjuan_followed', 'listen anjuan_followed', 'select follower, partition, partitions, position from checkpoints')`);
    await here.diaries.write('a', 'two');
    expect(await watch.reached('copier', 2, 3_000)).toBe(true);
  } finally {
    await watch.close();
  }
});

test('it listens while it waits and no longer, for every append wakes who listens; and is served the next time too', async () => {
  const watch = watchCheckpoints(here.diaries.pool);
  const listening = async () => Number((await here.diaries.owner.query<{ count: string }>(`select count(*) from pg_stat_activity where datname = current_database() and query in ('listen anjuan_followed', 'select follower, partition, partitions, position from checkpoints')`)).rows[0]?.count);
  try {
    const waiting = watch.reached('copier', 1, 20_000);
    await soon(async () => (await listening()) === 1);
    here.start();
    await here.diaries.write('a', 'one');
    expect(await waiting).toBe(true);
    await soon(async () => (await listening()) === 0);
    await here.diaries.write('a', 'two');
    expect(await watch.reached('copier', 2, 60_000)).toBe(true);
  } finally {
    await watch.close();
  }
});

test('what was heard while somebody waited is not believed later: the database may have been put back since', async () => {
  const watch = watchCheckpoints(here.diaries.pool);
  try {
    await here.diaries.pool.query(`insert into checkpoints (follower, position) values ('copier', 5)`);
    expect(await watch.reached('copier', 5, 5_000)).toBe(true);
    await soon(async () => (await here.diaries.owner.query(`select from pg_stat_activity where datname = current_database() and query = 'select'`)).rowCount === 1);
    await here.diaries.pool.query('update checkpoints set position = 2');
    expect(await watch.reached('copier', 5, 50)).toBe(false);
  } finally {
    await watch.close();
  }
});

test('one part that has come so far does not speak for the others, of which nothing has been heard yet', async () => {
  const watch = watchCheckpoints(here.diaries.pool);
  try {
    await here.diaries.pool.query(`insert into checkpoints (follower, position) values ('copier', 3)`);
    const waiting = watch.reached('copier', 10, 1_000);
    await soon(async () => (await here.diaries.owner.query(`select from pg_stat_activity where datname = current_database() and query = 'select follower, partition, partitions, position from checkpoints' and state = 'idle'`)).rowCount === 1);
    // As the first of two says it, among whom the streams were just dealt out.
    await here.diaries.pool.query(`select pg_notify('anjuan_followed', '10 copier 2 0')`);
    expect(await waiting).toBe(false);
  } finally {
    await watch.close();
  }
});
