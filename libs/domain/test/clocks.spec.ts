import { caseLifecycle, clueLifecycle, defaultPolicy } from '../src';
import { people, story } from './story';

const asked = {
  title: '反映某局采购问题', summary: '反映被反映人0001在采购中收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary',
};
const received = (receivedOn: string, change: object = {}, policy = defaultPolicy) => {
  const clue = story(clueLifecycle, policy);
  clue.done({ name: 'registerAccusation', asked: { ...asked, receivedOn, ...change }, by: people.petition, on: receivedOn });
  return clue;
};
const assessed = (on: string, policy = defaultPolicy, assignedOn = on) => {
  const clue = received(on, {}, policy);
  clue.done({ name: 'assignClue', asked: { handlingOffice: 'investigationOffice1' }, by: people.supervision, on: assignedOn, papers: ['distributionSheet'] });
  clue.done({ name: 'startAssessment', asked: { custodian: 'P-03' }, by: people.handler, on: assignedOn });
  return clue;
};
const filed = (filedOn: string) => {
  const kase = story(caseLifecycle);
  kase.done({
    name: 'openCase', by: people.engine, on: filedOn,
    asked: { caseNo: '立〔2026〕1号', kind: 'person', respondents: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary', tracks: ['party', 'state'] }], filedOn, clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', handlingOffice: 'investigationOffice1', owesFeedback: true, duties: [], recused: [] },
  });
  return kase;
};
/** A case brought to a decision on both tracks on the day given. */
const decided = (on: string, state = 'demerit') => {
  const kase = filed(on);
  kase.done({ name: 'approvePlan', asked: { team: ['P-03', 'P-04'] }, by: people.handler, on, papers: ['investigationPlan'] });
  kase.done({ name: 'concludeInvestigation', asked: { heard: true, signedBy: ['P-03', 'P-04'] }, by: people.handler, on, papers: ['investigationReport', 'factsMaterial'] });
  kase.done({ name: 'submitToTrial', by: people.handler, on, papers: ['caseFile'] });
  kase.done({ name: 'acceptTrial', asked: { panel: ['P-06', 'P-07'] }, by: people.trial, on, papers: ['acceptanceNote'] });
  kase.done({ name: 'submitTrialReport', by: people.trial, on, papers: ['trialReport'] });
  for (const [track, kind] of [['party', 'warning'], ['state', state]]) kase.done({ name: 'decideSanction', asked: { respondent: '被反映人0001', track, kind, form: 'form2', heard: true }, by: people.trial, on, papers: ['sanctionDecision'] });
  return kase;
};
const lane = (clock: string, track: string) => `${clock}@被反映人0001/${track}`;

// Every date below was counted by hand on the 2026 calendar: Spring Festival 15–23 February (make-up 14 and 28 February),
// Labour Day 1–5 May (make-up 9 May), National Day 1–7 October (make-up 20 September, 10 October).
describe('Clocks of a clue', () => {
  test('L1: a clue of another organ is forwarded within five working days, over the Spring Festival and its make-up Saturday', () => {
    const clue = received('2026-02-12', { jurisdiction: 'other' });
    expect(clue.clock('L1', '2026-02-25')).toMatchObject({ due: '2026-02-26', status: 'running', force: 'statute' });
    expect(clue.clock('L1', '2026-02-27')).toMatchObject({ status: 'breached' });
    expect(received('2026-02-12').clock('L1', '2026-02-25')).toBeUndefined();
  });
  test('L1 is met on the day the clue is forwarded', () => {
    const clue = received('2026-02-12', { jurisdiction: 'other' });
    clue.done({ name: 'forwardClue', asked: { to: '某市纪委监委' }, by: people.supervision, on: '2026-02-26', papers: ['transferLetter'] });
    expect(clue.clock('L1', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-02-26' });
  });
  test('L4: a named informant is told of acceptance within 15 working days; an anonymous one starts no clock', () => {
    expect(received('2026-03-02').clock('L4', '2026-03-03')).toMatchObject({ due: '2026-03-23', status: 'running' });
    expect(received('2026-03-02', { named: false, informantName: undefined, informantContact: undefined }).clock('L4', '2026-03-03')).toBeUndefined();
  });
  test('L4 ends with the forwarding: the other organ tells the informant', () => {
    const clue = received('2026-03-02', { jurisdiction: 'other' });
    clue.done({ name: 'forwardClue', asked: { to: '某市纪委监委' }, by: people.supervision, on: '2026-03-05', papers: ['transferLetter'] });
    expect(clue.clock('L4', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-05' });
  });
  test('L8 stops at the first disposal, though the clue is shelved later', () => {
    const clue = assessed('2026-03-02');
    clue.done({ name: 'decideTalkOrInquiry', by: people.handler, on: '2026-03-10', papers: ['disposalOpinion'] });
    clue.done({ name: 'shelveClue', asked: { reason: '关键证人在境外', reviewOn: '2026-12-01' }, by: people.handler, on: '2026-05-20', papers: ['shelvingNote'] });
    expect(clue.matter().facts['disposal']).toEqual({ way: 'talkOrInquiry', on: '2026-03-10' });
    expect(clue.clock('L8', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-10' });
  });
  test('L5: feedback within 15 working days of completion, over Labour Day and its make-up Saturday', () => {
    const clue = assessed('2026-04-27');
    clue.done({ name: 'decideClosing', asked: { reason: '无具体内容' }, by: people.handler, on: '2026-04-27', papers: ['disposalOpinion'] });
    expect(clue.clock('L5', '2026-04-28')).toMatchObject({ due: '2026-05-20', status: 'running' });
    clue.done({ name: 'feedbackToInformant', by: people.petition, on: '2026-05-21', papers: ['feedbackRecord'] });
    expect(clue.clock('L5', '2026-05-21')).toMatchObject({ status: 'breached', stoppedOn: '2026-05-21' });
  });
  test('L8: one month from the organ’s receipt; a month ends on month-end, and a make-up working Saturday does not roll', () => {
    expect(received('2026-01-31').clock('L8', '2026-02-02')).toMatchObject({ due: '2026-02-28', force: 'partyRule' });
  });
  test('L8 rolls over Labour Day to the first day after it', () => {
    expect(received('2026-04-01').clock('L8', '2026-04-02')).toMatchObject({ due: '2026-05-06' });
  });
  test('L8 stops when the opinion is proposed, not when it is approved; policy may say otherwise', () => {
    const stop = (policy: typeof defaultPolicy) => {
      const clue = assessed('2026-03-02', policy);
      clue.tell({ name: 'decideTalkOrInquiry', by: people.handler, on: '2026-04-02', papers: ['disposalOpinion'] });
      clue.tell({ name: 'approve', asked: { proposal: clue.matter().proposals[0]?.id }, by: people.leader, on: '2026-04-08' });
      return clue.clock('L8', '2026-04-09');
    };
    expect(stop(defaultPolicy)).toMatchObject({ due: '2026-04-02', status: 'met', stoppedOn: '2026-04-02' });
    expect(stop({ ...defaultPolicy, disposalStops: 'approved' })).toMatchObject({ status: 'breached', stoppedOn: '2026-04-08' });
  });
  test('L8 may be counted from the department’s receipt where policy says so', () => {
    expect(assessed('2026-03-02', { ...defaultPolicy, disposalAnchor: 'departmentReceipt' }, '2026-03-10').clock('L8', '2026-03-11')).toMatchObject({ start: '2026-03-10', due: '2026-04-10' });
  });
  test('a limit in days ends at 24:00 Asia/Shanghai of its last day', () => {
    expect(received('2026-03-02').clock('L8', '2026-03-03')?.dueAt).toBe('2026-04-02T16:00:00.000Z');
  });
  test('beyond the adopted holiday calendar a due date is provisional, and no breach is declared from it', () => {
    const clue = received('2026-12-15');
    expect(clue.clock('L8', '2026-12-16')).toMatchObject({ due: '2027-01-15', provisional: true });
    expect(clue.clock('L8', '2027-03-01')).toMatchObject({ status: 'running', provisional: true });
  });
  test('reopening a closed clue resets no clock by itself', () => {
    const clue = assessed('2026-03-02');
    clue.done({ name: 'decideClosing', asked: { reason: '无具体内容' }, by: people.handler, on: '2026-03-20', papers: ['disposalOpinion'] });
    clue.done({ name: 'reopenClue', asked: { newEvidence: '新的银行流水' }, by: people.handler, on: '2026-06-01', papers: ['reopeningNote'] });
    expect(clue.clock('L8', '2026-06-02')).toMatchObject({ due: '2026-04-02', status: 'met', stoppedOn: '2026-03-20' });
  });
});

describe('Clocks of a case', () => {
  test('L29: one year from filing to decision, and at most six months more by the upper organ, counted from the filing', () => {
    const kase = filed('2025-06-30');
    expect(kase.clock('L29', '2025-07-01')).toMatchObject({ due: '2026-06-30', status: 'running' });
    const extend = (n: number) => kase.tell({ name: 'extendClock', asked: { clock: 'L29', n, unit: 'months', reason: '案情复杂' }, by: people.handler, on: '2026-06-01' });
    expect(extend(7)).toMatchObject({ rule: 'extension-too-long' });
    expect(extend(6)).toBeUndefined();
    kase.tell({ name: 'approve', asked: { proposal: kase.matter().proposals[0]?.id }, by: people.upperOrgan, on: '2026-06-10' });
    expect(kase.clock('L29', '2026-07-01')).toMatchObject({ due: '2026-12-30', status: 'running', extensions: 1 });
  });
  test('L31: one month from acceptance to the trial report', () => {
    const kase = decided('2026-06-03');
    expect(kase.clock('L31', '2026-06-04')).toMatchObject({ start: '2026-06-03', due: '2026-07-03', status: 'met' });
  });
  test('L32: a party sanction is announced within a month of the decision', () => {
    const kase = decided('2026-08-31');
    expect(kase.clock(lane('L32', 'party'), '2026-09-01')).toMatchObject({ due: '2026-09-30', force: 'partyRule', status: 'running' });
    expect(kase.clock(lane('L32', 'state'), '2026-09-01')).toBeUndefined();
  });
  test('L33: a state sanction is delivered within a month; the end rolls over National Day', () => {
    expect(decided('2026-09-03').clock(lane('L33', 'state'), '2026-09-04')).toMatchObject({ due: '2026-10-08', force: 'statute' });
  });
  test('L34: a state sanction is executed within a month, with approval within six', () => {
    const kase = decided('2026-05-31');
    expect(kase.clock(lane('L34', 'state'), '2026-06-01')).toMatchObject({ due: '2026-06-30' });
    expect(kase.tell({ name: 'extendClock', asked: { clock: lane('L34', 'state'), n: 5, unit: 'months', reason: '涉及工资调整' }, by: people.handler, on: '2026-06-20' })).toBeUndefined();
    kase.tell({ name: 'approve', asked: { proposal: kase.matter().proposals[0]?.id }, by: people.chief, on: '2026-06-22' });
    expect(kase.clock(lane('L34', 'state'), '2026-07-01')).toMatchObject({ due: '2026-11-30', status: 'running' });
  });
  test('L34 does not run where no sanction was imposed', () => {
    const kase = decided('2026-05-31', 'none');
    expect(kase.clock(lane('L33', 'state'), '2026-06-01')).toMatchObject({ status: 'running' });
    expect(kase.clock(lane('L34', 'state'), '2026-06-01')).toBeUndefined();
  });
  test('L5 runs in the case from the last decision until the informant has heard', () => {
    const kase = decided('2026-04-27');
    expect(kase.clock('L5', '2026-04-28')).toMatchObject({ due: '2026-05-20', status: 'running' });
  });
});
