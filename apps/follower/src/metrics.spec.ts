import { follow } from '@anjuan/follow';
import { type Database, freshDatabase } from '@anjuan/test/support';
import { openDoor } from '../test/door';
import { serveMetrics } from './metrics';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it('Prometheus hears of every part: how far it is, how late, how fast, and what it left alone', async () => {
  const door = openDoor(database.url, 'ab'.repeat(32));
  for (const title of ['甲', '乙', '丙']) await door.register(title);
  const follower = follow({ store: door.store, pool: door.pool, name: 'weigher', log: quiet, partitions: 2, apply: async (_, [first]) => [{ stream: first!.stream, position: first!.position, cause: 'too heavy' }] });
  await follower.caughtUp(3, 10_000);
  await door.pool.query(`insert into checkpoints (follower, position) values ('late', 1)`);
  const served = await serveMetrics({ store: door.store, pool: door.pool, log: quiet, pending: async () => 4, followers: { weigher: follower } }, 0);
  try {
    const url = `http://127.0.0.1:${served.port}`;
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    for (const line of ['anjuan_follower_position{follower="weigher",partition="0"} 3', 'anjuan_follower_lag_events{follower="late",partition="0"} 2', 'anjuan_follower_leading{follower="weigher"} 1', 'anjuan_follower_failing{follower="weigher"} 0', 'anjuan_workflows_untold 4'])
      expect(text.split('\n')).toContain(line);
    expect(Number(/lag_seconds\{follower="late",partition="0"\} (\S+)/.exec(text)?.[1])).toBeGreaterThan(0);
    const parked = [...text.matchAll(/parked_streams\{follower="weigher",partition="\d"\} (\d)/g)].map(([, n]) => Number(n));
    expect(parked).toHaveLength(2);
    expect(parked[0]! + parked[1]!).toBe(1);
    // Each line is a comment or a sample, as the format has it.
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? -?[\d.e+-]+)$/);
    await door.register('丁');
    await door.pool.query(`update checkpoints set position = 4 where follower = 'late'`);
    expect(Number(/per_second\{follower="late",partition="0"\} (\S+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1])).toBeGreaterThan(0);
    expect((await fetch(`${url}/`)).status).toBe(404);
  } finally {
    await served.stop();
    await follower.stop();
    await door.close();
  }
});
