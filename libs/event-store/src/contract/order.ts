import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Append, Answer, EventStore, StoredEvent } from '../port';
import { append, appended, batch, everything, insist, positionsOf, upTo, withStore, type Open } from './given';

/** One order over all, 1..n within each stream, the events of a command side by side. */
const expectOrder = (events: readonly StoredEvent[]) => {
  const positions = positionsOf(events);
  expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  const revisions = new Map<string, number>();
  for (const [i, { stream, revision, command, n }] of events.entries()) {
    expect([stream, revision]).toEqual([stream, (revisions.get(stream) ?? 0) + 1]);
    revisions.set(stream, revision);
    if (n > 0) expect(events[i - 1]).toMatchObject({ stream, command, n: n - 1 });
  }
};

/** Whatever was sent at once, from wherever: one order, without gaps, each command once. */
export const order = (open: Open) => {
  const given = withStore.bind(undefined, open);

  it('lets exactly one of 8 writers at the same revision through, and tells the others where the stream is', given(async ({ store, peer }) => {
    const found = await Promise.all(upTo(8).map((i) => (i % 2 ? store : peer).append(append('clue-1', 0))));
    expect(found.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(found.filter(({ kind }) => kind === 'conflict')).toEqual(Array(7).fill({ kind: 'conflict', expected: 0, current: 1 }));
  }));

  it('lets 8 writers on one stream all through in the end, without a gap', given(async ({ store, peer }) => {
    await Promise.all(upTo(8).map(async (i) => {
      for (const _ of upTo(10)) appended(await insist(i % 2 ? store : peer, 'clue-1'));
    }));
    const events = await everything(store);
    expectOrder(events);
    expect(events).toHaveLength(80);
  }));

  it('gives writers on overlapping streams, through two doors, one order', given(async ({ store, peer }) => {
    const answers = await Promise.all(upTo(16).map(async (writer) => {
      const own: Answer[] = [];
      for (const turn of upTo(12))
        own.push(await insist(writer % 2 ? store : peer, `clue-${(writer * turn) % 5}`, { events: batch(1 + ((writer + turn) % 3)) }));
      return own;
    }));
    const events = await everything(peer);
    expectOrder(events);
    const told = answers.flat().flatMap((answer) => appended(answer).events);
    expect(told.toSorted((a, b) => a.position - b.position)).toEqual(events);
  }));

  it('answers the same command sent by many at once with one receipt, and keeps it once', given(async ({ store, peer }) => {
    const item = append('clue-1', 0, { events: batch(3) });
    const found = await Promise.all(upTo(10).map((i) => (i % 2 ? store : peer).append(item)));
    expect(found.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    for (const answer of found) expect(answer).toMatchObject({ receipt: { stream: 'clue-1', revision: 3, position: await store.head() } });
    expect(await everything(store)).toHaveLength(3);
  }));

  it('gives a caller whose answer was lost the same receipt, however often and wherever it asks again', given(async ({ store, peer }) => {
    const items = upTo(20).map((i) => append(`clue-${i}`, 0, { events: batch(1 + (i % 2)) }));
    const first = await Promise.all(items.map((item) => store.append(item)));
    const again = await Promise.all([...items, ...items].map((item, i) => (i % 2 ? store : peer).append(item)));
    expect(again).toEqual([...first, ...first].map((answer) => ({ kind: 'alreadyAppended', receipt: appended(answer).receipt })));
    expectOrder(await everything(store));
  }));

  it('shows a reader who follows by position every event in order while 8 writers write', given(async ({ store, peer }) => {
    let writing = true;
    const seen: number[] = [];
    const follow = async (of: EventStore) => {
      for (let last = false; !last; ) {
        last = !writing;
        const page = await of.readAll(seen.at(-1) ?? 0, 50);
        seen.push(...positionsOf(page));
        last &&= page.length === 0;
      }
    };
    const reader = follow(peer);
    await Promise.all(upTo(8).map(async (i) => {
      for (const turn of upTo(40)) await (i % 2 ? store : peer).append(append(`clue-${i}-${turn % 4}`, Math.floor((turn - 1) / 4), { command: randomUUID() }));
    }));
    writing = false;
    await reader;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(positionsOf(await everything(store)));
  }));

  it('calls listeners at either door after an append, and no more once they have stopped', given(async ({ store, peer }) => {
    const calls = { store: 0, peer: 0, stopped: 0 };
    store.onAppended(() => (calls.store += 1));
    peer.onAppended(() => (calls.peer += 1));
    store.onAppended(() => (calls.stopped += 1))();
    const called = async () => {
      const before = { ...calls };
      for (let tries = 0; calls.store === before.store || calls.peer === before.peer; tries += 1) {
        if (tries === 100) throw new Error(`nobody was called in 5 s: ${JSON.stringify(calls)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    for (const i of [1, 2]) await Promise.all([called(), store.append(append(`clue-${i}`, 0))]);
    await Promise.all([called(), peer.append(append('clue-3', 0))]);
    expect(calls.stopped).toBe(0);
  }));

  it('calls whoever looks only when called often enough to see everything', given(async ({ store, peer }) => {
    const seen: number[] = [];
    const look = async () => {
      for (let found = -1; found !== 0; ) {
        const page = await peer.readAll(seen.at(-1) ?? 0, 100);
        found = page.length;
        seen.push(...positionsOf(page));
      }
    };
    let looking = Promise.resolve();
    const stop = peer.onAppended(() => (looking = looking.then(look)));
    await Promise.all(upTo(8).map(async (i) => {
      for (const turn of upTo(25)) await (i % 2 ? store : peer).append(append(`clue-${i}`, turn - 1));
    }));
    const all = positionsOf(await everything(store));
    for (let tries = 0; seen.length < all.length; tries += 1) {
      if (tries === 200) throw new Error(`of ${all.length} events ${seen.length} were seen in 10 s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    stop();
    await looking;
    expect(seen).toEqual(all);
  }));

  it('answers any flood of commands as a simple list of streams would', given(async ({ store, peer }) => {
    let run = 0;
    const command = fc.record({ stream: fc.nat(2), expected: fc.integer({ min: -1, max: 4 }), id: fc.nat(5), body: fc.constantFrom('x', 'y'), size: fc.integer({ min: 1, max: 3 }), door: fc.boolean() });
    await fc.assert(fc.asyncProperty(fc.array(fc.array(command, { minLength: 1, maxLength: 8 }), { maxLength: 6 }), async (floods) => {
      run += 1;
      const from = await store.head();
      for (const flood of floods) {
        const items = flood.map(({ stream, expected, id, body, size }): Append => ({ stream: `run-${run}-${stream}`, expected, command: `run-${run}-command-${id}`, body, events: batch(size) }));
        const before = new Map<string, Awaited<ReturnType<EventStore['read']>>>();
        for (const { stream } of items) before.set(stream, await store.read(stream));
        const answers = await Promise.all(items.map((item, i) => (flood[i]?.door ? store : peer).append(item)));
        for (const [i, item] of items.entries()) {
          const { events, commands } = await store.read(item.stream);
          const answer = answers[i]!; // one answer an item
          const known = commands.find((record) => record.command === item.command);
          const stood = before.get(item.stream)!; // set above
          if (answer.kind === 'conflict') {
            expect(answer.expected).toBe(item.expected);
            expect(answer.current).not.toBe(item.expected);
            expect(answer.current).toBeGreaterThanOrEqual(stood.events.length);
            expect(answer.current).toBeLessThanOrEqual(events.length);
            expect(stood.commands.map((record) => record.command)).not.toContain(item.command);
          } else if (answer.receipt.stream !== item.stream) {
            // A command opens one stream only: this one had opened another.
            expect([answer.kind, item.expected]).toEqual(['commandReused', 0]);
            expect((await store.read(answer.receipt.stream)).events[0]?.command).toBe(item.command);
          } else {
            expect(known?.receipt).toEqual(answer.receipt);
            expect(known?.body === item.body).toBe(answer.kind !== 'commandReused');
            if (answer.kind === 'appended') expect(answer.events.map(({ revision }) => revision)).toEqual(item.events.map((_, n) => item.expected + n + 1));
          }
        }
      }
      const written = await everything(store, 1_000, from);
      expectOrder(written);
      for (const stream of new Set(written.map((event) => event.stream))) {
        const own = written.filter((event) => event.stream === stream);
        expect(own.map(({ revision }) => revision)).toEqual(upTo(own.length));
        const firsts = own.filter(({ n }) => n === 0).map((event) => event.command);
        expect(new Set(firsts).size).toBe(firsts.length);
      }
    }), { numRuns: 40 });
  }));
};
