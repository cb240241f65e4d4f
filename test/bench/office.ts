import type { Receipt } from '@anjuan/event-store';
import { atTheStart, isThrough, walk, type Send, type Walker } from './clue-way';

/** What a load generator is asked, and answers: its process ends when the bench lets go of it. */
export type Asked = { readonly run: number } | 'receipts';
export type Ran = { readonly commands: number; readonly moves: number; readonly latencies: readonly number[] };

/** So many clues are kept open by every client; one of them drawn by lot takes a step, and one that is closed is followed by a new one. */
const open = 25;

const clientOf = (send: Send, chance: () => number, heard: (receipt: Receipt) => void) => {
  const clues: Walker[] = [];
  let born = 0;
  return async () => {
    // The first time round clues are begun until the office is full; from then on one at a time.
    const i = clues.length < open ? clues.push(atTheStart(born++ % 2 === 0)) - 1 : Math.floor(chance() * open);
    const { walker, receipt, step } = await walk(send, clues[i]!); // i < length
    heard(receipt);
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

/** An office at work, one client a way to the door, as a process of its own that answers the bench. */
export const office = (sends: readonly Send[]): void => {
  const receipts: Receipt[] = [];
  const clients = sends.map((send, i) => clientOf(send, lots(i + 1), (receipt) => receipts.push(receipt)));

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
};
