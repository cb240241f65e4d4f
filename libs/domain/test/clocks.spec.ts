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

/** A clue in talk or inquiry since the day given. */
const talking = (on: string) => {
  const clue = assessed(on);
  clue.done({ name: 'decideTalkOrInquiry', by: people.handler, on, papers: ['disposalOpinion'] });
  return clue;
};
const letter = (clue: ReturnType<typeof talking>, on: string, no: number) => {
  clue.done({ name: 'sendInquiryLetter', asked: { person: '被反映人0001', copiedToUnit: true, copiedToResidentGroup: true }, by: people.handler, on, papers: ['inquiryLetter'] });
  clue.done({ name: 'recordDelivery', asked: { letter: no }, by: people.handler, on });
};
const replied = (clue: ReturnType<typeof talking>, on: string, no: number) =>
  clue.done({ name: 'recordReply', asked: { letter: no, chief: 'notConcerned', way: 'countersigned' }, by: people.handler, on, papers: ['inquiryReply'] });
const { named: _named, informantName: _name, informantContact: _contact, concerns: _concerns, ...impersonal } = asked;
const handedOver = (source: string, receivedOn: string, change: object = {}) => {
  const clue = story(clueLifecycle);
  clue.done({ name: 'registerHandedOver', asked: { ...impersonal, source, receivedOn, ...change }, by: people.supervision, on: receivedOn, papers: ['transferLetter'] });
  return clue;
};

describe('Clocks of a clue on its way', () => {
  test('L1 runs for a clue that is another organ’s in part, until the part is split off', () => {
    const clue = received('2026-02-12', { jurisdiction: 'partial' });
    expect(clue.clock('L1', '2026-02-25')).toMatchObject({ due: '2026-02-26', status: 'running' });
    clue.done({ name: 'splitClue', asked: { ground: 'jurisdictions', title: '某企业行贿', summary: '反映某企业行贿', persons: ['被反映人0001'], jurisdiction: 'other', remains: 'own' }, by: people.supervision, on: '2026-02-13', papers: ['splitNote'] });
    expect(clue.clock('L1', '2026-02-25')).toBeUndefined();
  });
  test('L1 and L8 of a part split off count from the receipt of the clue it came from', () => {
    const part = story(clueLifecycle);
    part.done({ name: 'openSplitClue', asked: { ...impersonal, source: 'petition', receivedOn: '2026-02-12', jurisdiction: 'other', parent: { clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', part: 1 }, duties: [], recused: [] }, by: people.engine, on: '2026-02-25' });
    expect(part.clock('L1', '2026-02-25')).toMatchObject({ start: '2026-02-12', due: '2026-02-26' });
    expect(part.clock('L8', '2026-02-25')).toMatchObject({ start: '2026-02-12', due: '2026-03-12' });
  });
  test('L2: what must go up goes up within five working days; nothing but the day it came is kept', () => {
    const slip = story(clueLifecycle);
    slip.done({ name: 'logForSuperior', asked: { arrivedOn: '2026-02-12' }, by: people.petition, on: '2026-02-12' });
    expect(slip.matter().facts).toEqual({ arrivedOn: '2026-02-12' });
    expect(slip.clock('L2', '2026-02-25')).toMatchObject({ due: '2026-02-26', status: 'running', force: 'partyRule' });
    slip.done({ name: 'sendUp', by: people.petition, on: '2026-02-27', papers: ['deliverySlip'] });
    expect(slip.clock('L2', '2026-02-27')).toMatchObject({ status: 'breached', stoppedOn: '2026-02-27' });
  });
  test('L3: what was passed down is accepted by registering it, or forwarded within five working days', () => {
    expect(handedOver('transferredFromAbove', '2026-03-02').clock('L3', '2026-03-03')).toMatchObject({ due: '2026-03-09', status: 'met', stoppedOn: '2026-03-02' });
    const elsewhere = handedOver('transferredFromAbove', '2026-03-02', { jurisdiction: 'other' });
    expect(elsewhere.clock('L3', '2026-03-10')).toMatchObject({ due: '2026-03-09', status: 'breached' });
    expect(handedOver('audit', '2026-03-02').clock('L3', '2026-03-03')).toBeUndefined();
  });
  test('L6: the petition office hears the result within the quarter; who tells the informant has heard it', () => {
    const clue = assessed('2026-04-27');
    clue.done({ name: 'decideClosing', asked: { reason: '无具体内容' }, by: people.handler, on: '2026-04-27', papers: ['disposalOpinion'] });
    expect(clue.clock('L6', '2026-04-28')).toMatchObject({ due: '2026-07-27', status: 'running' });
    clue.done({ name: 'reportHandling', asked: { to: 'petitionOffice' }, by: people.handler, on: '2026-06-30', papers: ['handlingReport'] });
    expect(clue.clock('L6', '2026-06-30')).toMatchObject({ status: 'met', stoppedOn: '2026-06-30' });
  });
  test('L7: three months from receipt, three more by the own chief, then by the upper organ, each counted from the receipt', () => {
    const clue = handedOver('assignedFromAbove', '2026-03-02');
    const extend = (on: string) => {
      expect(clue.tell({ name: 'extendClock', asked: { clock: 'L7', n: 3, unit: 'months', reason: '案情复杂' }, by: people.supervision, on })).toBeUndefined();
      return clue.matter().proposals[0]?.chain;
    };
    const sign = (by: (typeof people)[keyof typeof people], on: string) => clue.tell({ name: 'approve', asked: { proposal: clue.matter().proposals[0]?.id }, by, on });
    expect(clue.clock('L7', '2026-03-03')).toMatchObject({ due: '2026-06-02' });
    expect(extend('2026-05-25')).toEqual(['chief']);
    sign(people.chief, '2026-05-26');
    expect(clue.clock('L7', '2026-06-03')).toMatchObject({ due: '2026-09-02', status: 'running' });
    expect(extend('2026-08-25')).toEqual(['upperOrgan']);
    sign(people.upperOrgan, '2026-08-26');
    expect(clue.clock('L7', '2026-09-03')).toMatchObject({ due: '2026-12-02', status: 'running', extensions: 2 });
    clue.done({ name: 'forwardClue', asked: { to: '某市纪委监委' }, by: people.supervision, on: '2026-09-03', papers: ['transferLetter'] });
    clue.done({ name: 'reportHandling', asked: { to: 'assigningOrgan' }, by: people.supervision, on: '2026-09-04', papers: ['handlingReport'] });
    expect(clue.clock('L7', '2027-01-04')).toMatchObject({ status: 'met', stoppedOn: '2026-09-04' });
  });
  test('L8 of a clue into which an earlier one was merged counts from the earliest receipt; L4 does not move', () => {
    const clue = received('2026-03-02');
    clue.done({ name: 'receiveMerged', asked: { clues: [{ clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', source: 'audit', receivedOn: '2026-02-02', named: false }], ground: 'samePerson', reported: asked.reported, important: false, duties: [], recused: [] }, by: people.engine, on: '2026-03-03' });
    expect(clue.clock('L8', '2026-03-03')).toMatchObject({ start: '2026-02-02', due: '2026-03-02', status: 'breached' });
    expect(clue.clock('L4', '2026-03-03')).toMatchObject({ start: '2026-03-02', due: '2026-03-23' });
  });
  test('L9: fifteen working days from the receipt of each letter, over Labour Day and its make-up Saturday', () => {
    const clue = talking('2026-04-15');
    letter(clue, '2026-04-20', 1);
    letter(clue, '2026-04-21', 2);
    expect(clue.clock('L9@1', '2026-05-13')).toMatchObject({ due: '2026-05-13', status: 'running', force: 'statute' });
    replied(clue, '2026-05-14', 1);
    expect(clue.clock('L9@1', '2026-05-14')).toMatchObject({ status: 'breached', stoppedOn: '2026-05-14' });
    expect(clue.clock('L9@2', '2026-05-14')).toMatchObject({ due: '2026-05-14', status: 'running' });
    clue.done({ name: 'concludeTalkForFiling', by: people.handler, on: '2026-05-14', papers: ['situationReport'] });
    expect(clue.clock('L9@2', '2026-06-01')).toBeUndefined();
  });
  test('L9 does not run before the letter was received', () => {
    const clue = talking('2026-03-02');
    clue.done({ name: 'sendInquiryLetter', asked: { person: '被反映人0001', copiedToUnit: true, copiedToResidentGroup: true }, by: people.handler, on: '2026-03-02', papers: ['inquiryLetter'] });
    expect(clue.clock('L9@1', '2026-06-01')).toBeUndefined();
  });
  test('L10: a delegated talk fifteen working days from the letter, the written statement fifteen from the talk', () => {
    const clue = talking('2026-03-02');
    clue.done({ name: 'delegateTalk', asked: { person: '被反映人0001', to: '某局党组书记' }, by: people.handler, on: '2026-03-02', papers: ['delegationLetter'] });
    clue.done({ name: 'recordDelivery', asked: { letter: 1 }, by: people.handler, on: '2026-03-02' });
    expect(clue.clock('L10@1', '2026-03-03')).toMatchObject({ due: '2026-03-23', status: 'running' });
    clue.done({ name: 'holdTalk', asked: { person: '被反映人0001', heldBy: 'unitPartyChief', letter: 1, safeVenue: true, statementOwed: true }, by: people.handler, on: '2026-03-10', papers: ['talkRecord'] });
    expect(clue.clock('L10@1', '2026-04-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-10' });
    expect(clue.clock('L10b@1', '2026-03-11')).toMatchObject({ start: '2026-03-10', due: '2026-03-31', status: 'running' });
    clue.done({ name: 'recordStatement', asked: { talk: 1 }, by: people.handler, on: '2026-03-31', papers: ['writtenStatement'] });
    expect(clue.clock('L10b@1', '2026-04-02')).toMatchObject({ status: 'met' });
  });
  test('L11: one month from the last reply to the report; asked again, it runs anew from the new reply', () => {
    const clue = talking('2026-03-02');
    letter(clue, '2026-03-10', 1);
    expect(clue.clock('L11', '2026-03-11')).toBeUndefined();
    replied(clue, '2026-03-31', 1);
    expect(clue.clock('L11', '2026-04-01')).toMatchObject({ start: '2026-03-31', due: '2026-04-30', status: 'running', force: 'partyRule' });
    clue.done({ name: 'repeatTalkOrInquiry', asked: { reason: '否认但未说明理由' }, by: people.handler, on: '2026-04-29', papers: ['situationReport'] });
    expect(clue.clock('L11', '2026-05-20')).toMatchObject({ status: 'met', stoppedOn: '2026-04-29' });
    letter(clue, '2026-05-06', 2);
    replied(clue, '2026-05-11', 2);
    expect(clue.clock('L11', '2026-05-20')).toMatchObject({ start: '2026-05-11', due: '2026-06-11', status: 'running' });
    expect(clue.tell({ name: 'concludeTalkForFiling', by: people.handler, on: '2026-06-11', papers: ['situationReport'] })).toBeUndefined();
    expect(clue.clock('L11', '2026-06-20')).toMatchObject({ status: 'met', stoppedOn: '2026-06-11' });
  });
  test('L12: two months from opening, rolled over Labour Day, and a month more at a time, counted from the opening', () => {
    const clue = assessed('2026-03-02');
    clue.done({ name: 'openVerification', asked: { team: ['P-03', 'P-04'] }, by: people.handler, on: '2026-03-02', papers: ['disposalOpinion', 'workPlan'] });
    expect(clue.clock('L12', '2026-03-03')).toMatchObject({ due: '2026-05-06', status: 'running', force: 'partyRule' });
    for (const [on, due] of [['2026-04-30', '2026-06-02'], ['2026-05-29', '2026-07-02']] as const) {
      clue.tell({ name: 'extendClock', asked: { clock: 'L12', n: 1, unit: 'months', reason: '重大复杂' }, by: people.handler, on });
      clue.tell({ name: 'approve', asked: { proposal: clue.matter().proposals[0]?.id }, by: people.chief, on });
      expect(clue.clock('L12', on)).toMatchObject({ due });
    }
    clue.done({ name: 'concludeVerificationForFiling', asked: { signedBy: ['P-03', 'P-04'] }, by: people.handler, on: '2026-07-02', papers: ['verificationReport', 'disposalOpinion'] });
    expect(clue.clock('L12', '2026-08-03')).toMatchObject({ status: 'met', stoppedOn: '2026-07-02' });
  });
  test('L12 ends with the clue’s merging into another: the other’s own clock goes on', () => {
    const clue = assessed('2026-03-02');
    clue.done({ name: 'openVerification', asked: { team: ['P-03', 'P-04'] }, by: people.handler, on: '2026-03-02', papers: ['disposalOpinion', 'workPlan'] });
    clue.done({ name: 'mergeClue', asked: { into: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', ground: 'samePerson' }, by: people.supervision, on: '2026-04-01', papers: ['mergeNote'] });
    expect(clue.clock('L12', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-04-01' });
  });
  test('L13: the tour office hears within three months of the receipt, wherever the clue has got to', () => {
    const clue = story(clueLifecycle);
    clue.done({ name: 'recordClue', asked: { tour: '2026年第一轮巡察', foundOn: '2026-03-20', title: '公车私用', summary: '巡察底稿反映公车私用', reported: asked.reported, inProgress: true, vetted: true, noGround: true }, by: people.inspector, on: '2026-03-20', papers: ['workingPaper', 'sourceNote', 'tourMandate'] });
    expect(clue.clock('L13', '2026-03-21')).toBeUndefined();
    clue.done({ name: 'transferDuringTour', asked: { evidenceLocked: true, investigable: true, jurisdiction: 'own', important: false }, by: people.tourOffice, on: '2026-04-01', papers: ['transferForm', 'evidenceList'] });
    expect(clue.clock('L13', '2026-04-02')).toMatchObject({ due: '2026-07-01', status: 'running', force: 'partyRule' });
    expect(clue.clock('L8', '2026-04-02')).toMatchObject({ start: '2026-04-01', due: '2026-05-06' });
    clue.done({ name: 'reportHandling', asked: { to: 'tourOffice' }, by: people.supervision, on: '2026-07-02', papers: ['handlingReport'] });
    expect(clue.clock('L13', '2026-07-02')).toMatchObject({ status: 'breached', stoppedOn: '2026-07-02' });
  });
  test('a shelved clue comes back on the day the shelving set, and on the next one after a review', () => {
    const clue = assessed('2026-03-02');
    clue.done({ name: 'shelveClue', asked: { reason: '关键证人在境外', reviewOn: '2026-09-01' }, by: people.handler, on: '2026-03-10', papers: ['shelvingNote'] });
    expect(clue.clock('C14', '2026-03-11')).toMatchObject({ start: '2026-03-10', due: '2026-09-01', status: 'running', force: 'local' });
    expect(clue.clock('C14', '2026-09-02')).toMatchObject({ status: 'breached' });
    clue.done({ name: 'reviewShelvedClue', asked: { reason: '证人仍在境外', reviewOn: '2026-12-01' }, by: people.handler, on: '2026-09-02', papers: ['shelvingNote'] });
    expect(clue.clock('C14', '2026-09-03')).toMatchObject({ start: '2026-09-02', due: '2026-12-01', status: 'running' });
    clue.done({ name: 'reactivateClue', asked: { reason: '证人已回国' }, by: people.handler, on: '2026-09-10', papers: ['reopeningNote'] });
    expect(clue.clock('C14', '2027-01-04')).toBeUndefined();
  });
  test('L5 runs until each informant has heard: the clue’s own and those of clues merged into it', () => {
    const clue = assessed('2026-04-27');
    const other = 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb';
    clue.done({ name: 'receiveMerged', asked: { clues: [{ clue: other, source: 'petition', receivedOn: '2026-04-27', named: true }], ground: 'samePerson', reported: asked.reported, important: false, duties: [], recused: [] }, by: people.engine, on: '2026-04-27' });
    clue.done({ name: 'decideClosing', asked: { reason: '无具体内容' }, by: people.handler, on: '2026-04-27', papers: ['disposalOpinion'] });
    const inform = (on: string) => clue.done({ name: 'feedbackToInformant', by: people.petition, on, papers: ['feedbackRecord'] });
    inform('2026-04-28');
    expect(clue.clock('L5', '2026-04-29')).toMatchObject({ due: '2026-05-20', status: 'running' });
    inform('2026-04-30');
    expect(clue.clock('L5', '2026-05-04')).toMatchObject({ status: 'met', stoppedOn: '2026-04-30' });
    expect(clue.matter().facts).toMatchObject({ informedOn: '2026-04-28', merged: [{ clue: other, informedOn: '2026-04-30' }] });
    expect(clue.tell({ name: 'feedbackToInformant', by: people.petition, on: '2026-05-04', papers: ['feedbackRecord'] })).toMatchObject({ rule: 'IR 209' });
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
  test('L30: three months from filing to the investigation’s end on the Party track, one more by whoever approved the filing', () => {
    const kase = filed('2025-06-30');
    expect(kase.clock('L30', '2025-07-01')).toMatchObject({ start: '2025-06-30', due: '2025-09-30', force: 'partyRule', status: 'running' });
    const extend = (n: number) => kase.tell({ name: 'extendClock', asked: { clock: 'L30', n, unit: 'months', reason: '案情复杂' }, by: people.handler, on: '2025-09-01' });
    expect(extend(2)).toMatchObject({ rule: 'extension-too-long' });
    expect(extend(1)).toBeUndefined();
    kase.tell({ name: 'approve', asked: { proposal: kase.matter().proposals[0]?.id }, by: people.partyChief, on: '2025-09-10' });
    expect(kase.clock('L30', '2025-10-01')).toMatchObject({ due: '2025-10-30', status: 'running', extensions: 1 });
    const concluded = decided('2025-08-29');
    expect(concluded.clock('L30', '2026-01-05')?.status).toBe('met');
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
