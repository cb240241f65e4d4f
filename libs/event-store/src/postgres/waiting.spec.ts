import { append, batch, upTo } from '../contract/given';
import { admit } from '../admit';
import { StoreBusy } from '../errors';
import type { Append } from '../port';
import { waitingRoom, type Waiting } from './waiting';

const waiting = (item: Append, bytes = admit(item).bytes): Waiting => ({ ...admit(item), bytes, item, resolve: () => undefined, reject: () => undefined });
const streamsOf = (boarding: readonly Waiting[]) => boarding.map(({ item }) => item.stream);

describe('the waiting room of the Postgres event store', () => {
  it('lets one of each stream aboard, in the order they came; who has more in line goes behind the others', () => {
    const room = waitingRoom();
    for (const [i, stream] of ['busy', 'busy', 'busy', 'quiet', 'other'].entries()) room.enter(waiting(append(stream, i)));
    const boarded = upTo(3).map(() => room.board(Infinity, new Set()));
    expect(boarded.map(streamsOf)).toEqual([['busy', 'quiet', 'other'], ['busy'], ['busy']]);
    expect(boarded.flat().filter(({ item }) => item.stream === 'busy').map(({ item }) => item.expected)).toEqual([0, 1, 2]);
    expect(room.count()).toBe(0);
    expect(room.board(Infinity, new Set())).toEqual([]);
  });

  it('lets nobody starve behind a stream that never ends, when a flight is too small for all', () => {
    const room = waitingRoom();
    for (const stream of ['busy', 'busy', 'quiet', 'last']) room.enter(waiting(append(stream, 0, { events: batch(1_000) })));
    expect(upTo(2).map(() => streamsOf(room.board(Infinity, new Set())))).toEqual([['busy', 'quiet'], ['last', 'busy']]);
  });

  it('lets no more aboard than there are seats, and nobody whose stream is aloft already: whoever is left comes first the next time', () => {
    const room = waitingRoom();
    for (const [i, stream] of ['one', 'two', 'two', 'three', 'four'].entries()) room.enter(waiting(append(stream, i)));
    expect(streamsOf(room.board(2, new Set(['one'])))).toEqual(['two', 'three']);
    expect(streamsOf(room.board(2, new Set(['two', 'three'])))).toEqual(['one', 'four']);
    expect([streamsOf(room.board(2, new Set(['two']))), room.count()]).toEqual([[], 1]);
    expect(streamsOf(room.board(2, new Set()))).toEqual(['two']);
  });

  it('sends no more than 2,000 events or 16 MB at once', () => {
    const room = waitingRoom();
    for (const i of upTo(5)) room.enter(waiting(append(`clue-${i}`, 0, { events: batch(700) })));
    for (const i of upTo(5)) room.enter(waiting(append(`large-${i}`, 0), 7_000_000));
    const sizes = [];
    while (room.count() > 0) {
      const boarded = room.board(Infinity, new Set());
      sizes.push([boarded.reduce((sum, { rows }) => sum + rows.length, 0), boarded.filter(({ bytes }) => bytes === 7_000_000).length]);
    }
    expect(sizes).toEqual([[1_400, 0], [1_400, 0], [702, 2], [2, 2], [1, 1]]);
  });

  it('sends by itself what is larger than any flight, rather than never', () => {
    const room = waitingRoom();
    room.enter(waiting(append('huge', 0), 17_000_000));
    room.enter(waiting(append('small', 0)));
    expect(upTo(2).map(() => streamsOf(room.board(Infinity, new Set())))).toEqual([['huge'], ['small']]);
  });

  it('holds 10,000 appends and 256 MB, says what it found, and has room again for each that boarded', () => {
    const many = waitingRoom();
    for (const i of upTo(10_000)) many.enter(waiting(append(`clue-${i}`, 0)));
    expect(() => many.enter(waiting(append('one-too-many', 0)))).toThrow(StoreBusy);
    const boarded = many.board(Infinity, new Set()).length;
    for (const i of upTo(boarded)) many.enter(waiting(append(`again-${i}`, 0)));
    expect(() => many.enter(waiting(append('one-too-many', 0)))).toThrow('10000 appends');

    const large = waitingRoom();
    for (const i of upTo(32)) large.enter(waiting(append(`clue-${i}`, 0), 8_000_000));
    expect(() => large.enter(waiting(append('one-too-many', 0), 1))).toThrow('32 appends of 256000000 bytes are waiting, the limit is 10000 of 256000000');
    expect(large.board(Infinity, new Set())).toHaveLength(2);
    large.enter(waiting(append('clue-0', 1), 8_000_000));
    large.enter(waiting(append('clue-1', 1), 8_000_000));
    expect(() => large.enter(waiting(append('one-too-many', 0), 1))).toThrow(StoreBusy);
  });
});
