import { people, type Said } from './story';
import type { Story } from './matters';

/** One sentence: given a matter at some stage, when this is said, then the stage it lands in, or the rule that refuses it. */
export type Case = { readonly given: () => Story; readonly when: Partial<Said>; readonly then: string };
export type Rows<T extends { readonly rows: object }> = keyof T['rows'] & string;

/** Tells it, and has everyone in the chain sign: the stage it lands in, or the rule that refuses it. */
export const outcome = (told: Story, said: Said): string => {
  const refused = told.tell(said);
  if (refused) return refused.rule;
  for (let open = told.matter().proposals.at(-1); open; open = told.matter().proposals.at(-1)) {
    const signer = Object.values(people).find(({ post }) => post === open.chain[open.given.length])!;
    const late = told.tell({ name: 'approve', asked: { proposal: open.id }, by: signer, on: said.on });
    if (late) return late.rule;
  }
  return told.matter().stage;
};
