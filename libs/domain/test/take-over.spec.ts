import { adopted } from '@anjuan/calendar';
import type { Lifecycle } from '@anjuan/lifecycle';
import { clockStates, instants } from '@anjuan/lifecycle';
import { caseLifecycle, clueLifecycle, counting, defaultPolicy } from '../src';
import { accept, at, concluded, on, plan, report, reportTrial, submit, verify, type Story } from './matters';
import { concludedOnPaper, ledger, paperRow, sanctioned, takenOver, takenOverCase, underWay, verified } from './paper';
import { noon, people } from './story';

const count = counting(defaultPolicy, adopted);
const today = '2026-03-03';
const running = (lifecycle: Lifecycle, told: Story, now = noon(today)) => clockStates(lifecycle.clocks, told.matter(), count, now).filter(({ stoppedOn }) => stoppedOn === undefined);
const toSay = (lifecycle: Lifecycle, told: Story, now?: string) => instants(running(lifecycle, told, now), defaultPolicy.marks, told.matter().notices, count);
const assign = at('assignTakenOver', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1', custodian: 'P-03' });
const assignCase = at('assignTakenOver', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1' });
const stateRank = at('correct', people.supervision, [], {
  field: 'reported', old: [{ person: '被反映人0001', unit: '某局', post: '科长', rank: 'notStated' }], new: [{ person: '被反映人0001', unit: '某局', post: '科长', rank: 'ordinary' }], reason: '经查干部名册，系一般干部',
});
const withdraw = (told: Story) => told.done(at('withdrawProposal', people.handler, [], { proposal: told.matter().proposals.at(-1)?.id, reason: '先核实层级' }));

describe('A clue taken over from a ledger', () => {
  test('enters with its own dates, without approvals and papers, however late', () => {
    const matter = takenOver('takeOverTalkOrInquiry')().matter();
    expect(matter).toMatchObject({ openedOn: '2018-02-18', stage: 'talkOrInquiry', facts: { receivedOn: '2018-01-21', disposal: { way: 'talkOrInquiry', on: '2018-02-18' }, ledger }, papers: [], proposals: [] });
    expect(matter.acts).toMatchObject([{ on: '2018-02-18', recordedAt: noon(on) }]);
  });
  test('keeps the words of the ledger where the ledger does not speak ours, and leaves out what it does not tell', () => {
    const { facts } = takenOver('takeOverShelved')().matter();
    expect(facts).toMatchObject({ ledger: { office: '第6监督检查室', handler: '承办人12' }, shelving: {}, named: false });
    for (const untold of ['handlingOffice', 'custodian', 'assignedOn', 'informantName']) expect(facts).not.toHaveProperty(untold);
  });
  test('goes to the upper organ as long as nobody knows the rank, and to the leader once it is corrected', () => {
    const told = takenOver('takeOverShelved')();
    told.done(assign);
    const reactivate = at('reactivateClue', people.handler, ['reopeningNote'], { reason: '证人已回国' });
    told.tell(reactivate);
    expect(told.matter().proposals.at(-1)?.chain).toEqual(['chief', 'upperOrgan']);
    withdraw(told);
    told.done(stateRank);
    told.tell(reactivate);
    expect(told.matter().proposals.at(-1)?.chain).toEqual(['leader']);
  });
  test('shelved, goes on to a verification', () => {
    const told = takenOver('takeOverShelved')();
    told.done(assign);
    told.done(at('reactivateClue', people.handler, ['reopeningNote'], { reason: '证人已回国' }));
    told.done(verify);
    expect(told.matter().stage).toBe('preliminaryVerification');
  });
  test('registered, is assigned like any other', () => {
    const told = takenOver('takeOverRegistered', '2018-01-21')();
    told.done(at('assignClue', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1' }));
    told.done(at('startAssessment', people.handler, [], { custodian: 'P-03' }));
    expect(told.matter().stage).toBe('underAssessment');
  });
  test('in verification, is concluded at the level that should have opened it, and its checker may not try it', () => {
    const told = takenOver('takeOverVerification', '2018-02-18', verified)();
    told.done(assign);
    told.tell(at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }));
    expect(told.matter().proposals.at(-1)?.chain).toEqual(['chief', 'upperOrgan']);
    expect(told.matter().duties).toContainEqual({ duty: 'verification', person: '承办人12' });
  });
  test('under assessment with an opinion to close, and in modest inquiry, waits for its department', () => {
    for (const row of ['takeOverAssessed', 'takeOverModestInquiry', 'takeOverFilingProposed']) {
      const told = takenOver(row)();
      told.done(assign);
      expect(told.matter().facts).toMatchObject({ handlingOffice: 'investigationOffice1', custodian: 'P-03' });
    }
  });
  test('closed, may be reopened, by the upper organ while no rank is known; the closing on paper is remembered', () => {
    const told = takenOver('takeOverClosed', '2018-03-24', { disposal: { way: 'talkOrInquiry', on: '2018-02-18' }, kind: 'minorHandled', measure: 'reminder' })();
    told.done(assign);
    told.tell(at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }));
    expect(told.matter().proposals.at(-1)?.chain).toEqual(['chief', 'upperOrgan']);
    withdraw(told);
    told.done(stateRank);
    told.done(at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }));
    expect(told.matter()).toMatchObject({ stage: 'underAssessment', facts: { formerClosings: [{ on: '2018-03-24', kind: 'minorHandled' }] } });
  });
  test('closed by nobody knows whom, is reopened by the chief at least', () => {
    const told = takenOver('takeOverClosed', '2018-03-24', { disposal: { way: 'talkOrInquiry', on: '2018-02-18' }, kind: 'minorHandled', measure: 'reminder' })();
    told.done(assign);
    told.done(stateRank);
    told.tell(at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }));
    expect(told.matter().proposals.at(-1)?.chain).toEqual(['leader', 'chief']);
  });
  test.each([
    ['takeOverClosed', '2018-03-24', { disposal: { way: 'closed', on: '2018-02-18' }, kind: 'direct', measure: 'none' }],
    ['takeOverClosed', '2018-03-24', { kind: 'minorHandled', measure: 'reminder' }],
    ['takeOverConverted', '2018-03-06', { disposal: { way: 'preliminaryVerification', on: '2018-02-18' }, caseNo: '徐派立〔2018〕1号' }],
    ['takeOverForwarded', '2018-02-18', { to: '某市纪委监委' }],
  ])('that ended by %s owes nothing and no clock runs', (row, landed, more) => {
    const told = takenOver(row, landed, more)();
    expect([running(clueLifecycle, told).map(({ key }) => key), told.matter().owed]).toEqual([[], []]);
  });
});

describe('Clocks of a matter taken over', () => {
  test('count from its receipt; what was past at take-over is shown as past and notifies nobody', () => {
    const told = takenOver('takeOverRegistered', '2018-01-21')();
    expect(running(clueLifecycle, told)).toContainEqual(expect.objectContaining({ key: 'L8', start: '2018-01-21', due: '2018-02-22', status: 'breached', takenOverAt: noon(on) }));
    expect(toSay(clueLifecycle, told)).toEqual([]);
  });
  test('a clock that ends after the take-over says what is still to be said, and nothing of before', () => {
    const told = takenOver('takeOverRegistered', '2026-02-05', { receivedOn: '2026-02-05' }, '2026-03-01')();
    expect(running(clueLifecycle, told)).toContainEqual(expect.objectContaining({ key: 'L8', due: '2026-03-05', status: 'running' }));
    expect(toSay(clueLifecycle, told).map(({ mark }) => mark)).toEqual(['lastWarning', 'expired', 'escalated', 'escalatedAgain']);
  });
  test('one that had just ended is not escalated afterwards', () => {
    const told = takenOver('takeOverRegistered', '2026-01-28', { receivedOn: '2026-01-28' }, '2026-03-03')();
    expect(running(clueLifecycle, told, noon('2026-03-03'))).toContainEqual(expect.objectContaining({ key: 'L8', due: '2026-02-28', status: 'breached' }));
    expect(toSay(clueLifecycle, told, noon('2026-03-03'))).toEqual([]);
  });
  test('nobody can have a past one noticed', () => {
    const told = takenOver('takeOverRegistered', '2018-01-21')();
    expect(told.tell({ name: 'noticeClock', asked: { instant: 'L8:2018-01-21:2018-02-22:expired' }, by: people.engine, on: today })?.rule).toBe('nothing-due');
  });
  test('a case under way counts from its filing, and is silent about it', () => {
    const told = underWay();
    expect(running(caseLifecycle, told)).toContainEqual(expect.objectContaining({ key: 'L29', start: '2018-03-06', status: 'breached' }));
    expect(toSay(caseLifecycle, told)).toEqual([]);
  });
});

describe('A case taken over from a ledger', () => {
  test('decided for everyone on paper, it owes nothing and no clock runs', () => {
    const told = concludedOnPaper();
    expect(told.matter()).toMatchObject({ stage: 'concludedOnPaper', facts: { concludedOn: '2018-03-26', onPaper: [{ ledger: { row: 1, form: 'form2' } }] }, owed: [] });
    expect(running(caseLifecycle, told)).toEqual([]);
  });
  test('goes on regularly for whom nothing was decided, and opens no lane for the others', () => {
    const told = underWay();
    told.done(assignCase);
    const respondents = told.matter().facts['respondents'] as readonly object[];
    told.done(plan);
    told.done(at('concludeInvestigation', people.handler, ['investigationReport', 'factsMaterial'], { heard: true, signedBy: ['P-03', 'P-04'] }));
    told.done(submit);
    told.done(accept);
    expect(told.tell(reportTrial)?.rule).toBe('no-track');
    told.done(at('correct', people.supervision, [], { field: 'respondents', old: respondents, new: respondents.map((one) => ({ ...one, rank: 'ordinary', tracks: ['party'] })), reason: '台账未载，经核对卷宗' }));
    told.done(reportTrial);
    expect(Object.keys(told.matter().lanes)).toEqual(['被反映人0002/party']);
  });
  test('bars from its trial whoever checked the clue on paper', () => {
    expect(underWay().matter().duties).toEqual([{ duty: 'verification', person: '承办人12' }]);
  });
  test('ends when a later ledger tells the last decision, and goes on when one names another person', () => {
    const told = underWay();
    told.done({ ...at('concludeOnPaper', people.supervision, [], { rows: [{ ...paperRow(3, sanctioned), respondent: paperRow(2).respondent }] }), on: '2018-04-01', entered: on });
    expect(running(caseLifecycle, told)).toEqual([]);
    told.done({ ...at('resumeFromPaper', people.supervision, [], { rows: [{ ...paperRow(4), filedOn: '2018-04-02' }] }), on: '2018-04-02', entered: on });
    expect(told.matter()).toMatchObject({ stage: 'filed', facts: { filedOn: '2018-03-06', respondents: [{}, {}, { person: '被反映人0004', filedOn: '2018-04-02' }] } });
    expect(told.matter().facts).not.toHaveProperty('concludedOn');
  });
  test('whose first row is the later filed, still bears the first date of filing', () => {
    const told = takenOverCase('takeOverCase', '2018-03-06', [{ ...paperRow(1), filedOn: '2018-03-09' }, paperRow(2)])();
    expect(told.matter().facts).toMatchObject({ filedOn: '2018-03-06', respondents: [{ person: '被反映人0001', filedOn: '2018-03-09' }, { person: '被反映人0002' }] });
  });
});
