import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processes, release } from '@anjuan/domain';
import type { PlacedRow } from '@anjuan/event-store';
import { thisRelease } from '@anjuan/handle';
import type { Lifecycle } from '@anjuan/lifecycle';
import { recorded } from './record';
import { stories } from './stories';

/**
 * The golden corpus: stored events, byte for byte, of every row and version that was ever released, in whole streams, so
 * that each can be folded. One line an event; lines are added by a release and never changed. Beside it every released
 * table by its hash.
 */
const files = { events: join(__dirname, 'events.jsonl'), releases: join(__dirname, 'releases.json'), table: (hash: string) => join(__dirname, 'tables', `${hash}.json`) };

/** What was released under each number: the tables by process, and how many lines the corpus had then, with their hash. */
export type Released = { readonly release: number; readonly tables: Readonly<Record<string, string>>; readonly lines: number; readonly sha256: string };

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

export const lines = (): readonly string[] => textOf(files.events).split('\n').slice(0, -1);
export const releases = (): readonly Released[] => JSON.parse(textOf(files.releases) || '[]') as readonly Released[];
export const tableOf = (hash: string): string | undefined => textOf(files.table(hash)) || undefined;

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const hashOf = (some: readonly string[]) => sha256(some.map((line) => `${line}\n`).join(''));

/** Which event and which version of it: one of each is in the corpus. */
export const kindOf = ({ process, row, type, schema }: { readonly process: string; readonly row?: string | null | undefined; readonly type: string; readonly schema: number }) => `${process} ${row ?? type} ${schema}`;

export const tables = Object.values(processes) as readonly Lifecycle[];

/** Streams that add kinds the corpus has not, those with most of them first. */
const missing = (known: ReadonlySet<string>) => {
  const left = stories().map((story) => ({ story, kinds: new Set(story.events().map(kindOf)) }));
  const chosen: typeof left = [];
  const have = new Set(known);
  const news = ({ kinds }: (typeof left)[number]) => [...kinds].filter((kind) => !have.has(kind)).length;
  for (;;) {
    const best = left.reduce((a, b) => (news(b) > news(a) ? b : a));
    if (news(best) === 0) return chosen.map(({ story }) => story);
    chosen.push(best);
    for (const kind of best.kinds) have.add(kind);
  }
};

/** Adds what this release records, and its tables. Nothing that is there is written again. */
export const addRelease = async (): Promise<void> => {
  const before = lines();
  const all = releases();
  const texts = thisRelease().tables;
  const last = all.at(-1);
  const same = last !== undefined && texts.every(({ process, hash }) => last.tables[process] === hash);
  if (last?.release === release && !same) throw new Error(`the tables have changed since release ${release}: raise the number in libs/domain/src/release.ts to ${release + 1}, then release again`);
  if (same && last.release === release) return;
  const fresh = await Promise.all(missing(new Set(before.map((line) => kindOf(JSON.parse(line) as PlacedRow)))).map((story, i) => recorded(story, `golden ${release}/${i}`)));
  const now = [...before, ...fresh.flat().map((row) => JSON.stringify(row))];
  mkdirSync(join(__dirname, 'tables'), { recursive: true });
  for (const { hash, text } of texts) writeFileSync(files.table(hash), text);
  writeFileSync(files.events, now.map((line) => `${line}\n`).join(''));
  const released: Released = { release, tables: Object.fromEntries(texts.map(({ process, hash }) => [process, hash])), lines: now.length, sha256: hashOf(now) };
  writeFileSync(files.releases, `${JSON.stringify([...all, released], null, 1)}\n`);
};
