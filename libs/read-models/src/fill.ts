import { partitionOf, refusedByDatabase, type Fill, type Tx } from '@anjuan/follow';
import type { Counting, Matter } from '@anjuan/lifecycle';
import { getHeapStatistics } from 'node:v8';
import { copyIn, linesOf } from './copy-in';
import { next, type Processes } from './fold-stream';
import type { ReadModel, Row } from './read-model';
import { rowsOf, type Rows } from './rows';

const page = 2_000;
/** Matters whose rows go in together. */
const some = 500;
/** As many matters as a quarter of the memory holds; some 8 kB each. */
const most = Math.floor(getHeapStatistics().heap_size_limit / 4 / 8_000);

type Range = { readonly from: number; readonly to: number };
const everything: Range = { from: 0, to: 2 ** 32 };

type Filled = Parameters<Fill>[1] & { readonly processes: Processes; readonly doubtful: Set<string> };

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
    for (const event of events) {
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

/** Copies the rows of some matters into all tables; of those that the database refuses, finds which. */
const copyRows = async (tx: Tx, models: readonly ReadModel[], all: readonly Rows[], doubtful: Set<string>): Promise<void> => {
  if (all.length === 0) return;
  const tables = models.flatMap(({ rows }) => Object.entries(rows).map(([table, rowsIn]) => [table, all.flatMap(rowsIn)] as const)).filter(([, rows]) => rows.length > 0);
  await tx.query('begin');
  try {
    for (const [table, rows] of tables) await copyIn(tx, table, Object.keys(rows[0] as Row), linesOf(rows)); // not empty: filtered above
    await tx.query('commit');
  } catch (error) {
    await tx.query('rollback');
    if (!refusedByDatabase(error)) throw error;
    if (all.length === 1) return void doubtful.add(all[0]!.matter.stream); // the only one
    const middle = Math.ceil(all.length / 2);
    await copyRows(tx, models, all.slice(0, middle), doubtful);
    await copyRows(tx, models, all.slice(middle), doubtful);
  }
};

/** Makes all rows at once: every stream is folded in memory, its rows worked out once and copied in. */
export const fillBy = (processes: Processes, counting: Counting, models: readonly ReadModel[]): Fill => async (tx, filling) => {
  const doubtful = new Set<string>();
  const later = [everything];
  for (let range = later.pop(); range && !filling.stopped(); range = later.pop()) {
    let rows: Rows[] = [];
    for (const [stream, matter] of await foldRange({ ...filling, processes, doubtful }, range, later)) {
      try {
        rows.push(rowsOf(processes, counting, matter));
      } catch {
        doubtful.add(stream);
      }
      if (rows.length < some) continue;
      await copyRows(tx, models, rows, doubtful);
      rows = [];
    }
    await copyRows(tx, models, rows, doubtful);
  }
  for (const { sumUp } of models) await sumUp?.(tx);
  return [...doubtful];
};
