import type { HistoryLine } from '../api/matter';
import { words, type Text } from '../words';

type Told = Pick<HistoryLine, 'type' | 'by' | 'enteredBy' | 'approvals'>;

/** Lines that are themselves a signature, and not an act that was signed. */
const signatures = new Set(['StepEndorsed', 'ProposalRefused']);

/** How a signature was given, in words to be filled with level, who, on and clerk. Undefined for a line that is none. */
export const howSigned = ({ type, enteredBy, approvals: [given] }: Told): Text | undefined => {
  if (!given || !signatures.has(type)) return undefined;
  if (given.paper === undefined) return words.signedHere;
  return given.approver.person === enteredBy.person ? words.signedOnPaper : words.signedOnPaperBy;
};

/** Somebody else entered it, and did not sign it there and then: the last signature carries an act out. */
export const enteredByAnother = ({ by, enteredBy, approvals, type }: Told): boolean =>
  !signatures.has(type) && enteredBy.person !== by.person && !approvals.some(({ approver, paper }) => approver.person === enteredBy.person && paper === undefined);
