import { memoryEventStore, type EventDraft } from '@anjuan/event-store';
import fc from 'fast-check';
import { readingOnce } from './reading-once';

const draft: EventDraft = {
  process: 'clue', type: 'NoteAdded', schema: 1, table: '', data: {}, sealed: [], organ: 'organ', actor: { person: 'P-01', office: 'petitionOffice', post: 'handler' }, approvals: [], basis: [],
  policy: 'p', calendar: 'c', read: {}, confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: '2026-03-02T02:00:00.000Z', correlation: 'history',
};

const counted = () => {
  const store = memoryEventStore();
  const told = { reads: 0 };
  return { told, store: { ...store, readAll: (after: number, limit: number) => ((told.reads += 1), store.readAll(after, limit)) } };
};

const filled = async (store: ReturnType<typeof memoryEventStore>, from: number, to: number) => {
  for (let at = from; at < to; at++) await store.append({ stream: `clue-${at}`, expected: 0, command: `c-${at}`, body: '', events: [draft] });
};

describe('Several followers that read the store once', () => {
  test('a page that one has read is given to the others without asking again', async () => {
    const { told, store } = counted();
    await filled(store, 0, 5);
    const shared = readingOnce(store);
    const first = await shared.readAll(0, 10);
    expect(await shared.readAll(0, 10)).toEqual(first);
    expect((await shared.readAll(3, 10)).map(({ position }) => position)).toEqual([4, 5]);
    expect(told.reads).toBe(1);
    await shared.readAll(5, 10);
    expect(told.reads).toBe(2);
  });

  test('whoever comes a little later finds it still, whoever asks at the same moment waits for the one answer', async () => {
    const { told, store } = counted();
    await filled(store, 0, 9);
    const shared = readingOnce(store);
    for (const after of [0, 3, 6]) await shared.readAll(after, 3);
    expect((await shared.readAll(2, 100)).map(({ position }) => position)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(told.reads).toBe(3);
    await filled(store, 9, 12);
    const [one, other] = await Promise.all([shared.readAll(9, 100), shared.readAll(9, 100)]);
    expect([one, told.reads]).toEqual([other, 4]);
  });

  test('whoever was woken for an event does not take the word of somebody who looked before it was there', async () => {
    const { store } = counted();
    let answer: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (answer = resolve));
    const shared = readingOnce({ ...store, readAll: async (after, limit) => {
      const seen = await store.readAll(after, limit);
      if (seen.length === 0) await gate;
      return seen;
    } });
    const early = shared.readAll(0, 10);
    await filled(store, 0, 1);
    const late = shared.readAll(0, 10);
    answer();
    expect([(await early).length, (await late).length]).toEqual([0, 1]);
  });

  test('whatever they ask, in whatever order, while more is written: nothing is left out, doubled or out of order', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.record({ write: fc.nat(4), after: fc.nat(30), limit: fc.integer({ min: 1, max: 8 }) }), { maxLength: 30 }), async (steps) => {
        const store = memoryEventStore();
        const shared = readingOnce(store);
        let written = 0;
        for (const { write, after, limit } of steps) {
          await filled(store, written, (written += write));
          const given = (await shared.readAll(after, limit)).map(({ position }) => position);
          // As many as it likes, but the very next ones, and at least one while there is one.
          expect(given).toEqual(Array.from({ length: given.length }, (_, i) => after + 1 + i));
          expect(given.length > 0).toBe(after < written);
          expect(given.length).toBeLessThanOrEqual(limit);
        }
      }),
    ));
});
