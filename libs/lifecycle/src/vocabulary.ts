import type { Actor, Text } from './words';

/**
 * The words of a domain that the grammar must know but never invents: who acts (`roles`), which papers there are,
 * who signs (`levels`) and which duties exclude each other.
 */
export type Vocabulary = {
  readonly roles: Readonly<Record<string, Text>>;
  readonly papers: Readonly<Record<string, Text>>;
  readonly levels: Readonly<Record<string, Text>>;
  readonly duties: Readonly<Record<string, Text>>;
  /** Whether the actor holds the role in a matter with these facts (the handling department differs from matter to matter). */
  readonly plays: (role: string, actor: Actor, facts: Readonly<Record<string, unknown>>) => boolean;
  /** Whether the actor may sign at the level. */
  readonly signs: (level: string, actor: Actor, facts: Readonly<Record<string, unknown>>) => boolean;
  /** Who has done one duty may not do the other, at any time, in this history. */
  readonly separations: readonly Separation[];
  /** Who approves what every process knows: corrections, recusals, acts entered late; and the roles that may help what is stuck. */
  readonly standing: { readonly correction: readonly string[]; readonly recusal: (post: string) => readonly string[]; readonly lateEntry: readonly string[]; readonly intervention: readonly string[] };
};

export type Separation = { readonly duty: string; readonly barredAfter: readonly string[]; readonly basis: string };

export type Role<V extends Vocabulary> = keyof V['roles'] & string;
export type PaperKind<V extends Vocabulary> = keyof V['papers'] & string;
export type Level<V extends Vocabulary> = keyof V['levels'] & string;
export type DutyName<V extends Vocabulary> = keyof V['duties'] & string;
