import type { Cause, Reaction } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';
import { documents, type DocumentKind } from '../register/stages';

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

const whose = ({ asked, stream }: Cause) => {
  const of = [asked['respondent'], asked['track']].filter((part) => part !== undefined).join('/');
  return { case: stream, ...(of !== '' && { of }) };
};

/** The act's document takes the next number of its kind in the year of the act; the register tells it back. */
const numbered = <const On extends string>(kind: DocumentKind, ...on: readonly On[]) => ({
  on,
  label: text(`${documents[kind].label.zh}编号`, `Number the ${documents[kind].label.en.toLowerCase()}`),
  apart: true as const,
  target: (cause: Cause) => ({ process: 'register', number: `${kind}/${cause.on.slice(0, 4)}` }),
  command: (cause: Cause, target: unknown) => (target ? { name: 'issueNumber', asked: whose(cause) } : { name: 'openRegister', asked: { ...whose(cause), kind, year: cause.on.slice(0, 4) } }),
});

export const numberFiling = numbered('filingDecision', 'openCase', 'openRefiledCase');
export const numberSanction = numbered('sanctionDecision', 'decideSanction', 'changeSanctionAfterJudicialChange');
export const numberWithdrawal = numbered('withdrawalDecision', 'withdrawCase');
export const numberOpinion = numbered('prosecutionOpinion', 'transferToProcuratorate');
export const numberLetter = numbered('transferLetter', 'transferToProcuratorate');
