import { partitionOf, type Filling, type Tx } from '@anjuan/follow';
import type { Counting, Matter } from '@anjuan/lifecycle';
import { getHeapStatistics } from 'node:v8';
import { setImmediate as turn } from 'node:timers/promises';
import { copyOf, copyRows, type Copy } from './copy-rows';
import { next, type Processes } from './fold-stream';
import type { ReadModel } from './read-model';
import { rowsOf } from './rows';

const page = 10_000;
/** Events that are folded, or matters whose rows go in, before others have their turn. */
const some = 1_000;
/** As many matters as a quarter of the memory holds; some 8 kB each. */
const most = Math.floor(getHeapStatistics().heap_size_limit / 4 / 8_000);

type Range = { readonly from: number; readonly to: number };
const everything: Range = { from: 0, to: 2 ** 32 };

type Filled = Filling & { readonly processes: Processes; readonly doubtful: Set<string> };

/** The streams of a range as they stand at the head, folded in memory. Those that are too many for it are put off: `later` gets their range. */
const foldRange = async ({ store, head, read, without, stopped, processes, doubtful }: Filled, range: Range, later: Range[]): Promise<ReadonlyMap<string, Matter>> => {
  const matters = new Map<string, Matter>();
  const { from } = range;
  let { to } = range;
  const isOwn = (stream: string) => {
    if (to - from === everything.to) return true;
    const place = partitionOf(stream, everything.to);
    return place >= from && place < to;
  };
  let reading = store.readAll(0, page);
  for (let position = 0; position < head && !stopped(); ) {
    const events = await reading;
    const last = events.at(-1);
    if (!last) throw new Error(`the store's head is ${head}, but nothing can be read after ${position}`);
    position = last.position;
    // The store fetches the next while these are folded. What goes wrong there is heard of when it is awaited.
    reading = store.readAll(position, page);
    reading.catch(() => undefined);
    for (const [i, event] of events.entries()) {
      if (i % some === 0) await turn();
      const { stream } = event;
      if (event.position > head || without.has(stream) || doubtful.has(stream) || !isOwn(stream)) continue;
      try {
        matters.set(stream, next(processes, matters.get(stream), event));
      } catch {
        matters.delete(stream);
        doubtful.add(stream);
      }
    }
    while (matters.size > most) {
      later.push({ from: from + Math.floor((to - from) / 2), to });
      to = from + Math.floor((to - from) / 2);
      for (const stream of matters.keys()) if (!isOwn(stream)) matters.delete(stream);
    }
    read(range === everything ? events.length : 0, position);
  }
  return matters;
};

/** Where a store has no other order than the one of all: every stream is folded in memory, which holds them all until the last event is read. */
export const fillInOrder = async (tx: Tx, filling: Filling, processes: Processes, counting: Counting, models: readonly ReadModel[]): Promise<readonly string[]> => {
  const doubtful = new Set<string>();
  const later = [everything];
  let copying = Promise.resolve();
  for (let range = later.pop(); range && !filling.stopped(); range = later.pop()) {
    let copies: Copy[] = [];
    /** The server takes these in while the next are worked out. */
    const copyOn = async () => {
      const all = copies;
      copies = [];
      await copying;
      copying = copyRows(tx, all).then((refused) => refused.forEach((stream) => doubtful.add(stream)));
      copying.catch(() => undefined); // heard of when it is awaited
      await turn();
    };
    for (const [stream, matter] of await foldRange({ ...filling, processes, doubtful }, range, later)) {
      try {
        copies.push(copyOf(models, rowsOf(processes, counting, matter)));
      } catch {
        doubtful.add(stream);
      }
      if (copies.length === some) await copyOn();
    }
    await copyOn();
    await copying;
  }
  return [...doubtful];
};
