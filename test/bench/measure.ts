import { withCores } from './cores';

/** Work of so many clients, each one thing after another; what was under way at the end is waited for and counted no more. */
export const throughput = async (clients: number, seconds: number, once: (client: number) => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  const end = from + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        await once(client);
        if (performance.now() <= end) done += 1;
      }
    }),
  );
  return done / seconds;
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export type Turns = {
  readonly rounds: number;
  /** Waits until nothing of the turn before is still being worked on. */
  readonly settle: () => Promise<void>;
  readonly home: string;
  readonly tell: (text: string) => void;
};

/** Contestants take turns, so that what else the machine does in a minute troubles all of them alike; each has its median, NaN for one that is not there. */
export const alternate = async <C extends Readonly<Record<string, (() => Promise<number>) | undefined>>>(contestants: C, { rounds, settle, home, tell }: Turns): Promise<{ readonly [K in keyof C]: number }> => {
  const found = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, turn] of Object.entries(contestants)) {
      if (!turn) continue;
      await settle();
      const { result, cores } = await withCores(home, turn);
      found.get(name)?.push(result);
      tell(`  round ${round} of ${rounds}: ${name} ${Math.round(result)}/s (cores: ${cores})`);
    }
  }
  await settle();
  return Object.fromEntries([...found].map(([name, values]) => [name, median(values)])) as { readonly [K in keyof C]: number };
};
