import { keepAlive, type Connection } from './http-client';
import { atTheStart, isThrough, walk, type Walker } from './clue-way';
import type { Receipt } from '@anjuan/event-store';
import { connections } from './bench';

/**
 * The load generator, in a process of its own. Every connection keeps a number of clues open and takes a step with one of
 * them drawn by lot, as an office does; one that is closed is followed by a new one.
 */
const open = 25;

export type Asked = { readonly run: number } | 'receipts';
export type Ran = { readonly commands: number; readonly moves: number; readonly latencies: readonly number[] };

const receipts: Receipt[] = [];

const clientOf = (connection: Connection, chance: () => number) => {
  const clues: Walker[] = [];
  let born = 0;
  return async () => {
    // The first time round clues are begun until the office is full; from then on one at a time.
    const i = clues.length < open ? clues.push(atTheStart(born++ % 2 === 0)) - 1 : Math.floor(chance() * open);
    const { walker, receipt, step } = await walk(connection, clues[i]!); // i < length
    receipts.push(receipt);
    if (isThrough(walker)) clues.splice(i, 1);
    else clues[i] = walker;
    return step.moves === true;
  };
};

/** The same lots in every run. */
const lots = (seed: number) => () => {
  seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
  return seed / 4_294_967_296;
};

const clients = Array.from({ length: connections }, (_, i) => clientOf(keepAlive(process.env.API_URL ?? ''), lots(i + 1)));

const run = async (seconds: number): Promise<Ran> => {
  const end = performance.now() + seconds * 1_000;
  const latencies: number[] = [];
  let moves = 0;
  await Promise.all(
    clients.map(async (step) => {
      for (let from = performance.now(); from < end; ) {
        const moved = await step();
        const now = performance.now();
        if (now <= end) {
          latencies.push(now - from);
          if (moved) moves += 1;
        }
        from = now;
      }
    }),
  );
  return { commands: latencies.length, moves, latencies };
};

process.on('disconnect', () => process.exit(0));
process.on('message', (asked: Asked) => {
  if (asked === 'receipts') return void process.send?.(receipts.splice(0));
  void run(asked.run).then((ran) => process.send?.(ran), (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
});
process.send?.('ready');
