import { release } from '@anjuan/domain';
import { decode, type PlacedRow, type StoredEvent } from '@anjuan/event-store';
import { isSealed, tableHash } from '@anjuan/handle';
import { evolve, fold, lift, versionOf, type Lifecycle, type Row } from '@anjuan/lifecycle';
import type { z } from 'zod';
import { addRelease, hashOf, kindOf, lines, releases, sha256, tableOf, tables } from '../golden/corpus';
import { bare, fits, type Shape } from './shape';

type Facts = Readonly<Record<string, string>>;
/** A kept table, as far as the laws look into it. */
type Kept = {
  readonly corrections: number;
  readonly stages: Readonly<Record<string, { readonly knows: Facts }>>;
  readonly lanes: readonly (readonly [stage: string, knows: Facts])[];
  readonly shapes: Readonly<Record<string, unknown>>;
  readonly rows: Readonly<Record<string, { readonly version: number }>>;
};

const help = 'a row’s question changes only with an upcaster from the version before, see docs/changing-an-event.md';
const tableIn = (process: string): Lifecycle => tables.find((table) => table.process === process)!; // processes are never taken away
const kept = (hash: string) => JSON.parse(tableOf(hash)!) as Kept; // looked up in the first law

let events: readonly StoredEvent[];
beforeAll(async () => {
  // RELEASE_TABLES=1 adds what the release can record and its tables; nothing that is there changes.
  if (process.env['RELEASE_TABLES'] === '1') await addRelease();
  events = lines().map((line) => decode(JSON.parse(line) as PlacedRow));
});
const streams = () => [...new Set(events.map(({ stream }) => stream))].map((stream) => events.filter((event) => event.stream === stream));

/** What is wrong with a value, but for sealed text, which no form ever asked for as it is stored. */
const faults = (schema: z.ZodObject | undefined, value: unknown): readonly string[] => {
  const issues = schema?.safeParse(value).error?.issues ?? [];
  return issues.filter(({ path }) => !isSealed((value as Record<string, unknown>)[String(path[0])])).map(({ path, message }) => `${path.join('.')}: ${message}`);
};

const thrown = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('Every table that was ever released', () => {
  test('is kept under the hash that its events name', () => {
    const named = new Set([...releases().flatMap((one) => Object.values(one.tables)), ...events.map(({ table }) => table)]);
    for (const hash of named) expect(sha256(tableOf(hash) ?? `${hash} is not in test/golden/tables`)).toBe(hash);
    expect(named.size).toBeGreaterThanOrEqual(tables.length);
  });

  test('carries the number of its release, and the program the newest; tables written since are said out loud', () => {
    expect(releases().map((one) => one.release)).toEqual(releases().map((_, i) => i + 1));
    const last = releases().at(-1);
    const since = tables.filter((table) => last?.tables[table.process] !== tableHash(table)).map((table) => table.process);
    if (since.length > 0) process.stdout.write(`Tables changed since release ${last?.release}: ${since.join(', ')}; before they are shipped, raise the number in libs/domain/src/release.ts and run RELEASE_TABLES=1 npx jest test/laws/released\n`);
    expect([last?.release, (last?.release ?? 0) + 1]).toContain(release);
  });

  test('has no fact that changed its name or its shape, but corrections of it are lifted', () => {
    const changed = tables.flatMap((table) => {
      const hash = releases().at(-1)?.tables[table.process];
      if (hash === undefined) return [];
      const old = kept(hash);
      if (old.corrections < versionOf(table.corrections)) return [];
      const then = [...Object.entries(old.stages).map(([stage, { knows }]) => [stage, knows, table.stages[stage]?.knows] as const), ...old.lanes.map(([stage, knows]) => [stage, knows, table.laneKnows(stage)] as const)];
      return then.flatMap(([stage, knows, today]) => {
        const now = bare(today?.toJSONSchema({ io: 'input', unrepresentable: 'any' })) as Shape | undefined;
        return Object.entries(knows).flatMap(([fact, shape]) => (fits(bare(old.shapes[shape]), now?.properties?.[fact]) ? [] : [`${table.process} ${stage} ${fact}: put an upcaster into \`corrections\` (…from(${old.corrections}, …)), see docs/changing-an-event.md`]));
      });
    });
    expect(changed).toEqual([]);
  });

  test('counts in whole numbers, so that no amount drifts by a fraction or beyond 2^53', () => {
    const numbers = (value: unknown, path: string): readonly string[] => {
      if (typeof value !== 'object' || value === null) return [];
      const { type, maximum = Infinity, minimum = -Infinity } = value as { readonly type?: unknown; readonly maximum?: number; readonly minimum?: number };
      const drifts = type === 'number' || (type === 'integer' && (maximum > Number.MAX_SAFE_INTEGER || minimum < Number.MIN_SAFE_INTEGER));
      return [...(drifts ? [path] : []), ...Object.entries(value).flatMap(([key, inner]) => numbers(inner, `${path}.${key}`))];
    };
    expect(tables.flatMap((table) => Object.values<Row>(table.rows).flatMap((row) => numbers(row.asks.toJSONSchema({ io: 'input', unrepresentable: 'any' }), `${table.process} ${row.name}`)))).toEqual([]);
  });
});

describe('Every event that was ever released', () => {
  test('is in the corpus, in each version', () => {
    const there = new Set(events.map(kindOf));
    const wanted = releases().flatMap(({ tables: of }) => Object.entries(of).flatMap(([name, hash]) => Object.entries(kept(hash).rows).map(([row, { version }]) => `${name} ${row} ${version}`)));
    expect(wanted.filter((kind) => !there.has(kind))).toEqual([]);
    for (const type of ['StepProposed', 'StepEndorsed', 'ProposalRefused', 'ProposalWithdrawn', 'FactCorrected', 'StepTakenBack', 'ClockExtended', 'ClockNoticed', 'ReactionSettled', 'PersonRecused', 'NoteAdded', 'Intervened', 'InterventionJudged'])
      expect(events.map((event) => event.type)).toContain(type);
  });

  test('stands there as it was stored: a release adds lines and changes none', () => {
    const all = lines();
    expect(releases().map((one) => hashOf(all.slice(0, one.lines)))).toEqual(releases().map((one) => one.sha256));
    expect(releases().at(-1)?.lines).toBe(all.length);
  });

  test('lifts to what its row asks today, and then no further', () => {
    const wrong = events.flatMap((event) => {
      const table = tableIn(event.process);
      const failed = thrown(() => lift(table, event));
      if (failed !== undefined) return [`${kindOf(event)}: ${failed}; ${help}`];
      const before = JSON.stringify(event);
      const today = lift(table, event);
      const asks = event.row === undefined ? undefined : table.rows[event.row]?.asks;
      return [
        ...faults(asks, (today.data as { readonly asked?: unknown }).asked).map((fault) => `${kindOf(event)}: ${fault}; ${help}`),
        ...(lift(table, today) === today && JSON.stringify(event) === before ? [] : [`${kindOf(event)}: is not left alone`]),
      ];
    });
    expect(wrong).toEqual([]);
  });

  test('folds, at each step into the facts that the stage declares today', () => {
    const wrong = streams().flatMap((stream) => {
      const table = tableIn(stream[0]!.process); // none is empty
      const failed = thrown(() => fold(table, stream));
      if (failed !== undefined) return [`${failed}; ${help}`];
      let matter: ReturnType<typeof fold>;
      return stream.flatMap((event) => {
        matter = evolve(table, matter, event);
        return faults(table.stages[matter.stage]?.knows, matter.facts).map((fault) => `${event.stream} revision ${event.revision} ${kindOf(event)} at ${matter?.stage}: ${fault}`);
      });
    });
    expect(wrong).toEqual([]);
  });
});
