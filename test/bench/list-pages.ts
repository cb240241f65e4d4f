import { offices, sources, stages, type Grown } from './grown';

const filters = { stage: () => any(stages), office: () => `office${Math.floor(offices * Math.random())}`, source: () => `source${Math.floor(sources * Math.random())}`, dueBefore: () => `2026-${any(['02', '06', '12'])}-01` };
const any = (values: readonly string[]): string => values[Math.floor(Math.random() * values.length)]!; // none is empty
/** Every offered filter with every other: sixteen questions. */
const combinations = Array.from({ length: 16 }, (_, bits) => (Object.keys(filters) as (keyof typeof filters)[]).filter((_, i) => bits & (1 << i)));

/** First pages and the three after them, of every combination; the slowest combination's p95 beside that of all. */
export const listTimes = async ({ list }: Grown, n: number) => {
  const byCombination = new Map<string, number[]>();
  for (let i = 0; i < n; i += 1)
    for (const names of combinations) {
      const asked = Object.fromEntries(names.map((name) => [name, filters[name]()]));
      let after: string | undefined;
      for (let page = 0; page < 4; page += 1) {
        const from = performance.now();
        const found = await list({ ...asked, limit: 50, after });
        const key = names.join(' and ') || 'no filter';
        byCombination.set(key, [...(byCombination.get(key) ?? []), performance.now() - from]);
        if ('refused' in found) throw new Error(JSON.stringify(found));
        after = found.next;
        if (after === undefined) break;
      }
    }
  return byCombination;
};
