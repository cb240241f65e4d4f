import { figureMarks } from '@anjuan/domain';
import { byStream, type Apply, type Fill, type Model, type ParkStream, type StoredEvent, type Tx } from '@anjuan/follow';
import type { Counting } from '@anjuan/lifecycle';
import { LRUCache } from 'lru-cache';
import { basisOf } from './basis';
import { figures } from './figures/projection';
import { fillBy } from './fill';
import { foldStream, parked, type Processes } from './fold-stream';
import { loadMatters, matters } from './matters/projection';
import { followerName } from './name';
import { rowsOf, type Change } from './rows';
import { runningClocks } from './running-clocks/projection';

const models = [matters, runningClocks, figures];
const tables = models.flatMap((model) => model.tables);
export const readModelTables: readonly string[] = tables.map(({ name }) => name);

/** A matter as it stood last, and what it added to the figures. */
type Remembered = Pick<Change, 'matter' | 'marks'>;
type Recent = LRUCache<string, Remembered>;
type Own = readonly [StoredEvent, ...StoredEvent[]];

/**
 * The matters as they stood before these events, from memory where they follow on what was folded last. A batch that was
 * rolled back, or rows another process wrote, leave a gap or an overlap there, and then the rows are asked.
 */
const before = async (tx: Tx, processes: Processes, recent: Recent, streams: ReadonlyMap<string, Own>): Promise<ReadonlyMap<string, Remembered>> => {
  const kept = new Map<string, Remembered>();
  for (const [stream, [first]] of streams) {
    const remembered = recent.get(stream);
    if (remembered?.matter.revision === first.revision - 1) kept.set(stream, remembered);
  }
  const others = [...streams.keys()].filter((stream) => !kept.has(stream));
  if (others.length > 0) for (const [stream, matter] of await loadMatters(tx, others)) kept.set(stream, { matter, marks: figureMarks(processes[matter.process]!, matter) }); // it was folded by that table
  return kept;
};

type Stepped = { readonly change?: Change; readonly bad?: ParkStream };

/** Where a matter can be read but no row made of it, its events are taken one by one: the rows end before the first of that kind, however many came together. */
const step = (processes: Processes, counting: Counting, known: Remembered | undefined, own: Own): Stepped => {
  const { matter, bad } = foldStream(processes, known?.matter, own);
  try {
    const change = matter && matter !== known?.matter ? { ...rowsOf(processes, counting, matter), before: known?.marks ?? [] } : undefined;
    return { ...(change && { change }), ...(bad && { bad }) };
  } catch (error) {
    if (own.length === 1) return { bad: parked(own[0], error) };
    let change: Change | undefined;
    for (const event of own) {
      const one = step(processes, counting, change ?? known, [event]);
      if (one.change) change = { ...one.change, before: known?.marks ?? [] };
      if (one.bad) return { ...(change && { change }), bad: one.bad };
    }
    return { ...(change && { change }) };
  }
};

/** Every stream by itself: its rows come from its own events and nothing else, and only its own bad event stops it. */
const apply = (processes: Processes, counting: Counting, recent: Recent): Apply => async (tx, events) => {
  const streams = byStream(events);
  const known = await before(tx, processes, recent, streams);
  const changes: Change[] = [];
  const parks: ParkStream[] = [];
  for (const [stream, own] of streams) {
    const { change, bad } = step(processes, counting, known.get(stream), own);
    if (change) {
      recent.set(stream, { matter: change.matter, marks: change.marks });
      changes.push(change);
    }
    if (bad) parks.push(bad);
  }
  if (changes.length > 0) for (const { write } of models) await write(tx, changes);
  return parks;
};

type Following = { readonly name: string; readonly apply: Apply; readonly model: Omit<Model, 'build'> & { readonly build: () => { readonly apply: Apply; readonly fill: Fill } } };

/** What `follow` and `rebuild` need to keep the read models. */
export const readModels = ({ processes, counting }: { readonly processes: Processes; readonly counting: Counting }): Following => {
  const remembering = (): Recent => new LRUCache({ max: 20_000 });
  const recent = remembering();
  const sql = models.map((model) => model.sql).join('\n');
  return {
    name: followerName,
    apply: apply(processes, counting, recent),
    model: {
      basis: basisOf(processes, counting, sql),
      sql,
      tables,
      build: () => ({ apply: apply(processes, counting, remembering()), fill: fillBy(processes, counting, models) }),
      forget: () => recent.clear(),
    },
  };
};
