import fc from 'fast-check';
import { append, appended, batch, draft, everything, positionsOf, upTo, withStore, type Open } from './given';

/** What was stored comes back as it was given, and nobody can change it. */
export const reading = (open: Open) => {
  const given = withStore.bind(undefined, open);

  it('finds nothing in a stream that does not exist', given(async ({ store }) => {
    expect(await store.read('clue-1')).toEqual({ events: [], commands: [] });
    expect(await store.head()).toBe(0);
  }));

  it('finds nothing beyond the head, nor with a limit of 0 or below', given(async ({ store }) => {
    await store.append(append('clue-1', 0, { events: batch(3) }));
    const head = await store.head();
    for (const [after, limit] of [[head, 10], [head + 1_000_000_000, 10], [0, 0], [0, -1]] as const) expect(await store.readAll(after, limit)).toEqual([]);
    expect(await store.read('clue-1', 3)).toEqual({ events: [], commands: [] });
    expect(await store.read('clue-1', 99)).toEqual({ events: [], commands: [] });
  }));

  it('reads a page after a position and no more than asked for', given(async ({ store }) => {
    const { events } = appended(await store.append(append('clue-1', 0, { events: batch(5) })));
    expect(await store.readAll(0, 2)).toEqual(events.slice(0, 2));
    expect(await store.readAll(events[1]!.position, 2)).toEqual(events.slice(2, 4)); // five were appended
    expect(await store.readAll(-7, 1_000_000_000)).toEqual(events);
  }));

  it('reads a page of some thousand events whole and in order, each once', given(async ({ store }) => {
    for (const stream of ['clue-1', 'clue-2', 'clue-3']) await store.append(append(stream, 0, { events: batch(900) }));
    const places = (await store.readAll(0, 2_500)).map(({ stream, revision }) => `${stream} ${revision}`);
    expect(places).toEqual(['clue-1', 'clue-2', 'clue-3'].flatMap((stream) => Array.from({ length: 900 }, (_, i) => `${stream} ${i + 1}`)).slice(0, 2_500));
  }));

  it('reads a stream after a revision with the commands that wrote what is read, even from the middle of one', given(async ({ store }) => {
    const [first, second] = [append('clue-1', 0, { events: batch(3) }), append('clue-1', 3, { body: 'body-2' })];
    const early = appended(await store.append(first));
    await store.append(append('clue-2', 0));
    const late = appended(await store.append(second));
    const { events, commands } = await store.read('clue-1', 1);
    expect(events).toEqual([...early.events.slice(1), ...late.events]);
    expect(commands).toEqual([
      { command: first.command, body: 'body-1', receipt: early.receipt },
      { command: second.command, body: 'body-2', receipt: late.receipt },
    ]);
  }));

  it('gives back every field as it was given, and leaves out what was left out', given(async ({ store }) => {
    const { row, causation, ...bare } = draft({ 标题: '线索', nested: [{ yes: true, no: null, number: -1.5e-7 }] });
    const item = append('clue-1', 0, { events: [{ ...bare, row: row!, causation: causation! }, bare] });
    await store.append(item);
    const { events } = await store.read('clue-1');
    expect(events[0]).toEqual({ ...item.events[0], stream: 'clue-1', revision: 1, position: events[0]?.position, command: item.command, n: 0, body: item.body, id: events[0]?.id });
    expect(events[1]).not.toHaveProperty('row');
    expect(events[1]).not.toHaveProperty('causation');
    expect(await store.readAll(0, 10)).toEqual(events);
  }));

  it('gives an event the id that follows from its stream, command and place', given(async ({ store }) => {
    const { events } = appended(await store.append(append('clue-1', 0, { command: 'command-1', events: batch(2) })));
    expect(events.map(({ id }) => id)).toEqual(['85d79fae-db44-5147-974f-127ff2767536', '3607e731-465f-55c9-9686-ada5c86f1c72']);
  }));

  it.each(['2026-03-02T01:02:03.045Z', '2026-03-02T01:02:03.000Z', '2026-03-02T01:02:03Z', '1970-01-01T00:00:00.001Z'])(
    'keeps the instant %s to the letter', (recordedAt) => given(async ({ store }) => {
      await store.append(append('clue-1', 0, { events: [draft({}, { recordedAt, occurredAt: recordedAt })] }));
      expect((await store.readAll(0, 1))[0]).toMatchObject({ recordedAt, occurredAt: recordedAt });
    })());

  it('tells apart stream ids that differ only in case or in Unicode form', given(async ({ store }) => {
    const twins = ['clue-a', 'clue-A', 'clue-\u00e9', 'clue-e\u0301', 'clue-a ', 'clue-线'];
    for (const stream of twins) expect((await store.append(append(stream, 0))).kind).toBe('appended');
    for (const stream of twins) expect((await store.read(stream)).events).toHaveLength(1);
  }));

  it('keeps any JSON data and any text exactly', given(async ({ store }) => {
    let stored = 0;
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\0\p{Surrogate}]/u.test(value));
    const data = fc.dictionary(text, fc.jsonValue({ stringUnit: 'grapheme' })).filter((value) => !/\\u(0000|d[89a-f])/.test(JSON.stringify(value)));
    await fc.assert(fc.asyncProperty(data, text, async (value, correlation) => {
      const before = await store.head();
      await store.append(append(`clue-${(stored += 1)}`, 0, { events: [draft(value, { correlation })] }));
      const [event] = await store.readAll(before, 1);
      expect(JSON.stringify(event?.data)).toBe(JSON.stringify(value));
      expect(event?.correlation).toBe(correlation);
    }), { numRuns: 60 });
  }));

  it('lets no caller change history: not by the draft, not by the answer, not by what was read', given(async ({ store }) => {
    const data = { title: 'as recorded', list: [1] };
    const item = append('clue-1', 0, { events: [draft(data)] });
    const pending = store.append(item);
    data.title = 'changed after the call';
    const answer = appended(await pending);
    const spoil = (of: unknown) => Object.assign(of as { title: string; list: number[] }, { title: 'changed', list: [] });
    spoil(answer.events[0]?.data);
    spoil((await store.read('clue-1')).events[0]?.data);
    spoil((await store.readAll(0, 1))[0]?.data);
    expect((await store.read('clue-1')).events[0]?.data).toEqual({ title: 'as recorded', list: [1] });
  }));

  it('reads the whole order page by page, each event once', given(async ({ store }) => {
    await Promise.all(upTo(50).map((i) => store.append(append(`clue-${i}`, 0, { events: batch(1 + (i % 3)) }))));
    const paged = await everything(store, 7);
    expect(paged).toEqual(await everything(store));
    expect(positionsOf(paged).at(-1)).toBe(await store.head());
    expect(new Set(paged.map(({ id }) => id)).size).toBe(upTo(50).reduce((sum, i) => sum + 1 + (i % 3), 0));
  }));
};
