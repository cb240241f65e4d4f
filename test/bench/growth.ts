import { statfsSync } from 'node:fs';
import type { Bench } from './bench';
import { grown } from './grown';
import { eventsPerStream } from './lay';
import { listTimes } from './list-pages';
import { percentile } from './measure';
import { quiet } from './quiet';
import { atMost, atMostTimes, type Reading } from './report';

const few = 1_000;
const wanted = Number(process.env.BENCH_STREAMS ?? 1_000_000);
/** Disk that a stream of ten events takes with its matter and all indexes, and while they are made. */
const bytesPerStream = 24_000;
const asks = 400;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const times = async (n: number, work: () => Promise<unknown>): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let i = 0; i < n; i += 1) found.push(await timed(work));
  return found;
};

/** As many streams as there is room for. */
const room = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(wanted, Math.floor((0.8 * bavail * bsize) / bytesPerStream / few) * few);
};

export const growthPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { home, rounds, tell } = bench;
  const many = room(home);
  if (many < wanted) tell(`growth: there is room for ${many.toLocaleString('en')} streams, not for ${wanted.toLocaleString('en')}`);
  const small = await grown(bench, 'bench_small', few);
  const large = await grown(bench, 'bench_large', many);
  try {
    const found = { small: { append: [] as number[], read: [] as number[] }, large: { append: [] as number[], read: [] as number[] } };
    for (let round = 0; round <= rounds; round += 1) {
      await quiet(bench);
      for (const [size, one] of [['small', small], ['large', large]] as const) {
        const [appends, reads] = [await times(asks, one.append), await times(asks, one.read)];
        tell(`  ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${size} append ${percentile(appends, 0.5).toFixed(2)} ms, read ${percentile(reads, 0.5).toFixed(2)} ms (p50)`);
        if (round === 0) continue;
        found[size].append.push(...appends);
        found[size].read.push(...reads);
      }
    }
    tell('growth: pages of the list by every combination of filters');
    await listTimes(large, 5);
    const pages = await listTimes(large, 30);
    const worst = [...pages].map(([name, values]) => ({ name, p95: percentile(values, 0.95) })).sort((a, b) => b.p95 - a.p95)[0]!; // sixteen
    const sized = (streams: number) => `${streams.toLocaleString('en')} streams / ${(streams * eventsPerStream).toLocaleString('en')} events`;
    const p50 = (what: string, kind: 'append' | 'read') => {
      const against: Reading = { name: `${what} at ${sized(few)}, p50`, value: percentile(found.small[kind], 0.5), unit: 'ms' };
      return [against, atMostTimes(1.3, { name: `${what} at ${sized(many)}, p50`, value: percentile(found.large[kind], 0.5), unit: 'ms', against })];
    };
    const list = `a page of 50 of ${many.toLocaleString('en')} cases, by key`;
    return [
      ...p50('append', 'append'), ...p50('case page read', 'read'),
      atMost(20, { name: `${list}, every combination of filters, p95`, value: percentile([...pages.values()].flat(), 0.95), unit: 'ms' }),
      atMost(20, { name: `${list}, the slowest combination (${worst.name}), p95`, value: worst.p95, unit: 'ms' }),
    ];
  } finally {
    await small.close();
    await large.close();
  }
};
