import { partitionOf, refusedByDatabase, type Fill, type Tx } from '@anjuan/follow';
import type { Counting, Matter } from '@anjuan/lifecycle';
import { getHeapStatistics } from 'node:v8';
import { setImmediate as turn } from 'node:timers/promises';
import { copyIn, linesOf } from './copy-in';
import { next, type Processes } from './fold-stream';
import type { ReadModel, Row } from './read-model';
import { rowsOf, type Rows } from './rows';

const page = 10_000;
/** Events that are folded, or matters whose rows go in, before others have their turn. */
const some = 1_000;
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

type Lines = { readonly table: string; readonly columns: readonly string[]; readonly lines: string };

const linesIn = (models: readonly ReadModel[], all: readonly Rows[]): readonly Lines[] =>
  models.flatMap(({ rows }) => Object.entries(rows).flatMap(([table, rowsIn]) => {
    const own: readonly Row[] = all.flatMap(rowsIn);
    return own[0] ? [{ table, columns: Object.keys(own[0]), lines: linesOf(own) }] : [];
  }));

/** Copies the rows of some matters into all tables; of those that the database refuses, finds which. */
const copyRows = async (tx: Tx, models: readonly ReadModel[], all: readonly Rows[], lines: readonly Lines[], doubtful: Set<string>): Promise<void> => {
  await tx.query('begin');
  try {
    for (const { table, columns, lines: text } of lines) await copyIn(tx, table, columns, text);
    await tx.query('commit');
  } catch (error) {
    await tx.query('rollback');
    if (!refusedByDatabase(error)) throw error;
    if (all.length === 1) return void doubtful.add(all[0]!.matter.stream); // the only one
    const middle = Math.ceil(all.length / 2);
    for (const half of [all.slice(0, middle), all.slice(middle)]) await copyRows(tx, models, half, linesIn(models, half), doubtful);
  }
};

/** Makes all rows at once: every stream is folded in memory, its rows worked out once and copied in. */
export const fillBy = (processes: Processes, counting: Counting, models: readonly ReadModel[]): Fill => async (tx, filling) => {
  const doubtful = new Set<string>();
  const later = [everything];
  let copying = Promise.resolve();
  for (let range = later.pop(); range && !filling.stopped(); range = later.pop()) {
    let rows: Rows[] = [];
    /** The server takes these in while the next are worked out. */
    const copyOn = async () => {
      const [all, lines] = [rows, linesIn(models, rows)];
      rows = [];
      await copying;
      copying = copyRows(tx, models, all, lines, doubtful);
      copying.catch(() => undefined); // heard of when it is awaited
      await turn();
    };
    for (const [stream, matter] of await foldRange({ ...filling, processes, doubtful }, range, later)) {
      try {
        rows.push(rowsOf(processes, counting, matter));
      } catch {
        doubtful.add(stream);
      }
      if (rows.length === some) await copyOn();
    }
    await copyOn();
    await copying;
  }
  for (const { sumUp } of models) await sumUp?.(tx);
  return [...doubtful];
};
