import { eventually } from '../journeys/support/eventually';
import { appsOn, type Apps } from './support/apps';
import { clerks } from './support/clerks';
import { clientHistory } from './support/history';
import { ownPostgres, type OwnPostgres } from './support/own-postgres';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

let server: OwnPostgres;
let apps: Apps;

beforeAll(async () => {
  server = await ownPostgres();
  apps = appsOn(server.url);
});
afterAll(async () => {
  await apps.close();
  await server.stop();
});

it('Postgres killed twice and frozen once in mid-batch: what was acknowledged is there, once, in one order; APIs and follower go on by themselves', async () => {
  const history = clientHistory();
  const doors = [await apps.api(), await apps.api()];
  await apps.follower();
  const { register, note } = clerks(history, doors);
  const clues = await Promise.all(upTo(5).map((i) => register(`线索 ${i}`, i)));
  await eventually(() => apps.listed(doors[0]!), 'the follower to follow');
  let working = true;
  const lanes = upTo(16).map(async (lane) => {
    for (let turn = 0; working; turn += 1) await note(clues[(lane + turn) % clues.length]!, `${lane}-${turn}`, { at: lane + turn }); // within the clues
  });
  const more = (n: number) => {
    const from = history.acknowledged();
    return eventually(async () => history.acknowledged() >= from + n, `${n} more commands to go through`);
  };

  for (const _ of [1, 2]) {
    await more(80);
    await server.kill();
    for (const { base } of doors) expect((await fetch(`${base}/health/ready`)).status).toBe(503);
    await server.again();
  }
  await more(80);
  server.freeze();
  const then = history.acknowledged();
  for (const { base } of doors) expect((await fetch(`${base}/health/ready`)).status).toBe(503);
  // Answers that were under way may still come in, one a lane; nothing else is acknowledged while nothing can be written.
  expect(history.acknowledged() - then).toBeLessThanOrEqual(lanes.length);
  server.thaw();
  await more(80);
  working = false;
  await Promise.all(lanes);

  expect(await history.judged(server.url)).toEqual([]);
  await eventually(() => apps.listed(doors[0]!), 'the list to stand where the store stands');
});
