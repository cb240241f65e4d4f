import { atOnce, watchCrowd, watcher } from './crowded';

const every = 125;

type Door = 'pressed' | 'at ease';

/** A machine of two cores and a store, looked at eight times a second. */
const watching = (bar?: typeof atOnce) => {
  let [at, idle, all] = [0, 0, 0];
  let door: Door = 'at ease';
  const look = watcher({ pressed: () => door === 'pressed' }, bar, () => ({ at, idle, all }));
  /** The door is like that for so long while that share of the machine is idle; answers what the last look found. */
  return (now: Door, share: number, ms = every) => {
    let crowded = false;
    door = now;
    for (let left = ms; left > 0; left -= every) {
      [at, idle, all] = [at + every, idle + 2 * every * share, all + 2 * every];
      crowded = look();
    }
    return crowded;
  };
};

const rush = ['pressed', 0.1] as const;
const still = ['at ease', 0.9, 1_500] as const;

test('who follows stands back while the door is pressed and the machine has nothing to spare, not for either alone', () => {
  const during = watching();
  expect(during('at ease', 0.02, 3_000)).toBe(false);
  during(...still);
  expect(during('pressed', 0.2, 3_000)).toBe(false);
  expect(during(...rush, 500)).toBe(true);
});

test('a rush shows within half a second and not sooner', () => {
  const during = watching();
  during(...still);
  expect([during(...rush, 3 * every), during(...rush)]).toEqual([false, true]);
});

test('a page that is sealed, or whatever else takes a moment, drives nobody back', () => {
  const during = watching();
  during(...still);
  for (let i = 0; i < 20; i += 1) expect([during('pressed', 0, 2 * every), during('pressed', 0.5, 2 * every)]).toEqual([false, false]);
});

test('who works for nobody that looks on stands back at once, and comes forward no sooner than the others', () => {
  const during = watching(atOnce);
  during(...still);
  expect(during(...rush)).toBe(true);
  expect(during('pressed', 0.3, 1_000)).toBe(true);
  expect([during('pressed', 0.7, 2 * every), during('pressed', 0.7, every)]).toEqual([true, false]);
});

test('the room they make is no reason to come forward again; half a free machine is, and so is a door at ease', () => {
  const during = watching();
  during(...still);
  expect(during(...rush, 1_000)).toBe(true);
  expect(during('pressed', 0.3, 2_000)).toBe(true);
  expect(during('pressed', 0.5, 1_000)).toBe(false);
  expect(during(...rush, 1_000)).toBe(true);
  expect(during('at ease', 0.02)).toBe(false);
});

test('nobody stands back for longer than five seconds, and again only after the rush is over', () => {
  const during = watching();
  during(...still);
  during(...rush, 4 * every);
  expect(during(...rush, 5_000 - every)).toBe(true);
  for (let s = 0; s < 5; s += 1) expect(during(...rush, 1_000)).toBe(false);
  during(...still);
  expect(during(...rush, 1_000)).toBe(true);
});

describe('the watch', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('looks whether or not anybody asks, and ends when it is stopped', () => {
    let [asked, at] = [0, 0];
    const crowd = watchCrowd({ pressed: () => (asked += 1) > 0 }, atOnce, () => ({ at: (at += every), idle: 0, all: at }));
    expect(crowd.isThere()).toBe(false);
    jest.advanceTimersByTime(4 * every);
    expect([asked, crowd.isThere()]).toEqual([4, true]);
    crowd.stop();
    jest.advanceTimersByTime(10 * every);
    expect([asked, jest.getTimerCount()]).toEqual([4, 0]);
  });
});
