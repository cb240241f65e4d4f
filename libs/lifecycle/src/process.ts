import type { z } from 'zod';
import type { ClockRow } from './clock';
import type { Correction, Lifts } from './lifts';
import type { Reaction } from './reaction';
import type { Level, Vocabulary } from './vocabulary';
import type { Facts, LaneTransition, Loose, Opening, Row, StageRow, Stages, Staying, Transition } from './transition';

/** Respondent × track, or whatever else a process runs in parallel by. */
export type LaneTable<L extends Stages, By extends z.ZodObject> = { readonly by: By; readonly stages: L; readonly key: (asked: z.infer<By>) => string };

/** A process table, ready for the engine: rows by name, clocks by their number in the domain's list. */
export type Lifecycle<Stage extends string = string, Name extends string = string> = {
  readonly process: string;
  readonly vocabulary: Vocabulary;
  readonly stages: Readonly<Record<Stage, StageRow>>;
  readonly rows: Readonly<Record<Name, Row>>;
  readonly clocks: Readonly<Record<string, ClockRow>>;
  readonly reactions: Readonly<Record<string, Reaction>>;
  /** Lane stages from least to most advanced. */
  readonly laneStages: readonly string[];
  readonly laneBy?: z.ZodObject;
  readonly laneKnows: (stage: string) => z.ZodObject | undefined;
  readonly laneKey: (asked: Loose) => string;
  readonly corrections?: Lifts<Correction>;
};

/**
 * Binds the words and the stages of a process first, so that rows infer after: an unknown stage, role, paper or level,
 * a fact that does not exist yet, or a landing without its facts does not compile.
 */
export const process = <const V extends Vocabulary, const S extends Stages, const L extends Stages = Record<never, StageRow>, By extends z.ZodObject = z.ZodObject>(
  name: string,
  vocabulary: V,
  stages: S,
  lanes?: LaneTable<L, By>,
) => {
  type Stage = keyof S & string;
  type LaneStage = keyof L & string;
  const loose = (edge: { by: string | readonly string[]; needs?: readonly string[] }) => ({
    by: typeof edge.by === 'string' ? [edge.by] : edge.by,
    needs: edge.needs ?? [],
  });
  // The engine's view of a row forgets its types; the builders below are the only places where it does.
  const row = (shape: Row['shape'], from: readonly string[], edge: object): Row =>
    ({ name: '', approvedBy: () => [], refuses: () => undefined, ...edge, ...loose(edge as never), shape, from }) as unknown as Row;

  return {
    stages,
    /** A row that begins a matter. */
    opening: <To extends Stage, Asks extends z.ZodObject, const Records extends string>(edge: Opening<V, S, To, Asks, Records>): Row => {
      const { then, refuses, approvedBy } = edge;
      return {
        ...row('opening', [], edge),
        ...(refuses && { refuses: (_: Loose, asked: Loose, act) => refuses({}, asked as never, act) }),
        ...(approvedBy && { approvedBy: (_: Loose, asked: Loose) => approvedBy({}, asked as never) }),
        then: (_, asked, act) => then(asked as never, act),
      };
    },
    transition: <const From extends Stage, To extends Stage, Asks extends z.ZodObject, const Records extends string>(edge: Transition<V, S, From, To, Asks, Records>): Row =>
      row('moving', edge.from, edge),
    staying: <const From extends Stage, Asks extends z.ZodObject, const Records extends string>(edge: Staying<V, S, From, Asks, Records>): Row =>
      row('staying', edge.from, edge),
    lane: <const From extends LaneStage, To extends LaneStage, Asks extends z.ZodObject, const Records extends string>(edge: LaneTransition<V, S, L, By, From, To, Asks, Records>): Row =>
      row('lane', edge.from, { ...edge, asks: (lanes as LaneTable<L, By>).by.extend(edge.asks.shape) }),
    /** `each` stands before what looks at the item, so that the item's type is known there. */
    clock: <Item>(clock: Watch<V, S, Item, View<S, L> & { readonly item: Item }>): ClockRow => clock as unknown as ClockRow,
    lifecycle: <const T extends Readonly<Record<string, Row>>>(table: {
      readonly rows: T;
      readonly clocks?: Readonly<Record<string, ClockRow>>;
      readonly reactions?: Readonly<Record<string, Reaction & { readonly on: keyof T | readonly (keyof T)[] }>>;
      /** Upcasters of corrections, where a fact got another name or another content. */
      readonly corrections?: Lifts<Correction>;
    }): Lifecycle<Stage, keyof T & string> => ({
      process: name,
      vocabulary,
      stages,
      rows: Object.fromEntries(Object.entries(table.rows).map(([key, value]) => [key, { ...value, name: key, asks: value.asks.strict() }])) as unknown as Record<keyof T & string, Row>,
      clocks: table.clocks ?? {},
      reactions: table.reactions ?? {},
      laneStages: Object.keys(lanes?.stages ?? {}),
      ...(lanes && { laneBy: lanes.by }),
      laneKnows: (stage) => (lanes && Object.hasOwn(lanes.stages, stage) ? lanes.stages[stage]?.knows : undefined),
      laneKey: (asked) => (lanes ? lanes.key(asked as never) : ''),
      ...(table.corrections && { corrections: table.corrections }),
    }),
  };
};

type Extension<V extends Vocabulary> = Omit<NonNullable<ClockRow['extension']>, 'approvedBy' | 'again'> & { readonly approvedBy: readonly Level<V>[]; readonly again?: readonly Level<V>[] };
/** A clock row as it is written: the engine's, with the facts of this process. */
type Watch<V extends Vocabulary, S extends Stages, Item, Seen> = Pick<ClockRow, 'label' | 'basis' | 'force' | 'budget' | 'waitsFor'> & {
  readonly each?: 'lane' | ((facts: Known<S>) => readonly (readonly [key: string, item: Item])[]);
  readonly special?: Omit<NonNullable<ClockRow['special']>, 'when'> & { readonly when: (view: Seen) => boolean };
  readonly starts: (view: Seen) => string | undefined;
  readonly stops: (view: Seen) => string | undefined;
  readonly countsBackFrom?: (view: Seen) => string | undefined;
  readonly suspended?: (view: Seen) => ReturnType<NonNullable<ClockRow['suspended']>>;
  readonly extension?: Extension<V>;
};

/** What a clock row of this process may look at: facts that exist in some stage are optional until they are there. */
type View<S extends Stages, L extends Stages> = {
  readonly stage: keyof S & string;
  readonly facts: Known<S>;
  readonly lane?: { readonly stage: keyof L & string; readonly facts: Known<L> };
  readonly lanes: readonly { readonly stage: keyof L & string; readonly facts: Known<L> }[];
  readonly policy: Loose;
  readonly proposed: (row: string) => string | undefined;
  readonly done: (row: string) => string | undefined;
  readonly due: (clock: string) => string | undefined;
};
type AnyFacts<S extends Stages> = Facts<S, keyof S>;
type KeysOf<U> = U extends unknown ? keyof U : never;
type ValueOf<U, K extends PropertyKey> = U extends unknown ? (K extends keyof U ? U[K] : undefined) : never;
type Known<S extends Stages> = { readonly [K in KeysOf<AnyFacts<S>>]?: ValueOf<AnyFacts<S>, K> | undefined };
