import { pressure } from './pressure';

/** A door whose process sleeps, works and has flights under way for as many milliseconds as a test says. */
const door = () => {
  let [now, idle, said] = [0, 0, 0];
  const press = pressure(() => (said += 1), { now: () => now, eventLoopUtilization: () => ({ idle, active: now - idle, utilization: 0 }) });
  const pass = (ms: number, asleep: boolean) => {
    now += ms;
    if (asleep) idle += ms;
  };
  return {
    press,
    said: () => said,
    pass,
    /** As long as that, flights of so many milliseconds, each followed by work and by sleep of so many. */
    during: (ms: number, { aloft, work = 0, sleep = 0 }: { aloft: number; work?: number; sleep?: number }) => {
      for (const end = now + ms; now < end; ) {
        press.departs();
        pass(aloft, true); // the process sleeps while its flight is under way
        press.lands();
        pass(work, false);
        pass(sleep, true);
      }
    },
  };
};

test('a door that is never without a flight or work for half a second is pressed, and says so twice a second', () => {
  const { press, said, during } = door();
  during(500, { aloft: 2, work: 3 });
  expect([press.isThere(), said()]).toEqual([false, 0]);
  during(2_000, { aloft: 2, work: 3 });
  expect([press.isThere(), said()]).toEqual([true, 4]);
});

test('a door that rests a tenth of the time keeps pace, however busy it is', () => {
  const { press, said, during } = door();
  during(5_000, { aloft: 8, work: 1, sleep: 1 });
  expect([press.isThere(), said()]).toEqual([false, 0]);
});

test('a rush over HTTP, which leaves it three hundredths, is pressed', () => {
  const { press, during } = door();
  during(1_000, { aloft: 30, work: 67, sleep: 3 });
  expect(press.isThere()).toBe(true);
});

test('two flights that overlap are no rest between them', () => {
  const { press, pass } = door();
  press.departs();
  for (let i = 0; i < 200; i += 1) {
    pass(2, true);
    press.departs();
    pass(2, true);
    press.lands();
  }
  press.lands();
  press.departs();
  expect(press.isThere()).toBe(true);
});

test('a rush after a still hour is judged by itself', () => {
  const { press, pass, during } = door();
  during(10, { aloft: 5 });
  pass(3_600_000, true);
  during(515, { aloft: 5 });
  expect(press.isThere()).toBe(true);
});

test('what was said, by this door or by another, is forgotten soon after nobody says it any more', () => {
  const { press, pass } = door();
  press.hear();
  pass(1_249, true);
  expect(press.isThere()).toBe(true);
  pass(1, true);
  expect(press.isThere()).toBe(false);
});
