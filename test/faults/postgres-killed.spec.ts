import { eventually } from '../journeys/support/eventually';
import { appsOn, type Apps } from './support/apps';
import { clerks } from './support/clerks';
import { clientHistory } from './support/history';
import { ownPostgres, type OwnPostgres } from './support/own-postgres';
import { upTo } from './support/up-to';

const history = clientHistory();
let server: OwnPostgres;
let apps: Apps;

beforeAll(async () => {
  server = await ownPostgres();
  apps = appsOn(server.url);
});
afterAll(async () => {
  history.close();
  await apps.close();
  await server.stop();
});

it('Postgres killed twice and frozen once in mid-batch: what was acknowledged is there, once, in one order; APIs and follower go on by themselves', async () => {
  const doors = [await apps.api(), await apps.api()];
  await apps.follower();
  const { register, note } = clerks(history, doors);
  const clues = await Promise.all(upTo(5).map((i) => register(`线索 ${i}`, i)));
  await eventually(() => apps.listed(doors[0]!), 'the follower to follow');
  const lanes = history.lanes(16, (lane, turn) => note(clues[(lane + turn) % clues.length]!, `${lane}-${turn}`, { at: lane + turn })); // within the clues

  for (const _ of [1, 2]) {
    await history.more(80);
    await server.kill();
    for (const { base } of doors) expect((await fetch(`${base}/health/ready`)).status).toBe(503);
    await server.again();
  }
  await history.more(80);
  server.freeze();
  const then = history.acknowledged();
  for (const { base } of doors) expect((await fetch(`${base}/health/ready`)).status).toBe(503);
  // Answers that were under way may still come in, one a lane; nothing else is acknowledged while nothing can be written.
  expect(history.acknowledged() - then).toBeLessThanOrEqual(16);
  server.thaw();
  await history.more(80);
  await lanes.stop();

  expect(await history.judged(server.url)).toEqual([]);
  await eventually(() => apps.listed(doors[0]!), 'the list to stand where the store stands');
});
