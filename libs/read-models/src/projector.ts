import { byStream, type Apply, type Model, type ParkStream, type StoredEvent, type Tx } from '@anjuan/follow';
import type { Counting, Matter } from '@anjuan/lifecycle';
import { LRUCache } from 'lru-cache';
import { basisOf } from './basis';
import { figures } from './figures/projection';
import { fillBy } from './fill';
import { foldStream, parked, type Processes } from './fold-stream';
import { loadMatters, matters } from './matters/projection';
import { followerName } from './name';
import { marksOf, rowsOf, type Change } from './rows';
import { runningClocks } from './running-clocks/projection';

const models = [matters, runningClocks, figures];

type Recent = LRUCache<string, Matter>;
type Own = readonly [StoredEvent, ...StoredEvent[]];

/**
 * The matters as they stood before these events, from memory where they follow on what was folded last. A batch that was
 * rolled back, or rows another process wrote, leave a gap or an overlap there, and then the rows are asked.
 */
const mattersBefore = async (tx: Tx, recent: Recent, streams: ReadonlyMap<string, Own>): Promise<ReadonlyMap<string, Matter>> => {
  const kept = new Map<string, Matter>();
  for (const [stream, [first]] of streams) {
    const matter = recent.get(stream);
    if (matter?.revision === first.revision - 1) kept.set(stream, matter);
  }
  const others = [...streams.keys()].filter((stream) => !kept.has(stream));
  return others.length === 0 ? kept : new Map([...kept, ...(await loadMatters(tx, others))]);
};

type Stepped = { readonly matter: Matter | undefined; readonly change?: Change; readonly bad?: ParkStream };

/** Where a matter can be read but no row made of it, its events are taken one by one: the rows end before the first of that kind, however many came together. */
const step = (processes: Processes, counting: Counting, before: Matter | undefined, own: Own): Stepped => {
  const { matter, bad } = foldStream(processes, before, own);
  try {
    const change = matter && matter !== before ? { ...rowsOf(processes, counting, matter), before: before ? marksOf(processes, before) : [] } : undefined;
    return { matter, ...(change && { change }), ...(bad && { bad }) };
  } catch (error) {
    if (own.length === 1) return { matter: before, bad: parked(own[0], error) };
    let last: Stepped = { matter: before };
    for (const event of own) {
      const one = step(processes, counting, last.matter, [event]);
      const change = one.change ? { ...one.change, before: last.change?.before ?? one.change.before } : last.change;
      last = { matter: one.matter, ...(change && { change }), ...(one.bad && { bad: one.bad }) };
      if (one.bad) break;
    }
    return last;
  }
};

/** Every stream by itself: its rows come from its own events and nothing else, and only its own bad event stops it. */
const apply = (processes: Processes, counting: Counting, recent: Recent): Apply => async (tx, events) => {
  const streams = byStream(events);
  const known = await mattersBefore(tx, recent, streams);
  const changes: Change[] = [];
  const parks: ParkStream[] = [];
  for (const [stream, own] of streams) {
    const { matter, change, bad } = step(processes, counting, known.get(stream), own);
    if (matter) recent.set(stream, matter);
    if (change) changes.push(change);
    if (bad) parks.push(bad);
  }
  if (changes.length > 0) for (const { write } of models) await write(tx, changes);
  return parks;
};

/** What `follow` and `rebuild` need to keep the read models. */
export const readModels = ({ processes, counting }: { readonly processes: Processes; readonly counting: Counting }): { readonly name: string; readonly apply: Apply; readonly model: Model } => {
  const remembering = (): Recent => new LRUCache({ max: 20_000 });
  const recent = remembering();
  const sql = models.map((model) => model.sql).join('\n');
  return {
    name: followerName,
    apply: apply(processes, counting, recent),
    model: {
      basis: basisOf(processes, counting, sql),
      sql,
      tables: models.flatMap(({ tables }) => tables),
      build: () => ({ apply: apply(processes, counting, remembering()), fill: fillBy(processes, counting, models) }),
      forget: () => recent.clear(),
    },
  };
};
