import { AppendTooLarge, limits, type Append } from '../port';
import { UnstorableText } from '../errors';
import { append, appended, batch, draft, everything, upTo, withStore, type Open } from './given';

const filler = (bytes: number) => ({ text: '线'.repeat(Math.ceil(bytes / 3)) });

/** What no store may take, and what it must. */
export const stated = (open: Open) => {
  const given = withStore.bind(undefined, open);

  it(`takes a command of ${limits.eventsPerCommand} events whole`, given(async ({ store }) => {
    const answer = appended(await store.append(append('clue-1', 0, { events: batch(limits.eventsPerCommand, (n) => draft({ n })) })));
    expect(answer.receipt).toEqual({ stream: 'clue-1', revision: limits.eventsPerCommand, position: await store.head() });
    const { events, commands } = await store.read('clue-1');
    expect(events.map(({ data }) => data.n)).toEqual(upTo(limits.eventsPerCommand).map((n) => n - 1));
    expect(commands).toHaveLength(1);
  }));

  it('takes an event and a command just below their limits', given(async ({ store }) => {
    const events = batch(8, () => draft(filler(limits.bytesPerEvent - 2_000)));
    expect((await store.append(append('clue-1', 0, { events }))).kind).toBe('appended');
  }));

  it.each<[string, Partial<Append>, string]>([
    ['too many events', { events: batch(limits.eventsPerCommand + 1) }, `events in one command: found ${limits.eventsPerCommand + 1}, the limit is ${limits.eventsPerCommand}`],
    ['too many events in one stream', { expected: limits.eventsPerStream - 1, events: batch(2) }, `events in one stream: found ${limits.eventsPerStream + 1}, the limit is ${limits.eventsPerStream}`],
    ['too large an event', { events: [draft(), draft(filler(limits.bytesPerEvent))] }, `the limit is ${limits.bytesPerEvent}`],
    ['too large a command', { events: batch(9, () => draft(filler(900_000))) }, `the limit is ${limits.bytesPerCommand}`],
    ['too long a command id', { command: 'c'.repeat(limits.bytesPerId + 1) }, `bytes in the command id: found ${limits.bytesPerId + 1}, the limit is ${limits.bytesPerId}`],
    ['too long a stream id', { stream: '线'.repeat(limits.bytesPerId / 3 + 1) }, `the limit is ${limits.bytesPerId}`],
  ])('refuses %s and names the limit and the number found', (_, other, message) =>
    given(async ({ store }) => {
      const refused = store.append(append('clue-1', 0, other));
      await expect(refused).rejects.toBeInstanceOf(AppendTooLarge);
      await expect(refused).rejects.toThrow(message);
      expect(await store.head()).toBe(0);
    })());

  it('takes ids as long as the limit', given(async ({ store }) => {
    const id = () => Array.from({ length: limits.bytesPerId }, () => Math.random().toString(36).at(-1)).join('');
    expect((await store.append(append(id(), 0, { command: id() }))).kind).toBe('appended');
  }));

  it.each<[string, Partial<Append>]>([
    ['events[0].data.who[1].name', { events: [draft({ who: [{}, { name: 'a\0b' }] })] }],
    ['events[1].correlation', { events: [draft(), draft({}, { correlation: '\ud83d' })] }],
    ['events[0].actor.person', { events: [draft({}, { actor: { person: 'x\udc00', office: '', post: '' } })] }],
    ['command', { command: 'c\0' }],
    ['body', { body: '\0' }],
    ['the name of "events[0].data.a\\u0000"', { events: [draft({ 'a\0': 1 })] }],
  ])('refuses NUL and lone surrogates and names the field: %s', (path, other) =>
    given(async ({ store }) => {
      const refused = store.append(append('clue-1', 0, other));
      await expect(refused).rejects.toBeInstanceOf(UnstorableText);
      await expect(refused).rejects.toMatchObject({ path });
      expect(await store.head()).toBe(0);
    })());

  it('takes a text that only spells such a character', given(async ({ store }) => {
    const data = { spelt: '\\u0000 \\ud800', whole: '\ud83d\ude00' };
    await store.append(append('clue-1', 0, { events: [draft(data)] }));
    expect((await store.read('clue-1')).events[0]?.data).toEqual(data);
  }));

  it('refuses an append without events', given(async ({ store }) => {
    await expect(store.append(append('clue-1', 0, { events: batch(0) }))).rejects.toThrow('at least one event');
    expect(await store.head()).toBe(0);
  }));

  it.each([1.5, NaN, 2 ** 31])('refuses %s as a revision', (expected) =>
    given(async ({ store }) => {
      await expect(store.append(append('clue-1', expected))).rejects.toThrow('expected a whole number');
    })());

  it('goes on after a refusal', given(async ({ store }) => {
    const found = await Promise.allSettled([
      store.append(append('clue-1', 0)), store.append(append('clue-2', 0, { body: '\0' })),
      store.append(append('clue-3', 0, { events: batch(limits.eventsPerCommand + 1) })), store.append(append('clue-4', 0)),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await everything(store)).toHaveLength(2);
  }));
};
