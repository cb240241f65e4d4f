import { z } from 'zod';
import type { Actor, CivilDate, FiledPaper } from './words';
import type { Counting, Mark } from './clock';

/** A command as it reaches the door, whoever sends it. */
export type Command = {
  readonly id: string;
  readonly stream: string;
  readonly name: string;
  readonly asked: unknown;
  readonly actor: Actor;
  /** Date of the act, when it is not today. */
  readonly on?: CivilDate;
  readonly papers?: readonly FiledPaper[];
  /** Revision the sender looked at; refused when something that matters moved since. */
  readonly ifMatch?: number;
};

/** A date a calendar can count from. */
export const civilDate = z.iso.date().refine((date) => date >= '1900-01-01' && date <= '2999-12-31', { error: '日期须在 1900 年至 2999 年之间 / the date must lie between 1900 and 2999' });

const name = z.string().trim().min(1).max(60);
export const actorSchema = z.strictObject({ person: name, office: name, post: name, onBehalfOf: name.optional() });
export const paperSchema = z.strictObject({
  kind: z.string().min(1).max(60),
  title: z.string().trim().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  signedOn: civilDate.optional(),
});
export const papersSchema = z.array(paperSchema).max(100);

/** The engine itself, as actor: for clocks and reactions. */
export const engineRole = 'engine';

export type PolicyView = {
  readonly version: string;
  /** An act entered later than this many working days after its date needs a paper and an approver. */
  readonly lateEntryWorkingDays: number;
  readonly marks: readonly Mark[];
  readonly [other: string]: unknown;
};

/** Everything a decision needs beside the stream: time, policy, calendar. */
export type Situation = { readonly now: string; readonly policy: PolicyView; readonly count: Counting };
