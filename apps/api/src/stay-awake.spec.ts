import type { Answer, EventStore } from '@anjuan/event-store';
import { stayAwake } from './stay-awake';

const every = 125;

/** What is asked of the event loop while the door appends so many commands in an eighth of a second. */
const during = async (appends: number, there: boolean) => {
  const landed: string[] = [];
  let [turns, stopped] = [0, 0];
  const asked = jest.spyOn(globalThis, 'setImmediate').mockImplementation(((turn: () => void) => void ((turns += 1) < 50 && turn())) as never);
  const store = { append: async ({ stream }: { stream: string }) => (landed.push(stream), { kind: 'conflict' } as Answer) } as unknown as EventStore;
  const awake = stayAwake(store, { isThere: () => there, stop: () => void (stopped += 1) });
  for (let n = 0; n < appends; n += 1) expect(await awake.store.append({ stream: `clue-${n}`, expected: 0, command: `c${n}`, body: '', events: [] as never })).toEqual({ kind: 'conflict' });
  jest.advanceTimersByTime(every);
  const found = { turns, landed: landed.length };
  awake.stop();
  jest.advanceTimersByTime(10 * every);
  asked.mockRestore();
  return { ...found, timers: jest.getTimerCount(), stopped };
};

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => void jest.useRealTimers());

test('in a rush at this door the thread takes turn after turn and does not sleep', async () => {
  expect(await during(60, true)).toMatchObject({ turns: 50, landed: 60 });
});

test('without a rush it sleeps as ever, and so it does in one that others cause', async () => {
  expect(await during(60, false)).toMatchObject({ turns: 0, landed: 60 });
  expect(await during(20, true)).toMatchObject({ turns: 0, landed: 20 });
});

test('stopped, it looks at nothing any longer', async () => {
  expect(await during(60, true)).toMatchObject({ timers: 0, stopped: 1 });
});
