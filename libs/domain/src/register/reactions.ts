import type { Cause, Reaction } from '@anjuan/lifecycle';
import { text } from '@anjuan/lifecycle';
import { spoken, type DocumentKind, type Issued } from './stages';

type Register = { readonly kind: DocumentKind; readonly year: string; readonly issued: readonly Issued[] };

const told = ({ kind, year }: Register, { n, of, voidedOn }: Issued) => ({
  name: 'recordNumber',
  asked: { document: kind, number: spoken(kind, year, n), ...(of !== undefined && { of }), ...(voidedOn !== undefined && { voided: true }) },
});
const last = ({ facts }: Cause): Issued => (facts as Register).issued.at(-1)!; // an act that gave a number left it there
const voided = ({ asked, facts }: Cause): Issued => (facts as Register).issued.find(({ n }) => n === asked['n'])!; // refused when there is none

/** The case hears the number of its document. */
export const tellNumber = {
  on: ['openRegister', 'issueNumber'],
  label: text('回填文书编号', 'Tell the case its number'),
  target: (cause) => ({ stream: last(cause).case }),
  command: (cause) => told(cause.facts as Register, last(cause)),
} as const satisfies Reaction;

/** And that it was voided. */
export const tellVoid = {
  on: 'voidNumber',
  label: text('告知文书编号作废', 'Tell the case that its number was voided'),
  target: (cause) => ({ stream: voided(cause).case }),
  command: (cause) => told(cause.facts as Register, voided(cause)),
} as const satisfies Reaction;
