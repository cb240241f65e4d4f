import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { admit } from '../admit';
import { StoreBusy, StoreUnavailable } from '../errors';
import type { Answer, Append, EventStore } from '../port';
import { commandsOf, decode, type Row } from '../row';
import { connect } from './connect';
import { explain } from './explain';
import { failureOf, told } from './failure';
import { reader } from './reads';
import { namesOf, transactionOf, type KeptRow } from './records';
import { wakeUp } from './wake-up';

/** Appends under way in this process; what comes beyond is sent back. */
const held = { items: 1_000, bytes: 64_000_000 };

/** A server that refused an append may not show yet what was in its way: it refuses by what is on its way to the disk. */
const turns = 8;
const delay = (turn: number) => 5 * 2 ** turn;

/**
 * The store in a KurrentDB of 26.1 or later, by its connection string. Streams and positions of other users of the same
 * server do not meet ours: all names begin with `prefix`.
 */
export const kurrentEventStore = async (url: string, prefix = 'anjuan'): Promise<EventStore> => {
  const names = namesOf(prefix);
  const connection = await connect(url);
  const reads = reader(connection, names);
  const wakes = wakeUp(connection, names);
  const underWay = new Set<Promise<unknown>>();
  let bytesUnderWay = 0;
  let closed = false;

  const write = async (item: Append, rows: readonly Row[], attempt: string): Promise<void> => {
    const { records, checks } = transactionOf(names, item, rows, attempt);
    await connection.ask((client) => client.appendRecords(records, checks));
    wakes.hear();
  };

  /**
   * Reads, writes, and reads what came of it. The reading before: at a stream's own revision the server looks at no event
   * ids, so a command of long ago would be written twice. What was read stays true, so the next reading goes on behind it.
   * An opening needs no reading before it: on a stream that is there the server does look. The reading after: a write that
   * the server says was done may have been another's of the same command, and only the stream knows each event's position.
   */
  const settle = async (item: Append, rows: readonly Row[]): Promise<Answer> => {
    const attempt = randomUUID();
    let known: readonly KeptRow[] = [];
    let lost = false;
    for (let turn = 0; turn < turns; turn += 1) {
      if (turn > 0 || item.expected !== 0) {
        known = [...known, ...(await reads.rows(item.stream, known.length))];
        const opened = item.expected === 0 && !known.some(({ command }) => command === item.command) ? await reads.openedBy(item.command) : undefined;
        const answer = explain(item, attempt, known, opened);
        if (answer) return answer;
      }
      if (turn > 1) await pause(delay(turn));
      try {
        await write(item, rows, attempt);
      } catch (error) {
        const failure = failureOf(error);
        // Writing again is safe: at the same revision the server knows the event ids, and at a later one it refuses.
        if (failure === 'broken' || (failure === 'away' && lost)) throw told(error);
        lost = failure === 'away';
      }
    }
    throw new StoreUnavailable(`${item.stream}: KurrentDB neither wrote the append nor showed what is in its way in ${turns} turns`);
  };

  return {
    append: async (item) => {
      if (closed) throw new StoreUnavailable('this event store is closed');
      const { rows, bytes } = admit(item);
      if (underWay.size >= held.items || bytesUnderWay + bytes > held.bytes)
        throw new StoreBusy(`${underWay.size} appends of ${bytesUnderWay} bytes are under way, the limit is ${held.items} of ${held.bytes}`);
      const settling = settle({ ...item }, rows);
      underWay.add(settling);
      bytesUnderWay += bytes;
      try {
        return await settling;
      } finally {
        underWay.delete(settling);
        bytesUnderWay -= bytes;
      }
    },
    read: async (stream, after = 0) => {
      const rows = await reads.rows(stream, Math.max(0, after));
      return { events: rows.map(decode), commands: commandsOf(rows) };
    },
    readAll: async (after, limit) => (await reads.page(after, limit)).map(decode),
    head: reads.head,
    onAppended: wakes.on,
    // Its server is a cluster's affair: what this machine has to spare does not hasten it.
    pressed: () => false,
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
      await wakes.close();
      await connection.close();
    },
  };
};
