import type { z } from 'zod';
import type { Actor, CivilDate, Refusal, Text } from './words';
import type { Lifts } from './lifts';
import type { DutyName, Level, PaperKind, Role, Vocabulary } from './vocabulary';

export type Stages = Readonly<Record<string, StageRow>>;
export type StageRow = { readonly label: Text; readonly knows: z.ZodObject };

/** A matter at stage N holds exactly the facts stage N declares. */
export type Facts<S extends Stages, K extends keyof S> = { [N in K]: z.infer<S[N]['knows']> }[K];

/** The act itself, as `then` and `refuses` see it: nothing here that is not in the event. */
export type ActContext = { readonly on: CivilDate; readonly by: Actor; readonly approvals: readonly { readonly level: string }[] };

/** A guard may also look at today and at the policy in force; what it decides is in the event, so replay needs neither. */
export type GuardContext = Omit<ActContext, 'approvals'> & {
  readonly today: CivilDate;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly recused: readonly string[];
  /** How the lanes stand, for a guard of the whole; empty before they open. */
  readonly lanes: readonly { readonly stage: string; readonly facts: Loose }[];
  /** Date of the last step that moved the matter or one of its lanes. */
  readonly lastMoved: CivilDate | undefined;
  /** The matter's own stream; a new matter has none yet. */
  readonly stream: string | undefined;
  /** Another stream rests, or may yet come to rest, on the step that brought the matter here. */
  readonly restedOn: boolean;
};

/** Duties done and persons recused earlier in the same history, in another stream. */
export type Inherited<D extends string> = { readonly duties: readonly { readonly duty: D; readonly person: string }[]; readonly recused: readonly string[] };

/** What every row says, whatever it does to the stage. */
type Edge<V extends Vocabulary, Asks extends z.ZodObject, Records extends string, F> = {
  readonly label: Text;
  /** Number of the row in the domain's list of transitions: C19, K11. */
  readonly ref: string;
  /** Articles, as in the sources of the domain. */
  readonly basis: readonly [string, ...string[]];
  readonly by: Role<V> | readonly Role<V>[];
  readonly needs?: readonly PaperKind<V>[];
  readonly asks: Asks;
  /** What was asked earlier, lifted to what is asked now: the row's events are stored as one version more than it has upcasters. */
  readonly lifts?: Lifts<z.infer<Asks>>;
  readonly records: Records;
  /** The act is part of this duty: the actor and the persons named have done it, and may be barred from it. */
  readonly duty?: { readonly name: DutyName<V>; readonly persons?: (asked: z.infer<Asks>) => readonly string[] };
  /** Begun on paper and entered from a ledger, which vouches for it: however late, it needs no further paper and no signature. What had ended by then owes nothing. */
  readonly takesOver?: TakesOver;
  /** The chain of signatures, lowest first; the last one carries out the act. None: the act is done at once. */
  readonly approvedBy?: (facts: F, asked: z.infer<Asks>) => readonly Level<V>[];
  readonly refuses?: (facts: F, asked: z.infer<Asks>, act: GuardContext) => Refusal | undefined;
};

export type Transition<V extends Vocabulary, S extends Stages, From extends keyof S, To extends keyof S, Asks extends z.ZodObject, Records extends string> =
  Edge<V, Asks, Records, Facts<S, From>> & {
    readonly from: readonly From[];
    readonly to: To;
    readonly then: (facts: Facts<S, From>, asked: z.infer<Asks>, act: ActContext) => Facts<S, To>;
    /** Opens the lanes in which the matter goes on, one a respondent and track. */
    readonly lanes?: (facts: Facts<S, From>, asked: z.infer<Asks>) => readonly LaneStart[];
  };

/** How the ledger leaves the matter. */
export type TakesOver = 'underWay' | 'ended';

export type LaneStart = { readonly key: string; readonly stage: string; readonly facts: Readonly<Record<string, unknown>> };

export type Opening<V extends Vocabulary, S extends Stages, To extends keyof S, Asks extends z.ZodObject, Records extends string> =
  Edge<V, Asks, Records, Record<never, never>> & {
    readonly to: To;
    readonly then: (asked: z.infer<Asks>, act: ActContext) => Facts<S, To>;
    readonly inherits?: (asked: z.infer<Asks>) => Inherited<DutyName<V>>;
  };

/** A step that leaves the stage where it is and changes some facts. */
export type Staying<V extends Vocabulary, S extends Stages, From extends keyof S, Asks extends z.ZodObject, Records extends string> =
  Edge<V, Asks, Records, Facts<S, From>> & {
    readonly from: readonly From[];
    /** Noted beside the matter, by the engine: nobody's proposal or view is overtaken, and the last step stays the last. */
    readonly aside?: true;
    readonly then: (facts: Facts<S, From>, asked: z.infer<Asks>, act: ActContext) => Partial<Facts<S, From>>;
    readonly inherits?: (asked: z.infer<Asks>) => Inherited<DutyName<V>>;
  };

/** An edge of one lane's chart; `matter` are the facts of the whole. */
export type LaneTransition<
  V extends Vocabulary, S extends Stages, L extends Stages, By extends z.ZodObject, From extends keyof L, To extends keyof L, Asks extends z.ZodObject, Records extends string,
> = Omit<Edge<V, Asks, Records, Facts<L, From>>, 'refuses' | 'approvedBy' | 'lifts'> & {
  readonly from: readonly From[];
  readonly to: To;
  readonly lifts?: Lifts<z.infer<Asks> & z.infer<By>>;
  readonly approvedBy?: (lane: Facts<L, From>, asked: z.infer<Asks> & z.infer<By>, matter: Facts<S, keyof S>) => readonly Level<V>[];
  readonly refuses?: (lane: Facts<L, From>, asked: z.infer<Asks> & z.infer<By>, act: GuardContext, matter: Facts<S, keyof S>) => Refusal | undefined;
  readonly then: (lane: Facts<L, From>, asked: z.infer<Asks> & z.infer<By>, act: ActContext) => Facts<L, To>;
};

/** How the engine sees any row; the tables themselves stay precise. */
export type Row = {
  readonly name: string;
  readonly label: Text;
  readonly ref: string;
  readonly basis: readonly string[];
  readonly shape: 'opening' | 'moving' | 'staying' | 'lane';
  readonly from: readonly string[];
  /** Undefined for a step that stays. */
  readonly to?: string;
  readonly aside?: true;
  readonly by: readonly string[];
  readonly needs: readonly string[];
  readonly asks: z.ZodObject;
  readonly lifts?: Lifts<Loose>;
  readonly records: string;
  readonly duty?: { readonly name: string; readonly persons?: (asked: Loose) => readonly string[] };
  readonly takesOver?: TakesOver;
  readonly inherits?: (asked: Loose) => Inherited<string>;
  readonly approvedBy: (facts: Loose, asked: Loose, matter: Loose) => readonly string[];
  readonly refuses: (facts: Loose, asked: Loose, act: GuardContext, matter: Loose) => Refusal | undefined;
  readonly then: (facts: Loose, asked: Loose, act: ActContext) => Loose;
  readonly lanes?: (facts: Loose, asked: Loose) => readonly LaneStart[];
};

export type Loose = Readonly<Record<string, unknown>>;
