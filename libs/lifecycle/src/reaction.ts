import type { Text } from './words';
import type { Matter } from './matter';
import type { Loose } from './transition';

/** The act that owes it, as stored. */
export type Cause = { readonly asked: Loose; readonly facts: Loose; readonly duties: Matter['duties']; readonly recused: Matter['recused']; readonly stream: string; readonly correlation: string; readonly on: string };

/** The rows whose acts may owe it. */
export const causesOf = ({ on }: Pick<Reaction, 'on'>): readonly string[] => (typeof on === 'string' ? [on] : on);

/**
 * Event → command: what one stream owes another. The command's id is derived from the event, so it is carried out once
 * whatever dies in between; its outcome is recorded on the stream that owed it.
 */
export type Reaction = {
  /** The row whose act owes it, or each of several. */
  readonly on: string | readonly string[];
  /** Whether the act owes it at all, by the facts it left; absent: always. */
  readonly owes?: (facts: Loose) => boolean;
  readonly label: Text;
  /** Which stream: by its id, or by the process and the number its opaque id is derived from. */
  readonly target: (cause: Cause) => { readonly stream: string } | { readonly process: string; readonly number: string };
  /** What it opens is no part of this history: a register serves many. */
  readonly apart?: true;
  /** What is asked there, given how the target stands now (undefined: it does not exist yet). */
  readonly command: (cause: Cause, target: Matter | undefined) => { readonly name: string; readonly asked: Loose } | { readonly skip: Text };
};
