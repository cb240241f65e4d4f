import fc from 'fast-check';
import { memoryEventStore, StoreUnavailable } from '@anjuan/event-store';
import { derivedCommand } from './ids';
import { accusation, at, intake, mustDo, office, petition } from '../test/office';

/** No two sealings of one value look alike. */
const unsealed = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer).replace(/sealed:v1:[^"]+/g, 'sealed'));

describe('the door', () => {
  it('registers a clue on an opaque stream and answers the receipt of the committed event', async () => {
    const door = office();
    const command = intake(door, 'intake-1');
    const { receipt, matter } = await mustDo(door.handle(command));
    expect(receipt).toEqual({ stream: command.stream, revision: 1, position: 1 });
    expect(command.stream).toMatch(/^clue-[a-z2-7]{26}$/);
    expect(matter.stage).toBe('registered');
    expect(await door.receiptOf(command.stream, 'intake-1')).toEqual(receipt);
    const [event] = (await door.store.read(command.stream)).events;
    expect(event).toMatchObject({ process: 'clue', type: 'ClueRegistered', row: 'registerAccusation', organ: 'test-organ', policy: 'default-1', occurredAt: '2026-03-02', recordedAt: '2026-03-02T02:00:00.000Z', actor: petition });
    expect(event?.table).toMatch(/^[0-9a-f]{64}$/);
    expect(event?.correlation).toMatch(/^history-[a-z2-7]{26}$/);
  });

  it('never stores what is sealed in the clear', async () => {
    const door = office();
    const command = intake(door, 'intake-1');
    await mustDo(door.handle(command));
    const { events } = await door.store.read(command.stream);
    expect(JSON.stringify(events)).not.toMatch(/举报人甲|13900000000/);
    expect(events[0]?.sealed).toHaveLength(1);
  });

  it('answers a repeat with its receipt even where the same command would now be refused', async () => {
    const door = office();
    const command = intake(door, 'intake-1');
    const first = await mustDo(door.handle(command));
    await mustDo(door.handle({ id: 'note', stream: command.stream, name: 'addNote', asked: { text: '已电话联系' }, actor: petition }));
    expect(await office({ store: door.store }).handle(command)).toEqual({ ...first, repeated: true });
    expect(await door.handle({ ...command, id: 'intake-2' })).toMatchObject({ kind: 'refused', refusal: { rule: 'already-there' } });
  });

  it('tells the same command id with another body', async () => {
    const door = office();
    const command = intake(door, 'intake-1');
    const { receipt } = await mustDo(door.handle(command));
    const other = { ...command, asked: accusation({ title: '另一件事' }) };
    expect(await door.handle(other)).toEqual({ kind: 'reused', receipt });
    expect(await office({ store: door.store }).handle(other)).toEqual({ kind: 'reused', receipt });
  });

  it('lands a number twice on the same stream, and the same number of another year elsewhere', () => {
    const door = office();
    const of = (id: string, over: object) => intake(door, id, over as never).stream;
    expect(of('a', { number: '2026-001' })).toBe(of('b', { number: ' ２０２６-001' }));
    expect(of('a', { number: '001', receivedOn: '2026-01-05' })).not.toBe(of('a', { number: '001', receivedOn: '2025-01-05' }));
    expect(of('a', {})).not.toBe(of('b', {}));
  });

  it.each([
    ['NUL in a text', { asked: accusation({ title: 'a\0b' }) }, 'unfit-text', 'asked.title'],
    ['half a surrogate pair', { asked: accusation({ title: '\ud800' }) }, 'unfit-text', 'asked.title'],
    ['a date that does not exist', { asked: accusation({ receivedOn: '2026-02-30' }) }, 'invalid', 'receivedOn'],
    ['a day of the act to come', { on: '2026-03-03' }, 'date-in-the-future', 'on'],
    ['an unknown step', { name: 'toString' }, 'unknown-command', 'command'],
    ['an unknown field', { asked: accusation({ isAdmin: true }) }, 'invalid', 'isAdmin'],
    ['the wrong office', { actor: at('trialOffice') }, 'wrong-actor', 'actor'],
    ['a revision nobody has seen', { ifMatch: 3 }, 'unknown-revision', 'ifMatch'],
    ['a revision of one and a half', { ifMatch: 1.5 }, 'invalid-revision', 'ifMatch'],
    ['a command id with a line break', { id: 'a\nb' }, 'invalid-command-id', 'id'],
    ['content without a bottom', { asked: JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown }, 'too-deep', 'asked'],
    ['a stream of no process', { stream: 'tour-aaaaaaaaaaaaaaaaaaaaaaaaaa' }, 'not-found', 'stream'],
    ['a path for a stream', { stream: '../clue' }, 'not-found', 'stream'],
  ])('refuses %s, naming field and rule, and stores nothing', async (_, over, rule, field) => {
    const door = office();
    expect(await door.handle({ ...intake(door, 'x'), ...over })).toMatchObject({ kind: 'refused', refusal: { rule, field } });
    expect(await door.store.head()).toBe(0);
    await mustDo(door.handle(intake(door, 'next')));
  });

  it('lets no person send what only the engine sends', async () => {
    const door = office();
    const { stream } = (await mustDo(door.handle(intake(door, 'x')))).receipt;
    expect(await door.handle({ id: 'y', stream, name: 'settleReaction', asked: {}, actor: petition })).toMatchObject({ kind: 'refused', refusal: { rule: 'engine-only' } });
  });

  it('keeps the ids it works out for itself: nobody takes one in advance', async () => {
    const door = office();
    const command = intake(door, 'intake-1');
    await mustDo(door.handle(command));
    const id = derivedCommand('some-event', 'openCase');
    expect(await door.handle({ id, stream: command.stream, name: 'addNote', asked: { text: '占号' }, actor: petition })).toMatchObject({ kind: 'refused', refusal: { rule: 'invalid-command-id' } });
  });

  it('takes two ways of writing one case number for one number', () => {
    const door = office();
    expect(door.streamOf('case', '立〔２０２６〕１号')).toBe(door.streamOf('case', '立〔2026〕1号 '));
  });

  it('does not answer from what it keeps when another process has moved the stream on', async () => {
    const [one, two] = ((store) => [office({ store }), office({ store })] as const)(memoryEventStore());
    const command = intake(one, 'x');
    await mustDo(one.handle(command));
    const told = { id: 'told', stream: command.stream, name: 'tellAcceptance', asked: {}, actor: petition };
    await mustDo(two.handle(told));
    // `one` still keeps the clue as it was registered.
    expect(await one.handle({ ...told, id: 'again' })).toMatchObject({ kind: 'refused', refusal: { rule: 'IR 209' } });
    expect(await one.handle({ id: 'note', stream: command.stream, name: 'addNote', asked: { text: '好的' }, actor: petition, ifMatch: 2 })).toMatchObject({ kind: 'done', receipt: { revision: 3 } });
    expect(await one.handle(told)).toMatchObject({ kind: 'done', repeated: true, receipt: { revision: 2 } });
  });

  it.each([['sent again', '已电话联系'], ['of another content', '另一件事']])('answers nobody by what it keeps alone: a store put back to an earlier day takes a command %s that it has lost', async (_, text) => {
    const [today, yesterday] = [memoryEventStore(), memoryEventStore()];
    let store = today;
    const door = office({ store: { ...today, append: (item) => store.append(item), read: (stream, after) => store.read(stream, after) } });
    const command = intake(door, 'x');
    const note = { id: 'note', stream: command.stream, name: 'addNote', asked: { text: '已电话联系' }, actor: petition };
    await mustDo(office({ store: yesterday }).handle(command));
    for (const each of [command, note]) await mustDo(door.handle(each));
    store = yesterday;
    expect(await door.handle({ ...note, asked: { text } })).toMatchObject({ kind: 'done', repeated: false, receipt: { revision: 2, position: 2 } });
    expect(await door.handle(command)).toMatchObject({ kind: 'done', repeated: true, receipt: { revision: 1 } });
    expect((await yesterday.read(command.stream)).events.at(-1)?.data).toMatchObject({ text });
  });

  it('takes all that are sent at once for one matter, each in its turn', async () => {
    const door = office();
    const { stream } = (await mustDo(door.handle(intake(door, 'x')))).receipt;
    const notes = Array.from({ length: 60 }, (_, i) => door.handle({ id: `note-${i}`, stream, name: 'addNote', asked: { text: '备注' }, actor: petition }));
    expect((await Promise.all(notes)).map((answer) => answer.kind === 'done' && answer.receipt.revision)).toEqual(notes.map((_, i) => i + 2));
  });

  it('holds up nobody behind one that fails, and waits without end for no matter that others move all the time', async () => {
    const store = memoryEventStore();
    const other = office({ store });
    const { stream } = (await mustDo(other.handle(intake(other, 'x')))).receipt;
    const note = (id: string) => ({ id, stream, name: 'addNote', asked: { text: '备注' }, actor: petition });
    let moved = 0;
    const door = office({ store: { ...store, append: async (item) => {
      if (item.command === 'away') throw new StoreUnavailable('away');
      if (item.command === 'late') await mustDo(other.handle(note(`sooner-${moved++}`)));
      return store.append(item);
    } } });
    const answers = await Promise.allSettled(['away', 'late', 'last'].map((id) => door.handle(note(id))));
    expect(answers).toMatchObject([{ reason: { name: 'StoreUnavailable' } }, { reason: { name: 'StoreBusy', retryable: true } }, { value: { kind: 'done', receipt: { revision: moved + 2 } } }]);
    expect(await store.head()).toBe(moved + 2);
  });

  it('passes on that the store is away, and the same command goes through later', async () => {
    const store = memoryEventStore();
    let away = true;
    const door = office({ store: { ...store, append: (item) => (away ? Promise.reject(new StoreUnavailable('away')) : store.append(item)) } });
    await expect(door.handle(intake(door, 'x'))).rejects.toBeInstanceOf(StoreUnavailable);
    away = false;
    expect(await door.handle(intake(door, 'x'))).toMatchObject({ kind: 'done', repeated: false });
  });

  it('gives one append and equal receipts however often a command is sent, from however many processes', async () => {
    const sending = fc.record({ times: fc.integer({ min: 1, max: 5 }), from: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), number: fc.option(fc.constantFrom('1', '2')) });
    await fc.assert(
      fc.asyncProperty(fc.array(sending, { minLength: 1, maxLength: 6 }), async (sendings) => {
        const store = memoryEventStore();
        const doors = [office({ store, cacheSize: 1 }), office({ store })] as const;
        const answers = await Promise.all(
          sendings.map(({ times, from, number }, i) =>
            Promise.all(Array.from({ length: times }, (_, n) => doors[from[n] ? 0 : 1].handle(intake(doors[0], `c${i}`, number ? { number } : {}))))),
        );
        for (const same of answers) {
          const [first] = same;
          for (const answer of same) expect({ ...answer, repeated: false }).toEqual({ ...first, repeated: false });
          expect(same.filter((answer) => answer.kind === 'done' && !answer.repeated)).toHaveLength(first?.kind === 'done' ? 1 : 0);
        }
        const matters = new Set(sendings.map(({ number }, i) => number ?? `unnumbered ${i}`)).size;
        expect(await store.head()).toBe(matters);
        expect(answers.filter(([first]) => first?.kind === 'done')).toHaveLength(matters);
      }),
      { numRuns: 100 },
    );
  });

  it('agrees with a door that keeps nothing, whatever two doors on one store are asked', async () => {
    const act = fc.record({ door: fc.integer({ min: 0, max: 1 }), what: fc.constantFrom('note', 'told', 'intake'), id: fc.integer({ min: 0, max: 8 }), ifMatch: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
        const [shared, reference] = [memoryEventStore(), memoryEventStore()];
        const doors = [office({ store: shared }), office({ store: shared })] as const;
        for (const { door, what, id, ifMatch } of acts) {
          const opening = intake(doors[0], 'first', { number: '1' });
          const on = { ...(ifMatch !== undefined && { ifMatch }), id: `${what}${id}`, stream: opening.stream, actor: petition };
          const command = { note: { ...on, name: 'addNote', asked: { text: '备注' } }, told: { ...on, name: 'tellAcceptance', asked: {} }, intake: { ...opening, id: `i${id}` } }[what as 'note'];
          expect(unsealed(await doors[door as 0 | 1].handle(command))).toEqual(unsealed(await office({ store: reference }).handle(command)));
        }
        expect(await shared.head()).toBe(await reference.head());
      }),
      { numRuns: 100 },
    );
  });
});
