import type { Reaction } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';

type Withdrawn = { readonly kind: string; readonly handlingOffice?: string; readonly clues: readonly string[]; readonly namedClues: readonly string[]; readonly assignedFromAbove?: boolean };

/** K15: the new filing is a case of its own, in the same history; a number that is taken is refused, and the refiling may be taken back. */
export const openRefiledCase = {
  on: 'refileCase',
  label: text('重新立案建档', 'Open the case filed anew'),
  target: ({ asked }) => ({ process: 'case', number: String(asked['caseNo']) }),
  command: ({ asked, facts, duties, recused, stream, on }) => {
    const { kind, handlingOffice, clues, namedClues, assignedFromAbove } = facts as unknown as Withdrawn; // the row that owes this stays in withdrawn
    const known = { kind, clues, namedClues, ...(handlingOffice !== undefined && { handlingOffice }), ...(assignedFromAbove !== undefined && { assignedFromAbove }) };
    return {
      name: 'openRefiledCase',
      asked: { ...known, caseNo: asked['caseNo'], respondents: asked['respondents'], filedOn: on, withdrawn: stream, duties: duties.map(({ duty, person }) => ({ duty, person })), recused: [...recused] },
    };
  },
} as const satisfies Reaction;
