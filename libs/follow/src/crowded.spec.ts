import { atOnce, watchCrowd, watcher } from './crowded';

const every = 125;

/** A machine of two cores and a store, looked at eight times a second. */
const watching = (bars?: typeof atOnce) => {
  let [at, idle, all, head, asked] = [0, 0, 0, 0, 0];
  const look = watcher({ head: async () => ((asked += 1), head) }, bars, () => ({ at, idle, all }));
  return {
    asked: () => asked,
    /** So many events are appended in a second while that share of the machine is idle; answers what the last look found. */
    during: async (eventsPerSecond: number, share: number, ms = every) => {
      let crowded = false;
      for (let left = ms; left > 0; left -= every) {
        [at, idle, all, head] = [at + every, idle + 2 * every * share, all + 2 * every, head + (eventsPerSecond * every) / 1_000];
        crowded = await look();
      }
      return crowded;
    },
  };
};

const toTheBrim = [4_000, 0.02] as const;
const full = [4_000, 0.1] as const;
const still = [0, 0.9, 1_500] as const;

test('who follows stands back while the door is busy and the machine has nothing to spare, not for either alone', async () => {
  const { during } = watching();
  expect(await during(20, 0.02, 3_000)).toBe(false);
  expect(await during(10_000, 0.5, 3_000)).toBe(false);
  expect(await during(...full, 1_000)).toBe(true);
});

test('a machine that is full to the brim shows within half a second, one that is nearly full within a second and not sooner', async () => {
  const brim = watching();
  await brim.during(...still);
  expect([await brim.during(...toTheBrim, 2 * every), await brim.during(...toTheBrim)]).toEqual([false, true]);
  expect(await brim.during(...toTheBrim, 1_000)).toBe(true);
  const nearly = watching();
  await nearly.during(...still);
  expect([await nearly.during(...full, 7 * every), await nearly.during(...full)]).toEqual([false, true]);
});

test('a page that is sealed, or whatever else takes a moment, drives nobody back', async () => {
  const { during } = watching();
  await during(...still);
  for (let i = 0; i < 20; i += 1) expect([await during(10_000, 0, 2 * every), await during(10_000, 0.5, 2 * every)]).toEqual([false, false]);
});

test('ten thousand events a second that come evenly leave an eighth of a slow machine idle while all of them are followed: nobody stands back', async () => {
  const { during } = watching();
  await during(...still);
  expect(await during(10_000, 0.125, 4_000)).toBe(false);
});

test('who works for nobody that looks on stands back at once, and comes forward no sooner than the others', async () => {
  const { during } = watching(atOnce);
  await during(...still);
  expect([await during(...full), await during(...full)]).toEqual([false, true]);
  expect(await during(4_000, 0.3, 1_000)).toBe(true);
  expect([await during(4_000, 0.7, 2 * every), await during(4_000, 0.7, every)]).toEqual([true, false]);
});

test('the room they make is no reason to come forward again; half a free machine is, and so is a quiet door', async () => {
  const { during } = watching();
  await during(...still);
  expect(await during(...toTheBrim, 1_000)).toBe(true);
  expect(await during(6_000, 0.3, 2_000)).toBe(true);
  expect(await during(6_000, 0.5, 1_000)).toBe(false);
  expect(await during(...toTheBrim, 1_000)).toBe(true);
  expect(await during(20, 0.05, 1_000)).toBe(false);
});

test('nobody stands back for longer than five seconds, and again only after the rush is over', async () => {
  const { during } = watching();
  await during(...still);
  await during(...toTheBrim, 3 * every);
  expect(await during(...toTheBrim, 5_000 - every)).toBe(true);
  for (let s = 0; s < 5; s += 1) expect(await during(...toTheBrim, 1_000)).toBe(false);
  await during(...still);
  expect(await during(...toTheBrim, 1_000)).toBe(true);
});

test('a store at rest is not asked how far it is', async () => {
  const { asked, during } = watching();
  await during(...still);
  await during(...still);
  expect(asked()).toBe(0);
  await during(...toTheBrim, 1_000);
  expect(asked()).toBe(8);
});

describe('the watch', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('looks whether or not anybody asks, takes a store that is away for one at rest, and ends when it is stopped', async () => {
    let [asked, at] = [0, 0];
    let away = false;
    const head = () => (asked += 1, away ? Promise.reject(new Error('away')) : Promise.resolve(1_000 * asked));
    const crowd = watchCrowd({ head }, atOnce, () => ({ at: (at += every), idle: 0, all: at }));
    expect(crowd.isThere()).toBe(false);
    await jest.advanceTimersByTimeAsync(4 * every);
    expect([asked, crowd.isThere()]).toEqual([4, true]);
    away = true;
    await jest.advanceTimersByTimeAsync(every);
    expect([asked, crowd.isThere()]).toEqual([5, false]);
    crowd.stop();
    await jest.advanceTimersByTimeAsync(10 * every);
    expect([asked, jest.getTimerCount()]).toEqual([5, 0]);
  });
});
