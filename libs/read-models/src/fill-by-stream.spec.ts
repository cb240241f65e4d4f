import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Filling, StreamOrder, StreamRange, Tx } from '@anjuan/follow';
import { rules } from '../test/clues';
import { fillBy } from './fill';
import { fillByStream, type Hand } from './fill-by-stream';
import { hire } from './helper';

const names = Array.from({ length: 1_700 }, (_, i) => `clue-${String(i).padStart(4, '0')}`);
const streams: StreamOrder = {
  end: async (after, count) => names.filter((name) => name > after)[count - 1],
  read: () => { throw new Error('hands read'); },
};
const filling = (told: Partial<Filling> = {}) => ({ head: 10_000, without: new Set<string>(), read: () => undefined, stopped: () => false, ...told }) as unknown as Filling; // no store is asked for here

/** At work for a turn of the event loop, so that hands take turns and no clock decides. */
const noted = (taken: StreamRange[], doubtful: readonly string[] = []): Hand => async (range) => {
  taken.push(range);
  await nextTurn();
  return { events: 100, doubtful };
};
const inHands: readonly StreamRange[] = [{ after: '', last: 'clue-0499' }, { after: 'clue-0499', last: 'clue-0999' }, { after: 'clue-0999', last: 'clue-1499' }, { after: 'clue-1499', last: undefined }];

describe('Streams dealt out to hands', () => {
  it('are each in one hand, from the first to the last, and all doubts are heard', async () => {
    const [one, other]: [StreamRange[], StreamRange[]] = [[], []];
    const told: (readonly number[])[] = [];
    expect(await fillByStream(streams, [noted(one, ['clue-0001']), noted(other)], filling({ read: (...at) => void told.push(at) }))).toEqual(['clue-0001', 'clue-0001']);
    expect([...one, ...other].sort((a, b) => (a.after < b.after ? -1 : 1))).toEqual(inHands);
    expect([one.length, other.length]).toEqual([2, 2]);
    expect(told).toEqual([[100, 100], [100, 200], [100, 300], [100, 400]]);
  });

  it('are taken up no more when one hand fails, and nobody is left at work', async () => {
    const taken: StreamRange[] = [];
    let working = 0;
    const busy: Hand = async (range) => {
      working += 1;
      const found = await noted(taken)(range);
      working -= 1;
      return found;
    };
    await expect(fillByStream(streams, [() => Promise.reject(new Error('no space')), busy], filling())).rejects.toThrow('no space');
    expect(taken.length).toBeLessThan(3);
    expect(working).toBe(0);
  });

  it('are left where they are by who is told to stop', async () => {
    const taken: StreamRange[] = [];
    await fillByStream(streams, [noted(taken)], filling({ stopped: () => taken.length === 2 }));
    expect(taken).toEqual(inHands.slice(0, 2));
  });
});

describe('A helper', () => {
  const running = (text: string) => hire({ script: new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads'; ${text}`)}`), place: 'here' }, 'basis', filling());

  it('is told where the store is and by what rows are worked out, and answers for each range', async () => {
    const { hand, end } = running(`parentPort.on('message', ({ range, answer }) => answer.postMessage({ ...workerData, range }))`);
    try {
      expect(await Promise.all(inHands.map(hand))).toEqual(inHands.map((range) => ({ head: 10_000, without: new Set(), basis: 'basis', place: 'here', range })));
    } finally {
      await end();
    }
  });

  it('has its share of the streams in every build, whose own hand has the others', async () => {
    const script = new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ range, answer }) => answer.postMessage({ events: 1, doubtful: [range.after] }))`)}`);
    const own: StreamRange[] = [];
    const read: StreamOrder['read'] = async function* (range) {
      own.push(range);
      yield [];
    };
    const nowhere = { query: async () => ({ rows: [] }) } as unknown as Tx; // nothing is folded that would be written
    const store = { streams: { ...streams, read } } as Filling['store'];
    const doubtful = await fillBy(rules.processes, rules.counting, [], { script, place: 'here', basis: 'basis' })(nowhere, filling({ store }));
    expect([...doubtful, ...own.map(({ after }) => after)].sort()).toEqual(inHands.map(({ after }) => after));
    expect(doubtful.length).toBeGreaterThan(0);
  });

  it.each([['cannot begin', `throw new Error('built from other sources')`, 'built from other sources'], ['fails at it', `parentPort.on('message', async () => { throw new Error('away') })`, 'away'], ['ends', 'process.exit(3)', 'ended with 3']])(
    'that %s says so to whoever waits for it', async (_, text, why) => {
      const { hand, end } = running(text);
      await expect(hand({ after: '' })).rejects.toThrow(why);
      await expect(hand({ after: '' })).rejects.toThrow(why);
      await end();
    });
});
