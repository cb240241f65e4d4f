import type { ActorView, Given, HistoryLine } from '../api/matter';
import { words } from '../words';
import { enteredByAnother, howSigned } from './signature';

const person = (code: string) => ({ person: code }) as ActorView;
const given = (approver: string, paper?: string): Given => ({ level: 'partyChief', approver: person(approver), signedOn: '2026-05-07', ...(paper !== undefined && { paper }) });
const line = (type: string, by: string, enteredBy: string, ...approvals: Given[]) => ({ type, by: person(by), enteredBy: person(enteredBy), approvals }) as Pick<HistoryLine, 'type' | 'by' | 'enteredBy' | 'approvals'>;

describe('Who signed and who entered it', () => {
  test('a signature on paper names its clerk, unless the signer entered it alone', () => {
    expect(howSigned(line('StepEndorsed', 'P-13', 'P-02', given('P-13', 'a')))).toBe(words.signedOnPaperBy);
    expect(howSigned(line('ProposalRefused', 'P-13', 'P-02', given('P-13', 'a')))).toBe(words.signedOnPaperBy);
    expect(howSigned(line('StepEndorsed', 'P-13', 'P-13', given('P-13', 'a')))).toBe(words.signedOnPaper);
    expect(howSigned(line('StepEndorsed', 'P-13', 'P-13', given('P-13')))).toBe(words.signedHere);
  });

  test('an act carried out by a signature at the keyboard was entered by nobody else; by one on paper it was', () => {
    expect(howSigned(line('ClueAssigned', 'P-02', 'P-11', given('P-11')))).toBeUndefined();
    expect(enteredByAnother(line('ClueAssigned', 'P-02', 'P-11', given('P-11')))).toBe(false);
    expect(enteredByAnother(line('ClueAssigned', 'P-03', 'P-02', given('P-11', 'a')))).toBe(true);
    expect(enteredByAnother(line('StepEndorsed', 'P-13', 'P-02', given('P-13', 'a')))).toBe(false);
  });
});
