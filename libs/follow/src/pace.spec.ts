import { copy, diariesForEach } from '../test/diary';

const here = diariesForEach();

test('standing back for the door takes few events at a time, and the rest at once when it need no longer', async () => {
  await here.diaries.writeAtOnce('a', Array.from({ length: 1_000 }, (_, i) => `line ${i}`));
  let crowded = true;
  const taken: number[] = [];
  const follower = here.start({
    crowd: { isThere: () => crowded, stop: () => undefined },
    apply: async (tx, events) => {
      taken.push(events.length);
      crowded = taken.length < 3;
      return copy()(tx, events);
    },
  });
  expect(await follower.caughtUp(1_000, 10_000)).toBe(true);
  expect(taken).toEqual([100, 100, 100, 700]);
  expect(await here.diaries.copied()).toEqual(Array.from({ length: 1_000 }, (_, i) => `a: line ${i}`));
});

test('looks at the store no oftener than it was told, however often something comes', async () => {
  const looks: number[] = [];
  const store = { ...here.diaries.store, readAll: (...given: Parameters<typeof here.diaries.store.readAll>) => (looks.push(performance.now()), here.diaries.store.readAll(...given)) };
  const follower = here.start({ store, apart: 200 });
  for (let line = 1; line <= 5; line += 1) {
    await here.diaries.write('a', `line ${line}`);
    expect(await follower.caughtUp(line, 5_000)).toBe(true);
  }
  await follower.stop();
  const between = looks.slice(1).map((at, i) => at - looks[i]!);
  expect(between.length).toBeGreaterThanOrEqual(4);
  for (const ms of between) expect(ms).toBeGreaterThanOrEqual(195); // a timer may come a few milliseconds early
});
