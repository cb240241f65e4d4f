import type { Filling, FoldedEvent, StreamOrder, StreamRange, Tx } from '@anjuan/follow';
import type { Counting, Matter } from '@anjuan/lifecycle';
import { copyOf, copyRows, type Copy } from './copy-rows';
import { next, type Processes } from './fold-stream';
import type { ReadModel } from './read-model';
import { rowsOf } from './rows';

/** Streams that are taken in hand together: their rows go in at once. */
const atOnce = 500;

export type StreamsTaken = { readonly events: number; readonly doubtful: readonly string[] };
/** Does the streams of a range, whoever does the others. */
export type Hand = (range: StreamRange) => Promise<StreamsTaken>;

type Folded = StreamsTaken & { readonly copies: readonly Copy[] };

/** A stream at a time, to its end: of a matter nothing but its rows is left when the next one comes, so the collector finds it young. */
const foldStreams = async (processes: Processes, counting: Counting, models: readonly ReadModel[], without: ReadonlySet<string>, pages: AsyncIterable<readonly FoldedEvent[]>): Promise<Folded> => {
  const doubtful = new Set<string>();
  const copies: Copy[] = [];
  let events = 0;
  let matter: Matter | undefined;
  const finish = () => {
    if (!matter) return;
    try {
      copies.push(copyOf(models, rowsOf(processes, counting, matter)));
    } catch {
      doubtful.add(matter.stream);
    }
    matter = undefined;
  };
  for await (const page of pages) {
    events += page.length;
    for (const event of page) {
      const { stream } = event;
      if (stream !== matter?.stream) finish();
      if (without.has(stream) || doubtful.has(stream)) continue;
      try {
        matter = next(processes, matter, event);
      } catch {
        matter = undefined;
        doubtful.add(stream);
      }
    }
  }
  finish();
  return { events, doubtful: [...doubtful], copies };
};

/** Rows go in by one session, a range after another; what the next one reads and folds is under way meanwhile. */
export const handOn = (tx: Tx, streams: StreamOrder, { head, without }: Pick<Filling, 'head' | 'without'>, processes: Processes, counting: Counting, models: readonly ReadModel[]): Hand => {
  let copying: Promise<readonly string[]> = Promise.resolve([]);
  return async (range) => {
    const { copies, events, doubtful } = await foldStreams(processes, counting, models, without, streams.read(range, head));
    copying = copying.then(() => copyRows(tx, copies));
    return { events, doubtful: [...doubtful, ...(await copying)] };
  };
};

async function* rangesOf(streams: StreamOrder): AsyncGenerator<StreamRange> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const last: string | undefined = await streams.end(after, atOnce);
    yield { after, last };
    after = last;
  }
}

/** Deals the streams out to hands that work at the same time, to each as fast as it takes them. Waits for all of them, also where one fails. */
export const fillByStream = async (streams: StreamOrder, hands: readonly Hand[], { head, read, stopped }: Filling): Promise<readonly string[]> => {
  const all: string[] = [];
  const ranges = rangesOf(streams);
  let done = 0;
  const work = async (hand: Hand) => {
    for await (const range of ranges) {
      if (stopped()) return;
      const { events, doubtful } = await hand(range);
      all.push(...doubtful);
      done += events;
      read(events, Math.min(done, head)); // as far as that many events are in the order of all
    }
  };
  const ended = await Promise.allSettled(hands.map(work));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return all;
};
