import type { Actor, CivilDate, FiledPaper } from './words';

/** The fold of one stream: plain data, so that it can be kept in a read model and handed to a clock. */
export type Matter<Stage extends string = string, Facts = Readonly<Record<string, unknown>>> = {
  readonly stream: string;
  readonly process: string;
  readonly correlation: string;
  readonly revision: number;
  readonly position: number;
  readonly stage: Stage;
  readonly facts: Facts;
  /** Parallel work: one entry a lane (respondent × track); the stage shows the least advanced. Empty before lanes open. */
  readonly lanes: Readonly<Record<string, Lane>>;
  readonly openedOn: CivilDate;
  /** Begun on paper: what its clocks would have said before it was entered is said no more, and what ran until the day it ended there is settled. */
  readonly takenOver: TakenOver | undefined;
  /** Revision of the last event that changed stage, facts or papers. Warnings, urgings and notes never move it. */
  readonly ground: number;
  readonly acts: readonly Act[];
  readonly proposals: readonly Proposal[];
  readonly papers: readonly (FiledPaper & { readonly revision: number })[];
  readonly duties: readonly Duty[];
  readonly recused: readonly string[];
  /** Who signed for a fact, by field (`field` or `lane|field`): who alone may correct it. */
  readonly signedFor: Readonly<Record<string, readonly string[]>>;
  readonly extensions: readonly Extension[];
  readonly notices: readonly string[];
  readonly owed: readonly Owed[];
  readonly interventions: readonly Intervention[];
  /** Revisions of acts that owe or owed a reaction, one entry for each: another stream may rest on them. */
  readonly reacted: readonly number[];
  /** How the matter stood before the last step, for as long as that step may be taken back. */
  readonly before: Before | undefined;
};

/** What an event does to a matter, apart from being its latest. */
export type Change = Partial<Omit<Matter, 'revision' | 'position'>>;

/**
 * The matter after one more event. Each field is named, and their order is every matter's: V8 gives an object that is spread
 * from another a hidden class of its own, a fold of spreads has new ones without end, and to copy one took twenty times as long.
 */
export const changed = (matter: Matter, { revision, position }: Pick<Matter, 'revision' | 'position'>, change: Change = {}): Matter => {
  const copy: Matter = {
    stream: matter.stream,
    process: matter.process,
    correlation: matter.correlation,
    revision,
    position,
    stage: matter.stage,
    facts: matter.facts,
    lanes: matter.lanes,
    openedOn: matter.openedOn,
    takenOver: matter.takenOver,
    ground: matter.ground,
    acts: matter.acts,
    proposals: matter.proposals,
    papers: matter.papers,
    duties: matter.duties,
    recused: matter.recused,
    signedFor: matter.signedFor,
    extensions: matter.extensions,
    notices: matter.notices,
    interventions: matter.interventions,
    owed: matter.owed,
    reacted: matter.reacted,
    before: matter.before,
  };
  return Object.assign(copy, change);
};

export type TakenOver = { readonly at: string; readonly settledOn?: CivilDate };

export type Lane = { readonly stage: string; readonly facts: Readonly<Record<string, unknown>>; readonly ground: number };

/** Something that was proposed or done, with its own date (`on`), apart from when it was entered (`recordedAt`). */
export type Act = {
  readonly revision: number;
  readonly row: string;
  /** `dropped`: proposed, and refused or withdrawn since. */
  readonly kind: 'proposed' | 'done' | 'dropped';
  readonly proposal?: string;
  readonly lane?: string;
  readonly on: CivilDate;
  readonly recordedAt: string;
  readonly by: Actor;
  readonly approver?: string;
};

export type Proposal = {
  readonly id: string;
  readonly name: string;
  readonly lane?: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly papers: readonly FiledPaper[];
  readonly sealed: readonly string[];
  readonly by: Actor;
  readonly on: CivilDate;
  /** A row of the table, which rests on the ground it was proposed on; corrections and the like stand on their own. */
  readonly step: boolean;
  /** Done before it was entered, so the signature below it does not date it. */
  readonly keepsDate: boolean;
  readonly ground: number;
  readonly chain: readonly string[];
  readonly given: readonly Given[];
};

export type Given = { readonly level: string; readonly approver: Actor; readonly signedOn: CivilDate; readonly paper?: string };

export type Duty = { readonly duty: string; readonly person: string };

/** Granted on the day `on`, for the run of the clock that began on `start`. */
export type Extension = { readonly clock: string; readonly start: CivilDate; readonly unit: string; readonly n: number; readonly on: CivilDate; readonly revision: number };

/** A reaction that this stream still has to carry out. */
export type Owed = { readonly reaction: string; readonly revision: number; readonly event: string };

/** An operator's help for what was stuck, and whether it helped; undefined until the engine has looked again. */
export type Intervention = { readonly revision: number; readonly kind: string; readonly cause: string; readonly about: string; readonly outcome?: 'healed' | 'sameCause' };

export type Before = {
  readonly revision: number;
  readonly approver: string;
  readonly stage: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly lanes: Readonly<Record<string, Lane>>;
  readonly acts: number;
  readonly papers: number;
};

/** What `evolve` needs of a stored event. */
export type Recorded = {
  readonly id: string;
  readonly stream: string;
  readonly process: string;
  readonly correlation: string;
  readonly revision: number;
  readonly position: number;
  readonly type: string;
  readonly row?: string | undefined;
  /** Version in which `data` is written: that of its row's question, from 1. */
  readonly schema: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sealed: readonly string[];
  readonly actor: Actor;
  readonly approvals: readonly Given[];
  readonly occurredAt: string;
  readonly recordedAt: string;
};

/** What `decide` leaves for the door to put into its envelope. */
export type Draft = {
  readonly type: string;
  readonly row?: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Fields of `data.asked` that must be encrypted before they are stored. */
  readonly seal: readonly string[];
  /** Fields that already are, with the approved proposal they come from. */
  readonly sealed: readonly string[];
  readonly approvals: readonly Given[];
  readonly basis: readonly string[];
  readonly occurredOn: CivilDate;
};
