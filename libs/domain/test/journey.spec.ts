import type { Matter } from '@anjuan/lifecycle';
import { caseLifecycle, clueLifecycle } from '../src';
import { openCase } from '../src/clue/reactions';
import { people, story } from './story';

export const accusation = {
  receivedOn: '2026-03-02', title: '反映某局采购问题', summary: '反映被反映人0001在采购中收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary',
};

export const filedClue = () => {
  const clue = story(clueLifecycle);
  clue.done({ name: 'registerAccusation', asked: accusation, by: people.petition, on: '2026-03-02' });
  clue.done({ name: 'assignClue', asked: { handlingOffice: 'investigationOffice1' }, by: people.supervision, on: '2026-03-04', papers: ['distributionSheet'] });
  clue.done({ name: 'startAssessment', asked: { custodian: 'P-03' }, by: people.handler, on: '2026-03-05' });
  clue.done({ name: 'openVerification', asked: { team: ['P-03', 'P-04'] }, by: people.handler, on: '2026-03-20', papers: ['disposalOpinion', 'workPlan'] });
  clue.done({ name: 'tellAcceptance', by: people.petition, on: '2026-03-20' });
  clue.done({ name: 'concludeVerificationForFiling', asked: { signedBy: ['P-03', 'P-04'] }, by: people.handler, on: '2026-04-20', papers: ['verificationReport', 'disposalOpinion'] });
  clue.done({ name: 'fileCase', asked: { caseNo: '立〔2026〕1号', kind: 'person', respondents: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary', tracks: ['party', 'state'] }] }, by: people.handler, on: '2026-04-27', papers: ['filingReport', 'filingDecision'] });
  return clue;
};

const openedCase = (clue: Matter) => {
  const asked = openCase.command({ asked: {}, facts: clue.facts, duties: clue.duties, recused: clue.recused, stream: clue.stream, correlation: clue.correlation, on: '2026-04-27' }, undefined).asked;
  const kase = story(caseLifecycle);
  kase.done({ name: 'openCase', asked, by: people.engine, on: '2026-04-27' });
  return kase;
};

describe('A clue that becomes a case', () => {
  test('goes from the form through verification and filing, and owes the opening of its case once', () => {
    const clue = filedClue();
    expect(clue.matter().stage).toBe('convertedToCase');
    expect(clue.matter().owed).toEqual([expect.objectContaining({ reaction: 'openCase' })]);
    expect(clue.clock('L8', '2026-03-25')).toMatchObject({ due: '2026-04-02', status: 'met', stoppedOn: '2026-03-20' });
    expect(clue.clock('L4', '2026-03-25')).toMatchObject({ due: '2026-03-23', status: 'met' });
  });

  test('is tried by people who did not investigate it, decided on each track, announced, executed and closed', () => {
    const kase = openedCase(filedClue().matter());
    kase.done({ name: 'approvePlan', asked: { team: ['P-03', 'P-04'] }, by: people.handler, on: '2026-04-28', papers: ['investigationPlan'] });
    kase.done({ name: 'concludeInvestigation', asked: { heard: true, signedBy: ['P-03', 'P-04'] }, by: people.handler, on: '2026-06-01', papers: ['investigationReport', 'factsMaterial'] });
    kase.done({ name: 'submitToTrial', by: people.handler, on: '2026-06-02', papers: ['caseFile'] });
    expect(kase.tell({ name: 'acceptTrial', asked: { panel: ['P-06', 'P-03'] }, by: people.trial, on: '2026-06-03', papers: ['acceptanceNote'] })).toMatchObject({ rule: 'IR 222', value: 'P-03' });
    kase.done({ name: 'acceptTrial', asked: { panel: ['P-06', 'P-07'] }, by: people.trial, on: '2026-06-03', papers: ['acceptanceNote'] });
    expect(kase.clock('L31', '2026-06-04')).toMatchObject({ due: '2026-07-03', status: 'running' });
    kase.done({ name: 'submitTrialReport', by: people.trial, on: '2026-06-20', papers: ['trialReport'] });
    expect(Object.keys(kase.matter().lanes)).toEqual(['被反映人0001/party', '被反映人0001/state']);
    const on = { respondent: '被反映人0001' };
    kase.done({ name: 'decideSanction', asked: { ...on, track: 'party', kind: 'warning', form: 'form2', heard: true }, by: people.trial, on: '2026-06-25', papers: ['sanctionDecision'] });
    expect(kase.matter().stage).toBe('deliberating');
    kase.done({ name: 'decideSanction', asked: { ...on, track: 'state', kind: 'demerit', form: 'form2', heard: true }, by: people.trial, on: '2026-06-26', papers: ['sanctionDecision'] });
    expect(kase.matter().stage).toBe('decided');
    expect(kase.clock('L29', '2026-06-30')).toMatchObject({ due: '2027-04-27', provisional: true, status: 'met' });
    for (const track of ['party', 'state']) kase.done({ name: 'announce', asked: { ...on, track, to: '某局' }, by: people.handler, on: '2026-07-01', papers: ['deliverySlip'] });
    kase.done({ name: 'feedbackToInformant', by: people.petition, on: '2026-07-02', papers: ['feedbackRecord'] });
    for (const track of ['party', 'state']) kase.done({ name: 'execute', asked: { ...on, track, unit: '某局' }, by: people.handler, on: '2026-07-03' });
    for (const track of ['party', 'state']) kase.done({ name: 'reportExecution', asked: { ...on, track, result: '已执行' }, by: people.handler, on: '2026-07-20', papers: ['executionReport'] });
    kase.done({ name: 'closeCase', by: people.handler, on: '2026-07-21', papers: ['archiveList'] });
    expect(kase.matter().stage).toBe('closed');
    expect(kase.clock('L34@被反映人0001/state', '2026-07-21')).toMatchObject({ due: '2026-07-27', status: 'met' });
  });
});
