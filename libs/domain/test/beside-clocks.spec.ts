import { again, capture, change, delay, flee, giveBack, notIndicted, opine, order, ordered, pay, planTransfer, reconsider, recordAbove, reinvestigate, release, reportOpinion, resubmit, returned, spare, spared, supplement, supplemented, tell, transferred, uphold, withdrawn } from './beside';
import { accept, at, decide, decided, deliberating, inTrial, opened, plan, respondents, then, type Story } from './matters';
import { people, type Said } from './story';

const person = '被反映人0001';
const dated = (said: Said, on: string): Said => ({ ...said, on });
/** The story goes on: each said on its day. */
const told = (given: () => Story, ...said: readonly Said[]) => then(given, ...said)();
const others = [respondents[0], { ...respondents[0], person: '被反映人0002' }];

// Every date was counted by hand on the 2026 calendar; all these stories begin on Monday 2 March.
// Qingming 4–6 April; Labour Day 1–5 May (make-up 9 May); Dragon Boat 19–21 June.
describe('The year to decide (L29)', () => {
  test('stands still while the respondent is at large, and begins anew with the capture', () => {
    const kase = told(opened, dated(flee(), '2026-05-06'));
    expect(kase.clock('L29', '2028-01-03')).toMatchObject({ start: '2026-03-02', status: 'suspended' });
    kase.done(dated(capture(), '2026-08-31'));
    expect(kase.clock('L29', '2026-09-01')).toMatchObject({ start: '2026-08-31', due: '2027-08-31', status: 'running' });
  });
  test('that began with a capture stands still at a second flight, and does not fall back to the filing', () => {
    const kase = told(opened, dated(flee(), '2026-05-06'), dated(capture(), '2026-08-31'), dated(flee(), '2027-06-01'));
    expect(kase.clock('L29', '2027-06-11')).toMatchObject({ start: '2026-08-31', due: '2027-09-10', status: 'suspended' });
    kase.done(dated(capture(), '2027-07-01'));
    expect(kase.clock('L29', '2027-07-02')).toMatchObject({ start: '2027-07-01', due: '2028-07-03', status: 'running' }); // from a Saturday to the Monday
  });
  test('begins anew with the release from detention', () => {
    expect(told(opened, dated(release(), '2026-06-10')).clock('L29', '2026-06-11')).toMatchObject({ start: '2026-06-10', due: '2027-06-10' });
  });
  test('of two respondents the one whose year began first counts; flight of one does not help the other', () => {
    const both = () => opened({ respondents: others });
    const fled = told(both, dated(flee(), '2026-05-06'));
    expect(fled.clock('L29', '2026-05-07')).toMatchObject({ start: '2026-03-02', due: '2027-03-02', status: 'running' });
    fled.done(dated(capture(), '2026-08-31'));
    expect(fled.clock('L29', '2026-09-01')).toMatchObject({ start: '2026-03-02', due: '2027-03-02' });
  });
  test('is met by the first decision, though the sanction is changed years later after an acquittal', () => {
    const kase = told(notIndicted, dated(change('party', 'none'), '2027-09-01'));
    expect(kase.clock('L29', '2027-09-02')).toMatchObject({ status: 'met', stoppedOn: '2026-03-02' });
    expect(kase.clock(`L32@${person}/party`, '2027-09-02')).toMatchObject({ start: '2027-09-01', status: 'running' });
    expect(kase.matter().lanes[`${person}/party`]?.facts).toMatchObject({ decision: { kind: 'none', on: '2027-09-01' }, firstDecidedOn: '2026-03-02' });
  });
});

describe('The month of the trial (L31)', () => {
  test('that was over when the case was returned for a supplement stays breached', () => {
    expect(told(inTrial, dated(supplement, '2026-04-03')).clock('L31', '2026-04-15')).toMatchObject({ due: '2026-04-02', excludedDays: 0, status: 'breached' });
  });
  test('does not count what the supplement takes; the old month goes on', () => {
    const kase = told(inTrial, dated(supplement, '2026-03-12'));
    expect(kase.clock('L31', '2026-04-15')).toMatchObject({ status: 'suspended' });
    kase.done(dated(supplemented, '2026-03-26'));
    expect(kase.clock('L31', '2026-03-27')).toMatchObject({ start: '2026-03-02', excludedDays: 14, due: '2026-04-16', status: 'running' });
  });
  test('begins anew when the reinvestigated case is submitted again; the old one ended with the return', () => {
    const kase = told(inTrial, dated(reinvestigate, '2026-03-12'));
    expect(kase.clock('L31', '2026-05-20')).toMatchObject({ status: 'met', stoppedOn: '2026-03-12' });
    kase.done(dated(resubmit, '2026-06-15'));
    expect(kase.clock('L31', '2026-06-16')).toMatchObject({ start: '2026-06-15', due: '2026-07-15', status: 'running', excludedDays: 0 });
    expect(kase.tell({ ...dated(accept, '2026-06-17'), asked: { panel: ['P-06', 'P-07'] } })).toMatchObject({ rule: 'IR 222', value: 'P-07' }); // P-07 signed the new report
    kase.done({ ...dated(accept, '2026-06-17'), asked: { panel: ['P-06', 'P-16'] } });
    expect(kase.clock('L31', '2026-06-18')).toMatchObject({ start: '2026-06-15', due: '2026-07-15' });
  });
  test('starts only when the missing materials are there, resubmitted or not', () => {
    const kase = told(inTrial, reinvestigate, dated(resubmit, '2026-06-15'), dated(at('deferTrial', people.trial, ['missingItemsList'], { missing: '缺少涉案财物报告' }), '2026-06-16'));
    expect(kase.clock('L31', '2026-07-01')).toBeUndefined();
    kase.done({ ...dated(at('completeMaterials', people.trial, ['missingItemsList', 'acceptanceNote'], { panel: ['P-06', 'P-16'] }), '2026-07-01') });
    expect(kase.clock('L31', '2026-07-02')).toMatchObject({ start: '2026-07-01', due: '2026-08-03' });
  });
});

describe('Withdrawal', () => {
  test('L37: put on record above within seven working days', () => {
    const kase = withdrawn();
    expect(kase.clock('L37', '2026-03-03')).toMatchObject({ due: '2026-03-11', status: 'running', force: 'statute' });
    kase.done(dated(recordAbove, '2026-03-12'));
    expect(kase.clock('L37', '2026-03-12')).toMatchObject({ status: 'breached', stoppedOn: '2026-03-12' });
  });
  test('ends the year to decide and starts the feedback to the informant', () => {
    expect(withdrawn().clock('L29', '2028-01-03')).toMatchObject({ status: 'met' });
    expect(withdrawn().clock('L5', '2026-03-03')).toMatchObject({ due: '2026-03-23', status: 'running' });
  });
  test('L38: the opinion on an assigned case goes up seven working days before the limit ends, ten when it is major', () => {
    // Filed on 2025-09-10: the year ends on Thursday 2026-09-10; before it lie 9, 8, 7, 4, 3, 2, 1 September.
    const assigned = (major: boolean) => told(() => opened({ assignedFromAbove: true, filedOn: '2025-09-10' }), plan, { ...opine, asked: { major } });
    expect(assigned(false).clock('L38', '2026-03-03')).toMatchObject({ due: '2026-09-01', status: 'running' });
    expect(assigned(true).clock('L38', '2026-03-03')).toMatchObject({ due: '2026-08-27' });
    const late = assigned(false);
    late.done(dated(reportOpinion, '2026-09-02'));
    expect(late.clock('L38', '2026-09-02')).toMatchObject({ status: 'breached' });
  });
  test('L38 moves with an extension of the year', () => {
    const kase = told(() => opened({ assignedFromAbove: true, filedOn: '2025-09-10' }), plan, opine);
    kase.done({ name: 'extendClock', asked: { clock: 'L29', n: 3, unit: 'months', reason: '案情复杂' }, by: people.handler, on: '2026-03-02' });
    expect(kase.clock('L29', '2026-03-03')).toMatchObject({ due: '2026-12-10' });
    expect(kase.clock('L38', '2026-03-03')).toMatchObject({ due: '2026-12-01' });
  });
});

describe('Prosecution of each respondent', () => {
  test('L39: ten days before the planned transfer, twenty for the designation; replanned, both move', () => {
    const planned = told(decided, planTransfer({ plannedOn: '2026-04-20', designated: true }));
    expect(planned.clock(`L39@${person}`, '2026-03-03')).toMatchObject({ due: '2026-04-10', status: 'running', place: 1 });
    expect(planned.clock(`L39@${person}/designation`, '2026-03-03')).toMatchObject({ due: '2026-03-31', place: 2 });
    planned.done(dated(tell({ notice: 'designation' }), '2026-03-31'));
    planned.done(dated(planTransfer({ plannedOn: '2026-05-08', designated: true }), '2026-04-01'));
    expect(planned.clock(`L39@${person}`, '2026-04-02')).toMatchObject({ due: '2026-04-28' });
    expect(planned.clock(`L39@${person}/designation`, '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-31' });
  });
  test('L40 and L41: a month to supplement, twice; after each the procuratorate’s month begins anew', () => {
    const kase = returned();
    expect(kase.clock(`L40@${person}/1`, '2026-03-03')).toMatchObject({ due: '2026-04-02', status: 'running' });
    expect(kase.clock(`L41@${person}`, '2026-03-03')).toMatchObject({ status: 'met', stoppedOn: '2026-03-02' });
    kase.done(dated(again(), '2026-04-02'));
    expect(kase.clock(`L40@${person}/1`, '2026-06-01')).toMatchObject({ status: 'met' });
    // A month from 2 April ends on 2 May, within Labour Day.
    expect(kase.clock(`L41@${person}`, '2026-04-03')).toMatchObject({ start: '2026-04-02', due: '2026-05-06', status: 'running' });
    kase.done(dated(giveBack({ outline: '补充资金去向' }), '2026-04-20'));
    expect(kase.clock(`L40@${person}/2`, '2026-04-21')).toMatchObject({ due: '2026-05-20', status: 'running' });
  });
  test('L41: the procuratorate may take fifteen days more', () => {
    const kase = transferred();
    kase.done({ name: 'extendClock', asked: { clock: `L41@${person}`, n: 15, unit: 'days', reason: '案情重大复杂' }, by: people.handler, on: '2026-03-20' });
    expect(kase.clock(`L41@${person}`, '2026-03-21')).toMatchObject({ due: '2026-04-17', extensions: 1 });
  });
  test('L42: thirty days from the receipt of the non-indictment; the review of the sanction accepts it', () => {
    const kase = notIndicted();
    expect(kase.clock(`L42@${person}`, '2026-03-03')).toMatchObject({ due: '2026-04-01', status: 'running' });
    expect(told(notIndicted, dated(reconsider({ to: '某市检察院' }), '2026-04-01')).clock(`L42@${person}`, '2026-05-01')).toMatchObject({ status: 'met' });
    expect(told(notIndicted, dated(uphold(), '2026-03-30')).clock(`L42@${person}`, '2026-05-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-30' });
    // Upheld after the reconsideration: the right was used, and does not begin anew.
    const upheld = told(notIndicted, dated(reconsider({ to: '某市检察院' }), '2026-03-20'), dated(spare(spared), '2026-04-20'));
    expect(upheld.clock(`L42@${person}`, '2026-06-01')).toMatchObject({ start: '2026-03-02', status: 'met' });
  });
});

describe('Money, leniency and party sanctions', () => {
  const late = (said: Said) => dated(said, '2026-03-23');
  test('L36: a month from the order; partial payments meet it when the sum is there', () => {
    const kase = told(decided, order(ordered), dated(pay({ kind: 'recover', fen: 800_000 }), '2026-03-10'));
    expect(kase.clock(`L36@${person}/recover/1`, '2026-03-11')).toMatchObject({ due: '2026-04-02', status: 'running' });
    kase.done(dated(pay({ kind: 'recover', fen: 1_000_000 }), '2026-04-03'));
    expect(kase.clock(`L36@${person}/recover/1`, '2026-04-03')).toMatchObject({ status: 'breached', stoppedOn: '2026-04-03' });
    expect(kase.matter().facts['recoveries']).toEqual([{ person, kind: 'recover', fen: 800_000, on: '2026-03-10' }, { person, kind: 'recover', fen: 1_000_000, on: '2026-04-03' }]);
  });
  test('L36 leaves out what the respondent cost', () => {
    const kase = told(decided, order(ordered), late(delay({ kind: 'recover', from: '2026-03-10', until: '2026-03-20' })));
    // 2 April and 10 days: Sunday 12 April, so Monday.
    expect(kase.clock(`L36@${person}/recover/1`, '2026-03-24')).toMatchObject({ excludedDays: 10, due: '2026-04-13' });
  });
  test('L43: the upper organ answers within 15 working days', () => {
    const kase = told(inTrial, at('askLeniency', people.handler, ['leniencyProposal'], { respondent: person, ground: 'surrender' }));
    expect(kase.clock(`L43@${person}`, '2026-03-03')).toMatchObject({ due: '2026-03-23', status: 'running' });
    kase.done(dated(at('recordLeniencyReply', people.handler, ['upperOrganReply'], { respondent: person, granted: true }), '2026-03-20'));
    expect(kase.clock(`L43@${person}`, '2026-04-20')).toMatchObject({ status: 'met' });
  });
  test('L35: the Party organization reports within six months; nothing is reported where nothing was imposed', () => {
    expect(decided().clock(`L35@${person}/party`, '2026-03-03')).toMatchObject({ due: '2026-09-02', force: 'partyRule', status: 'running' });
    expect(told(deliberating, decide('party', 'none')).clock(`L35@${person}/party`, '2026-03-03')).toBeUndefined();
    expect(told(deliberating, decide('party', 'none')).clock(`L35@${person}/state`, '2026-03-03')).toBeUndefined();
  });
});
