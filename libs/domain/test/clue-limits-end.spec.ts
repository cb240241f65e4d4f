import { clueLifecycle } from '../src';
import { assessed, assign, at, closed, concluded, delegate, deliver, discovered, handedOver, holdTalk, merge, otherClue, reply, report, sendLetter, shelve, splitOff, start, talk, talking, then, tourTransfer, verify, verifying, type Story } from './matters';
import { people, story, type Said } from './story';

const dated = (said: Said, on: string): Said => ({ ...said, on });
const told = (given: () => Story, ...said: readonly Said[]) => then(given, ...said)();
const forward = at('forwardClue', people.supervision, ['transferLetter'], { to: '某市纪委监委' });
const close = at('decideClosing', people.handler, ['disposalOpinion'], { reason: '无具体内容' });

// All clues were received on 2 March 2026.
describe('The disposal opinion (L8)', () => {
  test.each([
    ['a modest inquiry', at('decideModestInquiry', people.handler, ['disposalOpinion'])],
    ['a talk or inquiry', talk],
    ['closing', close],
    ['filing', at('decideFiling', people.handler, ['disposalOpinion'])],
    ['shelving', shelve],
    ['a verification', verify],
    ['forwarding', forward],
  ])('is there on the day it is proposed: %s', (_, said) => {
    const open = assessed();
    expect(open.tell(dated(said, '2026-03-20'))).toBeUndefined();
    expect(open.clock('L8', '2026-04-20')).toMatchObject({ status: 'met', stoppedOn: '2026-03-20' });
  });
  test('that was refused was none; the next one counts', () => {
    const open = assessed();
    open.tell(dated(talk, '2026-03-20'));
    open.tell({ name: 'refuseProposal', asked: { proposal: open.matter().proposals[0]?.id, reason: '线索具体，应当初核' }, by: people.leader, on: '2026-03-23' });
    expect(open.clock('L8', '2026-04-20')).toMatchObject({ status: 'breached' });
    open.tell(dated(verify, '2026-04-01'));
    expect(open.clock('L8', '2026-04-20')).toMatchObject({ status: 'met', stoppedOn: '2026-04-01' });
  });
  test('is no longer owed once the clue is merged into another, which owes it', () => {
    expect(told(assessed, dated(merge, '2026-03-20')).clock('L8', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-20' });
  });
});

describe('A report on what was found', () => {
  const heard = () => told(talking, sendLetter, deliver, dated(reply, '2026-03-10'));
  const ends = (given: () => Story, clock: string, said: Said) => told(given, said).clock(clock, '2026-12-01');
  test.each([
    ['closing', at('concludeTalkOrInquiry', people.handler, ['situationReport'], { kind: 'credible', measure: 'none' })],
    ['asking again', at('repeatTalkOrInquiry', people.handler, ['situationReport'], { reason: '否认但未说明理由' })],
    ['a verification', at('concludeTalkForVerification', people.handler, ['situationReport', 'workPlan'], { team: ['P-03', 'P-04'] })],
    ['filing', at('concludeTalkForFiling', people.handler, ['situationReport'])],
    ['shelving', shelve],
    ['forwarding', forward],
    ['merging', merge],
  ])('of a talk or inquiry (L11) ends with its proposal: %s', (_, said) => {
    expect(ends(heard, 'L11', dated(said, '2026-03-31'))).toMatchObject({ start: '2026-03-10', status: 'met', stoppedOn: '2026-03-31' });
  });
  test.each([
    ['filing', at('concludeVerificationForFiling', people.handler, report, concluded)],
    ['closing', at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' })],
    ['shelving', at('concludeVerificationByShelving', people.handler, report, { ...concluded, reason: '关键证人在境外', reviewOn: '2027-03-01' })],
    ['forwarding', at('concludeVerificationByForwarding', people.handler, [...report, 'transferLetter'], { ...concluded, to: '某市纪委监委' })],
    ['merging', merge],
    ['forwarding by the case supervision office', forward],
    ['joining a verification', at('mergeIntoVerification', people.engine, [], { into: otherClue, person: '被反映人0001' })],
  ])('of a verification (L12) ends with its proposal: %s', (_, said) => {
    expect(ends(verifying, 'L12', dated(said, '2026-04-20'))).toMatchObject({ start: '2026-03-02', status: 'met', stoppedOn: '2026-04-20' });
  });
  test('on the very day of the talk is in time', () => {
    expect(told(talking, dated(holdTalk, '2026-03-10'), dated(at('concludeTalkForFiling', people.handler, ['situationReport']), '2026-03-10')).clock('L11', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-10' });
  });
  test('counts from the last that was heard, be it an answer or a talk', () => {
    const later = told(talking, sendLetter, deliver, dated(holdTalk, '2026-03-20'), dated(reply, '2026-03-10'));
    expect(later.clock('L11', '2026-03-21')).toMatchObject({ start: '2026-03-20' });
  });
});

describe('What a letter or a talk asks for', () => {
  test('an inquiry waits for its reply and no delegate, a delegation for its talk and no reply', () => {
    const both = told(talking, sendLetter, deliver, delegate, { ...deliver, asked: { letter: 2 } });
    const keys = (key: string) => both.clock(key, '2026-03-03')?.key;
    expect([keys('L9@1'), keys('L9@2'), keys('L10@1'), keys('L10@2')]).toEqual(['L9@1', undefined, undefined, 'L10@2']);
  });
  test('no statement is waited for that was not asked for', () => {
    const silent = told(talking, { ...holdTalk, asked: { ...(holdTalk.asked as object), statementOwed: false } });
    expect(silent.clock('L10b@1', '2026-03-03')).toBeUndefined();
  });
  test('what was not answered when the inquiry ended is waited for no longer, what was answered keeps its date', () => {
    const statement = at('recordStatement', people.handler, ['writtenStatement'], { talk: 1 });
    const ended = told(talking, sendLetter, deliver, sendLetter, { ...deliver, asked: { letter: 2 } }, delegate, { ...deliver, asked: { letter: 3 } }, dated(reply, '2026-03-05'), dated(holdTalk, '2026-03-06'), dated(holdTalk, '2026-03-06'), dated(statement, '2026-03-09'), dated(at('concludeTalkForFiling', people.handler, ['situationReport']), '2026-03-10'));
    const at2 = (key: string) => ended.clock(key, '2026-06-01')?.stoppedOn;
    expect([at2('L9@1'), at2('L9@2'), at2('L10@3'), at2('L10b@1'), at2('L10b@2')]).toEqual(['2026-03-05', undefined, undefined, '2026-03-09', undefined]);
    for (const key of ['L9@2', 'L10@3', 'L10b@2']) expect(ended.clock(key, '2026-06-01')).toBeUndefined();
  });
  test('a delegated talk that was held keeps its date as well', () => {
    const held = told(talking, delegate, deliver, dated({ ...holdTalk, asked: { ...(holdTalk.asked as object), heldBy: 'unitPartyChief', letter: 1 } }, '2026-03-06'), dated(at('concludeTalkForFiling', people.handler, ['situationReport']), '2026-03-10'));
    expect(held.clock('L10@1', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-06' });
  });
});

describe('Who hears of it in the end', () => {
  const part = (source: string) => told(() => story(clueLifecycle), at('openSplitClue', people.engine, [], { ...splitOff, source }));
  const received = (source: string) => told(() => story(clueLifecycle), at('registerHandedOver', people.supervision, ['transferLetter'], { ...handedOver, source }));
  test('of a part split off the clue it came from tells, so nothing runs for the part', () => {
    for (const [source, clock] of [['transferredFromAbove', 'L3'], ['assignedFromAbove', 'L7'], ['tour', 'L13']] as const) expect(part(source).clock(clock, '2026-03-03')).toBeUndefined();
    for (const [source, clock] of [['transferredFromAbove', 'L3'], ['assignedFromAbove', 'L7']] as const) expect(received(source).clock(clock, '2026-03-03')).toMatchObject({ start: '2026-03-02' });
  });
  test('the petition office only of what it received itself (L6)', () => {
    const ended = told(() => received('audit'), assign, start, close);
    expect(ended.clock('L6', '2026-03-03')).toBeUndefined();
    const ofPart = told(() => part('petition'), assign, start, close);
    expect(ofPart.clock('L6', '2026-03-03')).toBeUndefined();
    expect(closed().clock('L6', '2026-03-03')).toMatchObject({ start: '2026-03-02', status: 'running' });
  });
  test('no informant where none is named (L5)', () => {
    expect(told(() => received('audit'), assign, start, close).clock('L5', '2026-03-03')).toBeUndefined();
  });
  test('the petition office has heard by the earlier of the report and the telling of the informant', () => {
    const both = told(closed, dated(at('feedbackToInformant', people.petition, ['feedbackRecord']), '2026-03-10'), dated(at('reportHandling', people.handler, ['handlingReport'], { to: 'petitionOffice' }), '2026-06-30'));
    expect(both.clock('L6', '2026-07-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-10' });
  });
});

describe('A second report', () => {
  const reported = (to: string, on: string): Said => dated(at('reportHandling', people.supervision, ['handlingReport'], { to }), on);
  test('makes nothing late that the tour office was told in time (L13)', () => {
    const twice = told(discovered, tourTransfer, reported('tourOffice', '2026-05-20'), reported('tourOffice', '2026-09-01'));
    expect(twice.clock('L13', '2026-09-02')).toMatchObject({ due: '2026-06-02', status: 'met', stoppedOn: '2026-05-20' });
  });
  test('is owed to the petition office when a clue that was reopened has ended again (L6)', () => {
    const again = told(closed, reported('petitionOffice', '2026-03-10'), dated(at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }), '2026-04-01'), dated(close, '2026-04-20'));
    expect(again.clock('L6', '2026-04-21')).toMatchObject({ start: '2026-04-20', status: 'running' });
    again.done(reported('petitionOffice', '2026-05-20'));
    expect(again.clock('L6', '2026-05-21')).toMatchObject({ status: 'met', stoppedOn: '2026-05-20' });
  });
});

describe('A shelved clue (C14)', () => {
  const shelvedByReport = () => told(verifying, dated(at('concludeVerificationByShelving', people.handler, report, { ...concluded, reason: '关键证人在境外', reviewOn: '2026-09-05' }), '2026-03-20'));
  test('that a verification ended with comes back as well, on a Saturday too', () => {
    expect(shelvedByReport().clock('C14', '2026-03-21')).toMatchObject({ start: '2026-03-20', due: '2026-09-05', status: 'running' });
  });
});
