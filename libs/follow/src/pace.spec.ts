import { copy, openDiaries, silent } from '../test/diary';
import { follow, type Follower, type Following } from './index';

let diaries: Awaited<ReturnType<typeof openDiaries>>;
let running: Follower | undefined;

beforeEach(async () => {
  diaries = await openDiaries();
});
afterEach(async () => {
  await running?.stop();
  await diaries.close();
});

const start = (own: Partial<Following>): Follower => (running = follow({ store: diaries.store, pool: diaries.pool, name: 'copier', apply: copy(), log: silent, ...own }));

test('standing back for the door takes few events at a time, and the rest at once when it need no longer', async () => {
  await diaries.writeAtOnce('a', Array.from({ length: 1_000 }, (_, i) => `line ${i}`));
  let crowded = true;
  const taken: number[] = [];
  const follower = start({
    crowd: { isThere: () => crowded, stop: () => undefined },
    apply: async (tx, events) => {
      taken.push(events.length);
      crowded = taken.length < 3;
      return copy()(tx, events);
    },
  });
  expect(await follower.caughtUp(1_000, 10_000)).toBe(true);
  expect(taken).toEqual([100, 100, 100, 700]);
  expect(await diaries.copied()).toEqual(Array.from({ length: 1_000 }, (_, i) => `a: line ${i}`));
});

test('looks at the store no oftener than it was told, however often something comes', async () => {
  const looks: number[] = [];
  const store = { ...diaries.store, readAll: (...given: Parameters<typeof diaries.store.readAll>) => (looks.push(performance.now()), diaries.store.readAll(...given)) };
  const follower = start({ store, apart: 200 });
  for (let line = 1; line <= 5; line += 1) {
    await diaries.write('a', `line ${line}`);
    expect(await follower.caughtUp(line, 5_000)).toBe(true);
  }
  await follower.stop();
  const between = looks.slice(1).map((at, i) => at - looks[i]!);
  expect(between.length).toBeGreaterThanOrEqual(4);
  for (const ms of between) expect(ms).toBeGreaterThanOrEqual(195); // a timer may come a few milliseconds early
});
