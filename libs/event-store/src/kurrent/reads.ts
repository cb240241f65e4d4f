import type { Filter, RecordedEvent } from '@kurrent/kurrentdb-client';
import { pageOf } from '../admit';
import type { Receipt } from '../port';
import { receiptOf } from '../row';
import type { Connection } from './connect';
import { keptRow, positionOf, type KeptRow, type Names } from './records';

type Asked = AsyncIterable<{ readonly event?: RecordedEvent }>;

/** A stream that does not exist holds nothing. */
const collected = async (asked: Asked): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  try {
    for await (const { event } of asked) if (event) events.push(event);
  } catch (error) {
    if ((error as { readonly type?: string }).type !== 'stream-not-found') throw error;
  }
  return events;
};

/** Whoever follows may lag: what was just written is read from the leader. */
const fromLeader = { requiresLeader: true } as const;

export const reader = ({ askTwice }: Connection, names: Names) => {
  const filter: Filter = { filterOn: 'streamName', prefixes: [names.events], checkpointInterval: 1 };

  /** Rows of one stream after revision `after`. */
  const rows = async (stream: string, after: number): Promise<readonly KeptRow[]> => {
    const events = await askTwice((client) => collected(client.readStream(names.stream(stream), { fromRevision: BigInt(after), ...fromLeader })));
    const found = events.map((event) => keptRow(names, event));
    const hole = found.findIndex(({ revision }, i) => revision !== after + i + 1);
    if (hole >= 0) throw new Error(`${stream}: expected revision ${after + hole + 1}, found ${found[hole]!.revision}: the stream was truncated on the server`); // just found
    return found;
  };

  /** What the command opened, wherever that is. */
  const openedBy = async (command: string): Promise<Receipt | undefined> => {
    const [opening] = await askTwice((client) => collected(client.readStream(names.opening(command), { maxCount: 1, ...fromLeader })));
    if (!opening) return undefined;
    const { stream } = opening.data as { readonly stream: string }; // written by `transactionOf`
    const last = (await rows(stream, 0)).findLast((row) => row.command === command);
    return last && receiptOf(last);
  };

  return {
    rows,
    openedBy,
    /** The server takes no position but one it gave, and gives that event again. */
    page: async (after: number, limit: number): Promise<readonly KeptRow[]> => {
      const count = pageOf(limit);
      if (count === 0) return [];
      const position = BigInt(Math.max(0, after));
      const fromPosition = position === 0n ? ('start' as const) : { commit: position, prepare: position };
      const events = await askTwice((client) => collected(client.readAll({ fromPosition, maxCount: count + 1, filter, ...fromLeader })));
      return events.map((event) => keptRow(names, event)).filter((row) => row.position > after).slice(0, count);
    },
    head: async (): Promise<number> => {
      const [last] = await askTwice((client) => collected(client.readAll({ fromPosition: 'end', direction: 'backwards', maxCount: 1, filter, ...fromLeader })));
      return last?.position ? positionOf(last.position.commit) : 0;
    },
  };
};
