import { admit, pageOf } from '../admit';
import type { Answer, Append, EventStore } from '../port';
import { commandsOf, decode, receiptOf, type PlacedRow } from '../row';

/** The whole contract in one process and no disk: for tests of what stands on the store. */
export const memoryEventStore = (): EventStore => {
  const all: PlacedRow[] = [];
  const streams = new Map<string, PlacedRow[]>();
  const openings = new Map<string, string>();
  const listeners = new Set<() => void>();

  const answer = (item: Append): Answer => {
    const { rows } = admit(item);
    const { stream, expected, command, body } = item;
    const written = streams.get(stream) ?? [];
    const earlier = written.findLast((row) => row.command === command);
    const elsewhere = expected === 0 ? openings.get(command) : undefined;
    if (!earlier && elsewhere !== undefined) return { kind: 'commandReused', receipt: receiptOf(streams.get(elsewhere)!.findLast((row) => row.command === command)!) }; // it was opened by it
    if (earlier) return { kind: earlier.body === body ? 'alreadyAppended' : 'commandReused', receipt: receiptOf(earlier) };
    if (expected !== written.length) return { kind: 'conflict', expected, current: written.length };
    const placed = rows.map((row) => ({ ...row, revision: expected + row.n + 1, position: all.length + row.n + 1 }));
    all.push(...placed);
    written.push(...placed);
    streams.set(stream, written);
    if (expected === 0) openings.set(command, stream);
    listeners.forEach(queueMicrotask);
    return { kind: 'appended', receipt: receiptOf(placed.at(-1)!), events: placed.map(decode) }; // `admit` refuses an empty append
  };

  return {
    append: async (item) => answer(item),
    read: async (stream, after = 0) => {
      const rows = (streams.get(stream) ?? []).slice(Math.max(0, after));
      return { events: rows.map(decode), commands: commandsOf(rows) };
    },
    readAll: async (after, limit) => all.slice(Math.max(0, after), Math.max(0, after) + pageOf(limit)).map(decode),
    head: async () => all.length,
    onAppended: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pressed: () => false,
    close: async () => listeners.clear(),
  };
};
