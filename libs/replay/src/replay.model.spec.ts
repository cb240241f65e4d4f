import fc from 'fast-check';
import { toldAtRandom, type Story } from '../test/told-at-random';
import { linkedHistory, replay } from '.';

const property = (check: (story: Story) => Promise<void>, lots: { readonly seed?: number } = {}) =>
  fc.assert(fc.asyncProperty(fc.nat(), fc.integer({ min: 10, max: 200 }), async (seed, moves) => check(await toldAtRandom(seed, moves))), { numRuns: 20, ...lots });

const historyOf = ({ door, store, matters }: Story, stream: string) =>
  linkedHistory(stream, { read: store.read, linked: async (correlation) => [...matters.values()].filter((matter) => matter.correlation === correlation) }, door);

const byStream = <T extends { readonly matter: { readonly stream: string } }>(standings: readonly T[]) => new Map(standings.map((each) => [each.matter.stream, each]));

describe('Whatever happened to two clues and their case', () => {
  test('replay shows at every revision what the live system showed then, in every matter of the history, limits and all', () =>
    property(async (story) => {
      for (const stream of story.matters.keys()) {
        const line = replay(await historyOf(story, stream), story.door);
        const streams = new Set(line.steps.map(({ event }) => event.stream));
        for (const { matters, now } of story.seen) {
          const seen = matters.filter(({ matter }) => streams.has(matter.stream));
          const step = line.steps.findLastIndex(({ event }) => seen.some(({ matter }) => matter.position === event.position));
          const shown = line.at({ step, instant: now }).map(({ matter, clocks }) => ({ matter, clocks }));
          expect(byStream(shown)).toEqual(byStream(seen));
        }
      }
    }), 120_000);

  test('the history is the same from whichever of its matters one looks, and holds every clue that its case came from', () =>
    property(async (story) => {
      for (const { stream, facts } of story.matters.values()) {
        const positions = (events: Awaited<ReturnType<typeof historyOf>>) => events.map(({ position }) => position).sort((a, b) => a - b);
        const events = await historyOf(story, stream);
        for (const other of new Set(events.map((event) => event.stream))) expect(positions(await historyOf(story, other))).toEqual(positions(events));
        expect([...new Set(events.map((event) => event.stream))]).toEqual(expect.arrayContaining([stream, ...((facts['clues'] as string[] | undefined) ?? [])]));
      }
    }), 120_000);

  test('these stories come to the end of clue and case, or the above would say little', async () => {
    const reached = new Set<string>();
    let joined = 0;
    await property(async ({ seen, matters }) => {
      for (const each of seen) for (const { matter } of each.matters) reached.add(`${matter.process} ${matter.stage}`);
      for (const { facts } of matters.values()) if (Array.isArray(facts['clues']) && facts['clues'].length > 1) joined += 1;
    }, { seed: 11 }); // the same twenty: what they come to is not left to chance
    expect([...reached]).toEqual(expect.arrayContaining(['clue closed', 'clue shelved', 'clue convertedToCase', 'case inTrial', 'case decided', 'case executing', 'case closed']));
    expect(joined).toBeGreaterThan(0);
  }, 120_000);
});
