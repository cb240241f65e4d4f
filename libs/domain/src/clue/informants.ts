import type { Merged } from './stages';

type Told = { readonly named?: boolean | undefined; readonly informedOn?: string | undefined; readonly merged?: readonly Merged[] | undefined };

/** Named informants of this clue and of those merged into it: each is owed feedback of their own (trap 8). */
export const informants = ({ named, informedOn, merged = [] }: Told): readonly { readonly clue?: string; readonly informedOn?: string | undefined }[] => [
  ...(named ? [{ informedOn }] : []),
  ...merged.filter((each) => each.named),
];

/** Who is meant: the informant of the clue named or, without one, the first who has not heard. */
export const meant = (facts: Told, clue: string | undefined) => {
  const all = informants(facts);
  return clue === undefined ? (all.find(({ informedOn }) => informedOn === undefined) ?? all.at(-1)) : all.find((each) => each.clue === clue);
};
