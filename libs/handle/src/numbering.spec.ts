import { memoryEventStore } from '@anjuan/event-store';
import { filedClue, office } from '../test/office';

type Door = ReturnType<typeof office>;
type Document = { readonly number: string };

/** Carries out everything that the stream owes, and what follows from that. */
const settle = async (door: Door, stream: string): Promise<void> => {
  for (const owed of (await door.load(stream))?.owed ?? []) {
    const { stream: next } = await door.performReaction(stream, owed);
    if (next !== undefined) await settle(door, next);
  }
};

const documentsOf = async (door: Door, caseNo: string) => ((await door.load(door.streamOf('case', caseNo)))?.facts['documents'] ?? []) as readonly Document[];

describe('the numbers of documents', () => {
  it('are given without a gap, each once, by whatever doors at once, and every case has heard its own', async () => {
    const store = memoryEventStore();
    const doors = [office({ store }), office({ store })] as const;
    const cases = ['a', 'b', 'c', 'd', 'e', 'f'];
    const clues = await Promise.all(cases.map((id) => filedClue(doors[0], id, id)));
    for (const clue of clues) await doors[0].performReaction(clue, (await doors[0].load(clue))!.owed[0]!); // a filed clue owes its case
    await Promise.all(cases.flatMap((id, i) => [settle(doors[(i % 2) as 0 | 1], doors[0].streamOf('case', id)), settle(doors[((i + 1) % 2) as 0 | 1], doors[0].streamOf('case', id))]));
    const numbers = await Promise.all(cases.map((id) => documentsOf(doors[1], id)));
    expect(numbers.flat().map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `立〔2026〕${n}号`));
    expect(numbers.every(({ length }) => length === 1)).toBe(true);
    const register = await doors[0].load(doors[0].streamOf('register', 'filingDecision/2026'));
    expect(register).toMatchObject({ owed: [], facts: { issued: [1, 2, 3, 4, 5, 6].map((n) => ({ n })) } });
    for (const id of cases) expect((await doors[0].load(doors[0].streamOf('case', id)))?.correlation).not.toBe(register?.correlation);
  });

  it('leave alone who is looking at the case: the ground has not moved', async () => {
    const door = office();
    const clue = await filedClue(door, 'a', '1');
    await door.performReaction(clue, (await door.load(clue))!.owed[0]!); // a filed clue owes its case
    const kase = door.streamOf('case', '1');
    const ground = (await door.load(kase))?.ground;
    await settle(door, kase);
    expect(await documentsOf(door, '1')).toMatchObject([{ number: '立〔2026〕1号' }]);
    expect((await door.load(kase))?.ground).toBe(ground);
  });
});
