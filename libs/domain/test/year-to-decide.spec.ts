import { capture, flee, noEvidence, release, withdraw } from './beside';
import { accept, conclude, decide, decided, opened, plan, reportTrial, respondents, submit, then, type Story } from './matters';
import type { Said } from './story';

const [first, second] = ['被反映人0001', '被反映人0002'];
const both = [first, second].map((person) => ({ ...respondents[0], person, tracks: ['party'] }));
const dated = (said: Said, on: string): Said => ({ ...said, on });
const told = (given: () => Story, ...said: readonly Said[]) => then(given, ...said)();
const two = (change: object = {}) => () => opened({ respondents: both, ...change });
const tried = then(two(), plan, conclude, submit, accept, reportTrial);
const sanctioned = (person: string, on: string): Said => ({ ...dated(decide('party', 'warning'), on), asked: { respondent: person, track: 'party', kind: 'warning', form: 'form2', heard: true } });

// All these cases were filed on 2 March 2026 and are tried on that day, unless they say otherwise.
describe('The year to decide on several respondents (L29)', () => {
  test('runs until the last of them has been decided on, in whatever order', () => {
    const one = told(tried, sanctioned(second, '2026-05-06'));
    expect(one.clock('L29', '2026-05-07')).toMatchObject({ status: 'running' });
    one.done(sanctioned(first, '2026-06-10'));
    expect(one.clock('L29', '2026-06-11')).toMatchObject({ status: 'met', stoppedOn: '2026-06-10' });
  });
  test('counts for those who still wait: once the other is decided on, from the capture of the one', () => {
    const kase = told(tried, dated(flee({ respondent: second }), '2026-04-01'), dated(capture({ respondent: second }), '2026-04-20'));
    expect(kase.clock('L29', '2026-04-21')).toMatchObject({ start: '2026-03-02' });
    kase.done(sanctioned(first, '2026-05-06'));
    expect(kase.clock('L29', '2026-05-07')).toMatchObject({ start: '2026-04-20', due: '2027-04-20', status: 'running' });
    kase.done(sanctioned(second, '2027-04-20'));
    expect(kase.clock('L29', '2027-04-21')).toMatchObject({ start: '2026-04-20', status: 'met' });
  });
  test('counts the later of capture and release for the same person', () => {
    const kase = told(() => opened(), dated(release(), '2026-04-10'), dated(flee(), '2026-05-06'), dated(capture(), '2026-05-20'));
    expect(kase.clock('L29', '2026-05-21')).toMatchObject({ start: '2026-05-20' });
    expect(told(() => opened(), dated(flee(), '2026-04-01'), dated(capture(), '2026-04-20'), dated(release(), '2026-06-10')).clock('L29', '2026-06-11')).toMatchObject({ start: '2026-06-10' });
  });
  test('stands still when the only one still waited for is at large', () => {
    const kase = told(tried, sanctioned(first, '2026-05-06'), dated(flee({ respondent: second }), '2026-05-20'));
    expect(kase.clock('L29', '2026-05-30')).toMatchObject({ status: 'suspended', excludedDays: 10 });
  });
  test('stands still only from the flight of the last of them', () => {
    const one = told(two(), dated(flee({ respondent: second }), '2026-05-06'));
    expect(one.clock('L29', '2026-06-09')).toMatchObject({ status: 'running', excludedDays: 0 });
    one.done(dated(flee({ respondent: first }), '2026-06-10'));
    expect(one.clock('L29', '2026-06-20')).toMatchObject({ status: 'suspended', excludedDays: 10, due: '2027-03-12' });
  });
});

describe('The year to decide, once it is decided (L29)', () => {
  test.each([
    ['is released from detention for the court', [dated(release(), '2026-04-10')]],
    ['flees', [dated(flee(), '2026-04-10')]],
    ['flees and is captured', [dated(flee(), '2026-04-10'), dated(capture(), '2026-06-10')]],
  ])('does not begin again when the sanctioned person %s', (_, after) => {
    expect(told(decided, ...after).clock('L29', '2026-07-01')).toMatchObject({ start: '2026-03-02', due: '2027-03-02', status: 'met', stoppedOn: '2026-03-02', excludedDays: 0 });
  });
  test('begins with the release of the day of the decision, for that came first', () => {
    expect(told(tried, dated(release(), '2026-04-10'), sanctioned(first, '2026-04-10'), sanctioned(second, '2026-04-10')).clock('L29', '2026-04-11')).toMatchObject({ status: 'met', stoppedOn: '2026-04-10' });
  });
  test('too late, it stays too late, though the sanctioned person flees', () => {
    const late = told(then(two({ filedOn: '2025-02-10' }), plan, conclude, submit, accept, reportTrial), sanctioned(first, '2026-03-03'), sanctioned(second, '2026-03-03'), dated(flee(), '2026-04-10'), dated(flee({ respondent: second }), '2026-04-10'));
    expect(late.clock('L29', '2027-04-10')).toMatchObject({ due: '2026-02-10', status: 'breached' });
  });
  test('in absence, it is met, and what passes afterwards moves nothing', () => {
    const absent = told(tried, sanctioned(first, '2026-05-06'), dated(flee({ respondent: second }), '2026-05-20'), sanctioned(second, '2026-06-19'));
    for (const at of ['2026-06-20', '2028-06-20']) expect(absent.clock('L29', at)).toMatchObject({ status: 'met', stoppedOn: '2026-06-19', excludedDays: 30 });
  });
  test('is over with the withdrawal, and the flight of that time no longer counts on', () => {
    const kase = told(two(), plan, dated(flee(), '2026-05-06'), dated(flee({ respondent: second }), '2026-05-06'), dated(withdraw(noEvidence), '2026-05-16'));
    expect(kase.clock('L29', '2028-06-20')).toMatchObject({ status: 'met', stoppedOn: '2026-05-16', excludedDays: 10 });
  });
});
