import { append, batch, everything, positionsOf, upTo, withStore, type Open } from './given';

/** What a store promises beyond the contract whose positions count events. */
export const dense = (open: Open) => {
  const given = withStore.bind(undefined, open);

  it('gives positions 1, 2, 3 … without a gap, whatever was refused in between', given(async ({ store, peer }) => {
    const known = append('clue-0', 0, { events: batch(2) });
    expect(await store.append(known)).toMatchObject({ receipt: { position: 2 } });
    await Promise.all(upTo(60).map((i) => (i % 2 ? store : peer).append(
      [append(`clue-${i}`, 0, { events: batch(1 + (i % 3)) }), append('clue-0', 2), append('clue-0', 7), known, { ...known, body: 'other' }][i % 5]!, // one of five
    )));
    const events = await everything(store);
    expect(positionsOf(events)).toEqual(upTo(events.length));
    expect(await store.head()).toBe(events.length);
    expect(positionsOf(await store.readAll(3, 2))).toEqual([4, 5]);
  }));
};
