import { figureMarks, type FigureMark } from '@anjuan/domain';
import type { Apply, Model, ParkStream, StoredEvent, Tx } from '@anjuan/follow';
import type { Counting, Matter } from '@anjuan/lifecycle';
import { LRUCache } from 'lru-cache';
import { basisOf } from './basis';
import { clearFigures, writeFigures, type Figures } from './figures/projection';
import { foldStream, parked, type Processes } from './fold-stream';
import { clearMatters, loadMatters, writeMatters } from './matters/projection';
import { rowsOf, type Rows } from './rows';
import { clearRunningClocks, writeRunningClocks } from './running-clocks/projection';

export const followerName = 'read-models';

const byStream = (events: readonly StoredEvent[]): ReadonlyMap<string, [StoredEvent, ...StoredEvent[]]> => {
  const streams = new Map<string, [StoredEvent, ...StoredEvent[]]>();
  for (const event of events) {
    const own = streams.get(event.stream);
    if (own) own.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
};

type Recent = LRUCache<string, Matter>;

/**
 * The matters as they stood before these events, from memory where they follow on what was folded last. A batch that was
 * rolled back, or rows another process wrote, leave a gap or an overlap there, and then the rows are asked.
 */
const matters = async (tx: Tx, recent: Recent, streams: ReadonlyMap<string, readonly [StoredEvent, ...StoredEvent[]]>): Promise<ReadonlyMap<string, Matter>> => {
  const kept = new Map<string, Matter>();
  for (const [stream, [first]] of streams) {
    const matter = recent.get(stream);
    if (matter?.revision === first.revision - 1) kept.set(stream, matter);
  }
  const others = [...streams.keys()].filter((stream) => !kept.has(stream));
  return others.length === 0 ? kept : new Map([...kept, ...(await loadMatters(tx, others))]);
};

/** What each matter in `recent` adds to the figures: asked for again with its next event. */
const marks = new WeakMap<Matter, readonly FigureMark[]>();

const marksOf = (processes: Processes, matter: Matter): readonly FigureMark[] => {
  const found = marks.get(matter) ?? figureMarks(processes[matter.process]!, matter); // it was folded by that table
  marks.set(matter, found);
  return found;
};

/** Every stream by itself: its rows come from its own events and nothing else, and only its own bad event stops it. */
const apply = (processes: Processes, counting: Counting, recent: Recent): Apply => async (tx, events) => {
  const streams = byStream(events);
  const known = await matters(tx, recent, streams);
  const fresh: Rows[] = [];
  const counted: Figures[] = [];
  const parks: ParkStream[] = [];
  for (const [stream, own] of streams) {
    const before = known.get(stream);
    const { matter, bad } = foldStream(processes, before, own);
    if (matter) recent.set(stream, matter);
    try {
      if (matter && matter !== before) {
        const figures = { stream, before: before ? marksOf(processes, before) : [], marks: marksOf(processes, matter) };
        fresh.push(rowsOf(processes, counting, matter));
        counted.push(figures);
      }
      if (bad) parks.push(bad);
    } catch (error) {
      // The matter can be read but no row made of it: the old row stays, and nothing of this batch is in it.
      parks.push(parked(own[0], error));
    }
  }
  if (fresh.length > 0) {
    await writeMatters(tx, fresh);
    await writeRunningClocks(tx, fresh);
    await writeFigures(tx, counted);
  }
  return parks;
};

/** What `follow` and `rebuild` need to keep the read models. */
export const readModels = ({ processes, counting }: { readonly processes: Processes; readonly counting: Counting }): { readonly name: string; readonly apply: Apply; readonly model: Model } => {
  const recent: Recent = new LRUCache({ max: 20_000 });
  return {
    name: followerName,
    apply: apply(processes, counting, recent),
    model: {
      basis: basisOf(processes, counting),
      clear: async (tx) => {
        recent.clear();
        await clearMatters(tx);
        await clearRunningClocks(tx);
        await clearFigures(tx);
      },
    },
  };
};
