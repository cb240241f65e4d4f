import type { RecordedEvent } from '@kurrent/kurrentdb-client';
import fc from 'fast-check';
import { admit } from '../admit';
import { append, appended, batch, draft } from '../contract/given';
import { memoryEventStore } from '../memory/memory-event-store';
import type { Append, Receipt } from '../port';
import { decode, receiptOf } from '../row';
import { explain } from './explain';
import { keptRow, namesOf, positionOf, stateAt, transactionOf, type KeptRow } from './records';

const names = namesOf('office');

/** An event as the client reads it back: JSON both ways, with the fields that the server adds of its own. */
const readBack = ({ records }: ReturnType<typeof transactionOf>, revision: bigint, commit: bigint): readonly RecordedEvent[] =>
  records.filter(({ streamName }) => streamName.startsWith(names.events)).map(({ streamName, record: { id, type, data, metadata } }, i) => ({
    streamId: streamName, id, type, isJson: true, created: new Date(0), revision: revision + BigInt(i), position: { commit: commit + BigInt(100 * i), prepare: commit + BigInt(100 * i) },
    data: JSON.parse(JSON.stringify(data)), metadata: JSON.parse(JSON.stringify({ ...(metadata as object), '$schema.name': type, '$schema.format': 'Json' })),
  }));

describe('revisions and positions', () => {
  it('count from 1 here and from 0 there, where no stream is no revision', () => {
    expect(stateAt(0)).toBe('no_stream');
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (revision) => expect(stateAt(revision)).toBe(BigInt(revision) - 1n)));
  });

  it('are kept exactly or refused', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }), (commit) => expect(BigInt(positionOf(commit))).toBe(commit)));
    fc.assert(fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }), (commit) => expect(() => positionOf(commit)).toThrow(`commit position ${commit}`)));
  });
});

describe('an event in KurrentDB', () => {
  it('comes back as it was given, with its place', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\0\p{Surrogate}]/u.test(value));
    const data = fc.dictionary(text, fc.jsonValue({ stringUnit: 'grapheme' })).filter((value) => !/\\u(0000|d[89a-f])/.test(JSON.stringify(value)));
    fc.assert(fc.property(data, text, text, fc.integer({ min: 0, max: 1_000 }), fc.option(text, { nil: undefined }), (value, correlation, stream, expected, row) => {
      const { row: _, ...bare } = draft(value, { correlation });
      const item = append(stream, expected, { events: [{ ...bare, ...(row !== undefined && { row }) }, draft()] });
      const { rows } = admit(item);
      const found = readBack(transactionOf(names, item, rows, 'attempt-1'), BigInt(expected), 5_000n).map((event) => keptRow(names, event));
      expect(found.map(decode)).toEqual(rows.map((own) => decode({ ...own, revision: expected + own.n + 1, position: 5_000 + 100 * own.n })));
      expect(JSON.stringify(found.map(decode)[0]?.data)).toBe(JSON.stringify(value));
      expect(found.map(({ body, attempt }) => [body, attempt])).toEqual([['body-1', 'attempt-1'], ['body-1', 'attempt-1']]);
    }));
  });

  it('is refused when somebody else wrote it under our names, or the server gives no position', () => {
    const item = append('clue-1', 1);
    const [event] = readBack(transactionOf(names, item, admit(item).rows, 'attempt-1'), 1n, 7n);
    expect(() => keptRow(names, { ...event!, metadata: { by: 'hand' } })).toThrow('was not written by us'); // one was appended
    expect(() => keptRow(names, { ...event!, metadata: undefined })).toThrow('was not written by us');
    const { position: _, ...placeless } = event!;
    expect(() => keptRow(names, placeless)).toThrow('has no position');
  });

  it('has names that no two things share', () => {
    expect(names.stream('a')).not.toBe(names.opening('a'));
    expect(names.opening('x').startsWith(names.events)).toBe(false);
    for (const prefix of ['office-2', '$office', '', 'Office']) expect(() => namesOf(prefix)).toThrow('not a plain prefix');
  });
});

describe('the answer to an append', () => {
  it('is, by what the streams hold, the one that a list of streams in memory gives', async () => {
    const command = fc.record({ stream: fc.nat(2), expected: fc.integer({ min: -1, max: 5 }), id: fc.nat(4), body: fc.constantFrom('x', 'y'), size: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
      const memory = memoryEventStore();
      const held = new Map<string, readonly KeptRow[]>();
      let head = 0;
      for (const [i, { stream, expected, id, body, size }] of commands.entries()) {
        const item: Append = { stream: `clue-${stream}`, expected, command: `command-${id}`, body, events: batch(size) };
        const own = held.get(item.stream) ?? [];
        const opening = [...held.values()].find(([first]) => first?.command === item.command);
        const opened: Receipt | undefined = expected === 0 && opening ? receiptOf(opening.findLast((row) => row.command === item.command)!) : undefined; // its first row is one
        const answer = explain(item, `attempt-${i}`, own, opened);
        const reference = await memory.append(item);
        if (answer) expect(answer).toEqual(reference);
        else {
          const placed = admit(item).rows.map((row) => ({ ...row, attempt: `attempt-${i}`, revision: expected + row.n + 1, position: (head += 1) }));
          held.set(item.stream, [...own, ...placed]);
          expect(explain(item, `attempt-${i}`, [...own, ...placed], opened)).toEqual(reference);
        }
      }
    }), { numRuns: 300 });
  });

  it('tells who wrote a command from who sent the same at the same moment and was told the same', () => {
    const item = append('clue-1', 0, { events: batch(2) });
    const written = admit(item).rows.map((row) => ({ ...row, attempt: 'first', revision: row.n + 1, position: 10 + row.n }));
    expect(appended(explain(item, 'first', written, undefined)!).events.map(({ position }) => position)).toEqual([10, 11]); // it is there
    for (const events of [1, 2, 3]) expect(explain({ ...item, events: batch(events) }, 'second', written, undefined)).toEqual({ kind: 'alreadyAppended', receipt: { stream: 'clue-1', revision: 2, position: 11 } });
    expect(explain({ ...item, body: 'other' }, 'second', written, undefined)?.kind).toBe('commandReused');
  });

  it('waits when an opening is seen of the very stream that is not seen yet', () => {
    const item = append('clue-1', 0);
    expect(explain(item, 'attempt-1', [], { stream: 'clue-1', revision: 1, position: 9 })).toBeUndefined();
    expect(explain(item, 'attempt-1', [], { stream: 'clue-2', revision: 1, position: 9 })?.kind).toBe('commandReused');
  });
});
