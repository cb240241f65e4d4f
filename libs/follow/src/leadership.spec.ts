import { diariesForEach, soon } from '../test/diary';
import { openSession } from './leadership';

const here = diariesForEach();

describe.each([['that waits for each answer', false], ['that asks ahead', true]])('a session %s', (_, pipeline) => {
  test('whose server has been silent for five minutes is lost, with all that was asked of it', async () => {
    const changed = jest.fn();
    const session = await openSession(here.diaries.pool, changed, '', pipeline);
    jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'] });
    try {
      const asleep = session.client.query({ name: 'asleep', text: 'select pg_sleep($1)', values: [3_600] });
      const behind = pipeline && session.client.query('select');
      const first = expect(asleep).rejects.toThrow('timeout: the database has not answered for 300 s (asleep)');
      const second = behind && expect(behind).rejects.toThrow();
      await jest.advanceTimersByTimeAsync(299_999);
      expect(session.lost()).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      await first;
      await second;
    } finally {
      jest.useRealTimers();
    }
    await soon(async () => session.lost());
    expect(changed).toHaveBeenCalled();
    await session.end();
    await here.diaries.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`);
  });
});
