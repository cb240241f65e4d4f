import { change, fileAndSubmit, noEvidence, notIndicted, order, ordered, reinvestigate, simple, supplement, transfer as prosecute, withdraw, withdrawn } from './beside';
import type { Row } from '@anjuan/lifecycle';
import { caseLifecycle, clueLifecycle } from '../src';
import { accept, arriving, assessedOf, assistance, at, discovered, otherClue, tourTransfer, conclude, concluded, decide, decided, deliberating, file, filing, inTrial, investigating, on, opened, plan, proposed, report, reportTrial, respondents, submit, talk, then, verify, verifying, type Story } from './matters';
import { people, type Said } from './story';

describe('Who signs', () => {
  const chain = (given: () => Story, said: Said) => {
    const told = given();
    expect(told.tell(said)).toBeUndefined();
    return told.matter().proposals.at(-1)?.chain;
  };
  test('A13: an inquiry about a lower-level Party chief goes to the chief', () => {
    expect(chain(assessedOf('ordinary'), talk)).toEqual(['leader']);
    expect(chain(assessedOf('lowerPartyChief'), talk)).toEqual(['leader', 'chief']);
  });
  test('A13: verifying a lower-level Party chief needs the chief of the Party committee', () => {
    expect(chain(assessedOf('lowerPartyChief'), verify)).toEqual(['chief', 'partyChief']);
  });
  test('A14: a same-level member’s clue goes to the upper organ', () => {
    expect(chain(assessedOf('sameLevelMember'), talk)).toEqual(['chief', 'upperOrgan']);
  });
  test('A15: the department drafts, the chief examines, the Party chief approves the filing', () => {
    expect(chain(proposed, file)).toEqual(['chief', 'partyChief']);
    const other = { ...respondents[0], person: '被反映人0002', rank: 'sameLevelMember' };
    expect(chain(proposed, { ...file, asked: { ...filing, respondents: [...respondents, other] } })).toEqual(['chief', 'partyChief', 'upperOrgan']);
  });
  test('A20: important matters are disposed of collectively', () => {
    expect(chain(assessedOf('ordinary', true), talk)).toEqual(['leader', 'collective']);
    expect(chain(assessedOf('lowerPartyChief', true), talk)).toEqual(['leader', 'chief', 'collective']);
    expect(chain(assessedOf('sameLevelMember', true), talk)).toEqual(['chief', 'collective', 'upperOrgan']);
  });
  test('C18: the conclusion is approved at the level that approved the opening, and goes to the chief', () => {
    expect(chain(verifying, at('concludeVerificationForFiling', people.handler, report, concluded))).toEqual(['leader', 'chief']);
  });
  test('C22: a closed clue is reopened at least as high as it was closed', () => {
    const closedByChief = then(verifying, at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }));
    expect(chain(closedByChief, at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }))).toEqual(['leader', 'chief']);
  });
  test('A19: a sanction is decided collectively', () => {
    expect(chain(deliberating, decide('party', 'warning'))).toEqual(['chief', 'collective']);
  });
  test('A19: of a lower-level Party chief the Party committee decides, of a same-level member the upper organ agrees first', () => {
    const ranked = (rank: string) => then(() => opened({ respondents: [{ ...respondents[0], rank }] }), plan, conclude, submit, accept, reportTrial);
    expect(chain(ranked('lowerPartyChief'), decide('party', 'warning'))).toEqual(['chief', 'collective', 'partyCommittee']);
    expect(chain(ranked('sameLevelMember'), decide('party', 'warning'))).toEqual(['chief', 'collective', 'upperOrgan', 'partyCommittee']);
  });
  test('A20: an important verification is opened collectively as well', () => {
    expect(chain(assessedOf('ordinary', true), verify)).toEqual(['leader', 'collective']);
    expect(chain(assessedOf('lowerPartyChief', true), verify)).toEqual(['chief', 'collective', 'partyChief']);
    expect(chain(assessedOf('sameLevelMember', true), verify)).toEqual(['chief', 'collective', 'upperOrgan']);
  });
  test('C22: what the leader closed the leader reopens; what was closed collectively is reopened collectively, and signed once', () => {
    const reopen = at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' });
    const closing = at('decideClosing', people.handler, ['disposalOpinion'], { reason: '无具体内容' });
    expect(chain(then(assessedOf('ordinary'), closing), reopen)).toEqual(['leader']);
    expect(chain(then(assessedOf('ordinary', true), closing), reopen)).toEqual(['leader', 'collective']);
  });
  test('A19: and so is one that is changed after a non-indictment', () => {
    expect(chain(notIndicted, change('party', 'none'))).toEqual(['chief', 'collective']);
  });
  test('A15: what is filed and submitted at once, or filed anew, is approved like any filing', () => {
    expect(chain(opened, fileAndSubmit(simple))).toEqual(['chief', 'partyChief']);
    expect(chain(withdrawn, at('refileCase', people.handler, ['filingReport', 'filingDecision'], { caseNo: '立〔2027〕1号', respondents: [{ ...respondents[0], rank: 'sameLevelMember' }], newFacts: '新的银行流水' }))).toEqual(['chief', 'partyChief', 'upperOrgan']);
  });
  test('A21: the chief returns for reinvestigation, the leader for a supplement', () => {
    expect(chain(inTrial, reinvestigate)).toEqual(['chief']);
    expect(chain(inTrial, supplement)).toEqual(['leader']);
  });
  test('A20: withdrawal, transfer, orders about assets and leniency are decided collectively', () => {
    expect(chain(investigating, withdraw(noEvidence))).toEqual(['chief', 'collective', 'partyChief']);
    expect(chain(then(() => opened({ respondents: [{ ...respondents[0], rank: 'sameLevelMember' }] }), plan), withdraw(noEvidence))).toEqual(['chief', 'collective', 'partyChief', 'upperOrgan']);
    expect(chain(decided, prosecute({ to: '某区检察院' }))).toEqual(['chief', 'collective']);
    expect(chain(decided, order(ordered))).toEqual(['chief', 'collective']);
    const asking = at('askLeniency', people.handler, ['leniencyProposal'], { respondent: '被反映人0001', ground: 'surrender' });
    expect(chain(investigating, asking)).toEqual(['chief', 'collective']);
    expect(chain(then(investigating, asking), at('recordLeniencyReply', people.handler, ['upperOrganReply'], { respondent: '被反映人0001', granted: true }))).toEqual(['upperOrgan']);
  });
});

describe('Who signs for a tour and for what follows a talk', () => {
  const chain = (given: () => Story, said: Said) => {
    const told = given();
    expect(told.tell(said)).toBeUndefined();
    return told.matter().proposals.at(-1)?.chain;
  };
  test('A2, C3: assistance and transfer during the tour are for the leading group', () => {
    expect(chain(discovered, assistance)).toEqual(['tourLeadingGroup']);
    expect(chain(discovered, tourTransfer)).toEqual(['tourLeadingGroup']);
  });
  test('A13: a modest inquiry is approved like any disposal, a verification after a talk like any verification', () => {
    expect(chain(assessedOf('lowerPartyChief'), at('decideModestInquiry', people.handler, ['disposalOpinion']))).toEqual(['leader', 'chief']);
    expect(chain(then(assessedOf('lowerPartyChief'), talk), at('concludeTalkForVerification', people.handler, ['situationReport', 'workPlan'], { team: ['P-03', 'P-04'] }))).toEqual(['chief', 'partyChief']);
  });
  test('C17: taking a new clue in is approved at the level of the verification', () => {
    expect(chain(then(assessedOf('lowerPartyChief'), verify), at('absorbNewClue', people.handler, ['workPlan'], { clue: otherClue, person: '被反映人0001', investigable: true }))).toEqual(['chief', 'partyChief']);
  });
  test('A13: a clue merged in about a higher rank raises the level of what follows', () => {
    const raised = then(assessedOf('ordinary'), at('receiveMerged', people.engine, [], { ...arriving, reported: [{ person: '被反映人0001', unit: '某局', rank: 'lowerPartyChief' }] }));
    expect(chain(raised, talk)).toEqual(['leader', 'chief']);
  });
  test('A1: from the handing over on, no step of a clue or a case is for an inspection group', () => {
    const theirs = [clueLifecycle, caseLifecycle].flatMap(({ rows }) => Object.values<Row>(rows).filter(({ by }) => by.includes('inspectionGroup')));
    expect(theirs.map(({ name, from }) => [name, from])).toEqual([['recordClue', []], ['requestProfessionalAssistance', ['discovered']]]);
  });
});

describe('One person filed by two clues', () => {
  test('is one respondent on all the tracks either names', () => {
    const told = opened({ respondents: [{ ...respondents[0], tracks: ['party'] }] });
    told.done(at('joinCase', people.engine, [], { ...filing, respondents: [{ ...respondents[0], tracks: ['state'] }, { person: '被反映人0002', unit: '某局', rank: 'ordinary', tracks: ['party'] }], filedOn: on, clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', owesFeedback: false, duties: [], recused: [] }));
    expect(told.matter().facts['respondents']).toMatchObject([{ person: '被反映人0001', tracks: ['party', 'state'] }, { person: '被反映人0002', tracks: ['party'] }]);
  });
});
