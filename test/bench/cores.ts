import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the machine's cores went, by process; only where /proc says so. */
const ticks = 100;

type Seen = { readonly parent: number; readonly spent: number };

const statOf = (pid: string): Seen | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { parent: Number(fields[1]), spent: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
};

const processes = (): ReadonlyMap<number, Seen> => {
  try {
    return new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
      const seen = statOf(pid);
      return seen ? [[Number(pid), seen] as const] : [];
    }));
  } catch {
    return new Map();
  }
};

/** Children of the launcher are recorded by name in its home; the bench's own processes hang below this one. */
const named = (home: string): ReadonlyMap<number, string> => {
  const folder = join(home, 'run');
  const records = readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string; pid: number });
  return new Map([...records.map(({ pid, name }) => [pid, name] as const), [process.pid, 'bench'] as const]);
};

/** What every process has spent so far, and whose it is. */
const spentNow = (names: ReadonlyMap<number, string>): ReadonlyMap<number, { readonly name: string; readonly spent: number }> => {
  const all = processes();
  const nameOf = (pid: number): string => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) {
      const name = names.get(at);
      if (name !== undefined) return name;
    }
    return 'others';
  };
  return new Map([...all].map(([pid, { spent }]) => [pid, { name: nameOf(pid), spent }]));
};

/** Cores kept busy by each since `watch` was called. Who is gone at the end is not counted, who came meanwhile is. */
const watch = (home: string) => {
  const names = named(home);
  const before = spentNow(names);
  const from = performance.now();
  return (): ReadonlyMap<string, number> => {
    const seconds = (performance.now() - from) / 1_000;
    const cores = new Map<string, number>();
    for (const [pid, { name, spent }] of spentNow(names)) cores.set(name, (cores.get(name) ?? 0) + (spent - (before.get(pid)?.spent ?? 0)) / ticks / seconds);
    return cores;
  };
};

/** Runs the work and says how many cores each part kept busy meanwhile: `api 0.62, postgres 0.40`. */
export const withCores = async <T>(home: string, work: () => Promise<T>): Promise<{ readonly result: T; readonly cores: string }> => {
  const cores = watch(home);
  const result = await work();
  const told = [...cores()].filter(([, share]) => share >= 0.02).sort(([, a], [, b]) => b - a);
  return { result, cores: told.map(([name, share]) => `${name} ${share.toFixed(2)}`).join(', ') };
};

/** Cores that these parts keep busy just now; 0 where nobody can say. */
export const spending = async (home: string, parts: readonly string[], ms: number): Promise<number> => {
  const cores = watch(home);
  await new Promise((resolve) => setTimeout(resolve, ms));
  const found = cores();
  return parts.reduce((sum, part) => sum + (found.get(part) ?? 0), 0);
};
