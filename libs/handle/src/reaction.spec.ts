import { memoryEventStore } from '@anjuan/event-store';
import { filedClue, intake, mustDo, office, petition } from '../test/office';
import type { CrashPoint } from './handle-parts';

const owedBy = async (door: ReturnType<typeof office>, stream: string) => {
  const [owed] = (await door.load(stream))?.owed ?? [];
  if (!owed) throw new Error(`${stream} owes nothing`);
  return owed;
};

describe('a reaction', () => {
  it('opens the case of a filed clue, in the same history, and records it on the clue', async () => {
    const door = office();
    const clue = await filedClue(door, 'a', '立〔2026〕1号');
    const settled = await door.performReaction(clue, await owedBy(door, clue));
    const kase = door.streamOf('case', '立〔2026〕1号');
    expect(settled).toEqual({ outcome: 'done', stream: kase, revision: 1 });
    const [filed, opened] = [await door.load(clue), await door.load(kase)];
    expect(filed?.owed).toEqual([]);
    expect(opened).toMatchObject({ stage: 'filed', correlation: filed?.correlation, openedOn: '2026-03-02', facts: { clues: [clue] } });
    const { events } = await door.store.read(kase);
    expect(events[0]?.causation).toBe((await door.store.read(clue)).events.find(({ row }) => row === 'fileCase')?.id);
  });

  it('is carried out once, however often it is asked for', async () => {
    const store = memoryEventStore();
    const doors = [office({ store }), office({ store })] as const;
    const clue = await filedClue(doors[0], 'a', '1');
    const owed = await owedBy(doors[0], clue);
    const settled = await Promise.all([0, 1, 0, 1, 0].map((i) => doors[i as 0 | 1].performReaction(clue, owed)));
    expect(new Set(settled.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await doors[0].performReaction(clue, owed)).toEqual(settled[0]);
    expect((await store.read(doors[0].streamOf('case', '1'))).events).toHaveLength(1);
    expect((await store.read(clue)).events.filter(({ type }) => type === 'ReactionSettled')).toHaveLength(1);
  });

  it('lets the loser of a race for one case number join the winner’s case', async () => {
    const store = memoryEventStore();
    const doors = [office({ store }), office({ store })] as const;
    const clues = [await filedClue(doors[0], 'a', '1'), await filedClue(doors[0], 'b', '1')] as const;
    const owed = [await owedBy(doors[0], clues[0]), await owedBy(doors[0], clues[1])] as const;
    const settled = await Promise.all([doors[0].performReaction(clues[0], owed[0]), doors[1].performReaction(clues[1], owed[1])]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const kase = await doors[0].load(doors[0].streamOf('case', '1'));
    expect(kase?.revision).toBe(2);
    expect(kase?.facts['clues']).toEqual(expect.arrayContaining([...clues]));
    expect(kase?.facts['respondents']).toHaveLength(2);
  });

  it.each<[CrashPoint, number]>([['append.afterCommit', 1], ['append.afterCommit', 2], ['reaction.beforeTarget', 1], ['reaction.afterTarget', 1], ['reaction.afterSettle', 1]])(
    'survives a kill at %s (time %i): the next try ends with one case and one settlement',
    async (point, time) => {
      const store = memoryEventStore();
      const clue = await filedClue(office({ store }), 'a', '1');
      const owed = await owedBy(office({ store }), clue);
      let passed = 0;
      const dying = office({ store, crash: (at) => { if (at === point && ++passed === time) throw new Error('killed'); } });
      await expect(dying.performReaction(clue, owed)).rejects.toThrow('killed');
      const door = office({ store });
      expect(await door.performReaction(clue, owed)).toEqual({ outcome: 'done', stream: door.streamOf('case', '1'), revision: 1 });
      expect((await store.read(door.streamOf('case', '1'))).events).toHaveLength(1);
      expect((await store.read(clue)).events.filter(({ type }) => type === 'ReactionSettled')).toHaveLength(1);
      expect((await door.load(clue))?.owed).toEqual([]);
    },
  );

  it('sends the very same command again when the clue has moved on meanwhile', async () => {
    const store = memoryEventStore();
    const clue = await filedClue(office({ store }), 'a', '1');
    const owed = await owedBy(office({ store }), clue);
    const dying = office({ store, crash: (at) => { if (at === 'reaction.afterTarget') throw new Error('killed'); } });
    await expect(dying.performReaction(clue, owed)).rejects.toThrow('killed');
    const door = office({ store });
    await mustDo(door.handle({ id: 'note', stream: clue, name: 'addNote', asked: { text: '归档编号已登记' }, actor: petition }));
    expect(await door.performReaction(clue, owed)).toMatchObject({ outcome: 'done', revision: 1 });
  });

  it('records a refusal when the case of that number is past joining', async () => {
    const door = office();
    const first = await filedClue(door, 'a', '1');
    await door.performReaction(first, await owedBy(door, first));
    // The case already holds this clue: the table refuses, and nothing will change that.
    const kase = door.streamOf('case', '1');
    const again = await filedClue(door, 'b', '1');
    const owed = await owedBy(door, again);
    const strict = office({ store: door.store, processes: { ...door.processes, case: { ...door.processes['case']!, rows: Object.fromEntries(Object.entries(door.processes['case']!.rows).map(([name, row]) => [name, { ...row, ...(name === 'joinCase' && { refuses: () => ({ rule: 'closed', message: { zh: '不得并入', en: 'no' } }) }) }])) } } });
    expect(await strict.performReaction(again, owed)).toEqual({ outcome: 'refused', reason: 'closed：不得并入', stream: kase });
    expect((await door.load(kase))?.revision).toBe(1);
    expect((await door.load(again))?.owed).toEqual([]);
  });

  it('is put off, and not refused for good, where it is still the day before by the clock of whoever carries it out', async () => {
    const store = memoryEventStore();
    const clue = await filedClue(office({ store }), 'a', '1');
    const owed = await owedBy(office({ store }), clue);
    const slow = office({ store, clock: { now: () => '2026-03-01T15:59:59.000Z' } });
    await expect(slow.performReaction(clue, owed)).rejects.toThrow(/dated after today by this clock/);
    expect((await slow.load(clue))?.owed).toHaveLength(1);
    expect(await office({ store }).performReaction(clue, owed)).toMatchObject({ outcome: 'done', revision: 1 });
  });

  it('is refused for an event that owes nothing', async () => {
    const door = office();
    const { stream } = (await mustDo(door.handle(intake(door, 'a')))).receipt;
    await expect(door.performReaction(stream, { reaction: 'openCase', event: 'none' })).rejects.toThrow('holds no event');
  });
});
