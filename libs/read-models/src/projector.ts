import { byStream, inTurns, type Apply, type EventStore, type Fill, type Model, type ParkStream, type StoredEvent, type Tx } from '@anjuan/follow';
import { standsAsBefore, type Counting, type Matter } from '@anjuan/lifecycle';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { basisOf } from './basis';
import { figures } from './figures/projection';
import { fillBy } from './fill';
import { foldStream, parked, type Processes } from './fold-stream';
import { matters, revisionsOf } from './matters/projection';
import { lend, type Helper } from './helper';
import { followerName } from './name';
import { rowsOf, type Change, type Rows } from './rows';
import { runningClocks } from './running-clocks/projection';

const models = [matters, runningClocks, figures];
const tables = models.flatMap((model) => model.tables);
export const readModelTables: readonly string[] = tables.map(({ name }) => name);

type Recent = LRUCache<string, Rows>;
type Own = readonly [StoredEvent, ...StoredEvent[]];
type Rules = { readonly processes: Processes; readonly counting: Counting; readonly store: Pick<EventStore, 'read'> };

/** Streams read at a time. */
const atOnce = 8;

/** `known`: what there is of a stream; absent where there is nothing. */
type Found = { readonly stream: string; readonly known?: Rows; readonly bad?: ParkStream };

/** Folded again up to where its rows stand. */
const refolded = async ({ processes, counting, store }: Rules, stream: string, revision: number): Promise<Found> => {
  const { events } = await store.read(stream);
  const { matter, bad } = foldStream(processes, undefined, events.filter((event) => event.revision <= revision));
  if (bad) return { stream, bad };
  try {
    return { stream, ...(matter && { known: rowsOf(processes, counting, matter) }) };
  } catch (error) {
    return { stream, bad: parked(events[revision - 1]!, error) }; // the last that was folded
  }
};

/**
 * What there was before these events, from memory where they follow on what was folded last. A batch that was rolled back,
 * or rows another process wrote, leave a gap or an overlap there, and then the rows are asked how far they have come.
 */
const before = async (tx: Tx, rules: Rules, recent: Recent, streams: ReadonlyMap<string, Own>): Promise<readonly Found[]> => {
  const found: Found[] = [];
  const others: string[] = [];
  for (const [stream, [first]] of streams) {
    const known = recent.get(stream);
    if (known?.matter.revision === first.revision - 1) found.push({ stream, known });
    else others.push(stream);
  }
  if (others.length === 0) return found;
  const revisions = await revisionsOf(tx, others);
  const asked = await inTurns(others, atOnce, (stream): Promise<Found> | Found => {
    const revision = revisions.get(stream);
    return revision === undefined ? { stream } : refolded(rules, stream, revision);
  });
  return [...found, ...asked];
};

type Stepped = { readonly change?: Change; readonly bad?: ParkStream };

const changed = ({ processes, counting }: Rules, matter: Matter, known: Rows | undefined): Change => ({
  ...(known && standsAsBefore(matter, known.matter) ? { ...known, matter } : rowsOf(processes, counting, matter)), ...(known && { before: known }),
});

/** Where a matter can be read but no row made of it, its events are taken one by one: the rows end before the first of that kind, however many came together. */
const step = (rules: Rules, known: Rows | undefined, own: Own): Stepped => {
  const { matter, bad } = foldStream(rules.processes, known?.matter, own);
  try {
    const change = matter && matter !== known?.matter ? changed(rules, matter, known) : undefined;
    return { ...(change && { change }), ...(bad && { bad }) };
  } catch (error) {
    if (own.length === 1) return { bad: parked(own[0], error) };
    let now = known;
    let bad: ParkStream | undefined;
    for (const event of own) {
      if (bad) break;
      const one = step(rules, now, [event]);
      if (one.change) {
        // What there was before the step is no row: these events are written together.
        const { before: _, ...rows } = one.change;
        now = rows;
      }
      bad = one.bad;
    }
    return { ...(now && now !== known && { change: { ...now, ...(known && { before: known }) } }), ...(bad && { bad }) };
  }
};

/** Every stream by itself: its rows come from its own events and nothing else, and only its own bad event stops it. */
const apply = (rules: Rules, recent: Recent): Apply => async (tx, events) => {
  const streams = byStream(events);
  const changes: Change[] = [];
  const parks: ParkStream[] = [];
  for (const { stream, known, ...found } of await before(tx, rules, recent, streams)) {
    const { change, bad }: Stepped = found.bad ? found : step(rules, known, streams.get(stream)!); // it was asked for
    if (change) {
      const { before: _, ...rows } = change;
      recent.set(stream, rows);
      changes.push(change);
    }
    if (bad) parks.push(bad);
  }
  if (changes.length > 0) for (const { write } of models) await write(tx, changes);
  return parks;
};

type Following = { readonly name: string; readonly apply: Apply; readonly model: Omit<Model, 'build'> & { readonly build: () => { readonly apply: Apply; readonly fill: Fill } } };

const sql = models.map((model) => model.sql).join('\n');

/** What `follow` and `rebuild` need to keep the read models; a build beside is quicker by a `helper`. */
export const readModels = ({ helper, ...rules }: Rules & { readonly helper?: Helper }): Following => {
  const { processes, counting } = rules;
  const remembering = (): Recent => new LRUCache({ max: 20_000 });
  const basis = basisOf(processes, counting, sql);
  return {
    name: followerName,
    apply: apply(rules, remembering()),
    model: {
      basis,
      sql,
      tables,
      build: () => ({ apply: apply(rules, remembering()), fill: fillBy(processes, counting, models, helper && { ...helper, basis }) }),
    },
  };
};

/** What a helper's program does, by the same rules as whoever hires it. */
export const lendHand = ({ pool, store, processes, counting }: Omit<Rules, 'store'> & { readonly pool: Pool; readonly store: EventStore }): Promise<void> =>
  lend({ pool, store, processes, counting, models, basis: basisOf(processes, counting, sql) });
