import type { Reaction } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';

type FiledClue = { readonly handlingOffice: string; readonly named: boolean; readonly filing: { readonly caseNo: string; readonly kind: string; readonly respondents: readonly unknown[]; readonly filedOn: string } };

/** K0: the filed clue opens its case, or joins it when an open case carries the number already. */
export const openCase = {
  on: 'fileCase',
  label: text('立案建档', 'Open the case'),
  target: ({ asked }) => ({ process: 'case', number: String(asked['caseNo']) }),
  command: ({ facts, duties, recused, stream }, target) => {
    const { filing, handlingOffice, named } = facts as unknown as FiledClue; // the row that owes this lands in convertedToCase
    const asked = { clue: stream, ...filing, owesFeedback: named, duties: duties.map(({ duty, person }) => ({ duty, person })), recused: [...recused] };
    return target ? { name: 'joinCase', asked } : { name: 'openCase', asked: { ...asked, handlingOffice } };
  },
} as const satisfies Reaction;
