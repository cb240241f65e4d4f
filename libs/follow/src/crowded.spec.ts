import { atOnce, crowding } from './crowded';

/** A machine of two cores and a store, watched once in a quarter of a second. */
const watching = (patience?: number) => {
  let [at, idle, all, head, asked] = [0, 0, 0, 0, 0];
  const isCrowded = crowding({ head: async () => ((asked += 1), head) }, patience, () => ({ at, idle, all }));
  return {
    isCrowded,
    asked: () => asked,
    /** So many events are appended in a second while that share of the machine is idle. */
    during: async (eventsPerSecond: number, share: number, ms = 250) => {
      [at, idle, all, head] = [at + ms, idle + 2 * ms * share, all + 2 * ms, head + (eventsPerSecond * ms) / 1_000];
      return isCrowded();
    },
  };
};

const busy = [4_000, 0.05, 1_000] as const;
const still = [0, 0.9, 1_000] as const;

test('who follows stands back while the door is busy and the machine has nothing to spare, not for either alone', async () => {
  const { isCrowded, during } = watching();
  expect(await isCrowded()).toBe(false);
  expect(await during(20, 0.05, 1_000)).toBe(false);
  expect(await during(10_000, 0.5, 1_000)).toBe(false);
  for (let quarter = 0; quarter < 3; quarter += 1) await during(4_000, 0.05);
  expect(await during(4_000, 0.05)).toBe(true);
});

test('a page that is sealed, or whatever else takes a moment, drives nobody back', async () => {
  const { during } = watching();
  await during(...still);
  for (let i = 0; i < 20; i += 1) expect([await during(10_000, 0.05), await during(10_000, 0.5), await during(10_000, 0.5)]).toEqual([false, false, false]);
});

test('who works for nobody that looks on stands back at once, and comes forward no sooner than the others', async () => {
  const { during } = watching(atOnce);
  await during(...still);
  expect(await during(4_000, 0.05)).toBe(true);
  for (const share of [0.3, 0.7, 0.3, 0.3]) expect(await during(4_000, share)).toBe(true);
  expect(await during(4_000, 0.7)).toBe(false);
  expect(await during(20, 0.05)).toBe(false);
});

test('the room they make is no reason to come forward again; half a free machine is, and so is a quiet door', async () => {
  const { during } = watching();
  await during(...still);
  await during(...busy);
  expect(await during(6_000, 0.3, 1_000)).toBe(true);
  expect(await during(6_000, 0.5, 1_000)).toBe(false);
  await during(...busy);
  expect(await during(20, 0.05, 1_000)).toBe(false);
});

test('nobody stands back for longer than five seconds, and again only after the rush is over', async () => {
  const { during } = watching();
  await during(...still);
  for (let s = 0; s < 5; s += 1) expect(await during(...busy)).toBe(true);
  for (let s = 0; s < 5; s += 1) expect(await during(...busy)).toBe(false);
  await during(...still);
  expect(await during(...busy)).toBe(true);
});

test('it is looked at four times a second, however often it is asked', async () => {
  const { asked, during } = watching();
  for (let i = 0; i < 100; i += 1) await during(4_000, 0.05, 25);
  expect(asked()).toBe(10);
});

test('without a store to ask it fails as the store does', async () => {
  await expect(crowding({ head: () => Promise.reject(new Error('away')) })()).rejects.toThrow('away');
});
