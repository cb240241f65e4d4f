import { append, appended, batch, draft, everything, withStore, type Open } from './given';

/** The four answers of `append`. */
export const answers = (open: Open) => {
  const given = withStore.bind(undefined, open);

  it('appends the first events of a stream at revision 1 and hands them back as a reader finds them', given(async ({ store }) => {
    const answer = appended(await store.append(append('clue-1', 0, { events: batch(2, (n) => draft({ n })) })));
    expect(answer.receipt).toEqual({ stream: 'clue-1', revision: 2, position: await store.head() });
    expect(answer.events.map(({ revision, n }) => [revision, n])).toEqual([[1, 0], [2, 1]]);
    expect((await store.read('clue-1')).events).toEqual(answer.events);
  }));

  it('goes on where the stream stands', given(async ({ store }) => {
    await store.append(append('clue-1', 0, { events: batch(3) }));
    expect(appended(await store.append(append('clue-1', 3))).receipt).toEqual({ stream: 'clue-1', revision: 4, position: await store.head() });
  }));

  it('answers a command sent again with its first receipt, whatever revision it names by now', given(async ({ store }) => {
    const item = append('clue-1', 0, { events: batch(2) });
    const { receipt } = appended(await store.append(item));
    await store.append(append('clue-1', 2));
    for (const expected of [0, 1, 2, 3, 9]) expect(await store.append({ ...item, expected })).toEqual({ kind: 'alreadyAppended', receipt });
    expect(await everything(store)).toHaveLength(3);
  }));

  it('answers a command sent again with fewer or more events with its first receipt', given(async ({ store }) => {
    const item = append('clue-1', 0, { events: batch(2) });
    const { receipt } = appended(await store.append(item));
    for (const count of [1, 3]) expect(await store.append({ ...item, expected: 2, events: batch(count) })).toEqual({ kind: 'alreadyAppended', receipt });
    expect(await everything(store)).toHaveLength(2);
  }));

  it('refuses a known command id with another body, and names what the id stands for', given(async ({ store }) => {
    const item = append('clue-1', 0);
    const { receipt } = appended(await store.append(item));
    for (const expected of [0, 1]) expect(await store.append({ ...item, expected, body: 'body-2' })).toEqual({ kind: 'commandReused', receipt });
    expect(await everything(store)).toHaveLength(1);
  }));

  it('takes one command id on two streams that are there for two commands', given(async ({ store }) => {
    for (const stream of ['clue-1', 'clue-2']) await store.append(append(stream, 0));
    const item = append('clue-1', 1);
    await store.append(item);
    expect((await store.append({ ...item, stream: 'clue-2' })).kind).toBe('appended');
  }));

  it('lets a command open one stream only, and names the one it opened', given(async ({ store, peer }) => {
    const item = append('clue-1', 0, { events: batch(2) });
    const { receipt } = appended(await store.append(item));
    for (const body of ['body-1', 'body-2']) expect(await peer.append({ ...item, body, stream: 'clue-2' })).toEqual({ kind: 'commandReused', receipt });
    expect((await store.read('clue-2')).events).toEqual([]);
    // Sent to both at once, it opens one of them.
    const twice = append('clue-3', 0);
    const found = await Promise.all([store.append(twice), peer.append({ ...twice, stream: 'clue-4' })]);
    expect(found.map(({ kind }) => kind).sort()).toEqual(['appended', 'commandReused']);
  }));

  it.each([
    ['behind the stream', 1],
    ['that says the stream is new', 0],
    ['ahead of the stream, so that no revision can be left out', 3],
    ['far ahead of the stream', 99_999],
    ['below zero', -1],
  ])('answers a revision %s with a conflict that names where the stream is', (_, expected) =>
    given(async ({ store }) => {
      await store.append(append('clue-1', 0, { events: batch(2) }));
      expect(await store.append(append('clue-1', expected))).toEqual({ kind: 'conflict', expected, current: 2 });
      expect(await everything(store)).toHaveLength(2);
    })());

  it('answers a revision of a stream that does not exist with a conflict at 0', given(async ({ store }) => {
    expect(await store.append(append('clue-1', 5))).toEqual({ kind: 'conflict', expected: 5, current: 0 });
    expect(await everything(store)).toHaveLength(0);
  }));

  it('answers each of many appends sent at once for itself: one in conflict does not spoil the others', given(async ({ store }) => {
    const known = append('clue-0', 0);
    await store.append(known);
    const found = await Promise.all([
      store.append(append('clue-1', 0)), store.append(append('clue-2', 7)), store.append(known), store.append({ ...known, body: 'other' }),
      store.append(append('clue-3', 0, { events: batch(4) })), store.append(append('clue-0', 0)), store.append(append('clue-1', 1)),
    ]);
    expect(found.map(({ kind }) => kind)).toEqual(['appended', 'conflict', 'alreadyAppended', 'commandReused', 'appended', 'conflict', 'appended']);
    expect(await everything(store)).toHaveLength(7);
  }));
};
