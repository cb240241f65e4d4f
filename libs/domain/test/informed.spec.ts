import { noEvidence, withdraw } from './beside';
import { announceTo, at, begin, closed, decided, executed, inform, investigating, opened, plan, conclude, submit, accept, reportTrial, decide, then, type Story } from './matters';
import { people, type Said } from './story';

const dated = (said: Said, on: string): Said => ({ ...said, on, entered: '2026-03-11' });
const [first, second] = ['clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb'];
const told = (given: () => Story, ...said: readonly Said[]) => then(given, ...said)();
const informOf = (clue: string): Said => ({ ...inform, asked: { clue } });
/** Two clues made this case, and both had an informant who gave a name. */
const ofTwo = then(() => opened({ alsoNamed: [second] }), plan, conclude, submit, accept, reportTrial, decide('party', 'warning'), decide('state', 'none'));

describe('A named informant (IR 209)', () => {
  test('may have heard of the decision before it was announced and executed, though it is entered afterwards', () => {
    const kase = told(decided, dated(announceTo('party'), '2026-03-10'), dated(announceTo('state'), '2026-03-10'), dated(begin, '2026-03-10'));
    expect(kase.tell(dated(inform, '2026-03-04'))).toBeUndefined();
    expect(kase.clock('L5', '2026-06-01')).toMatchObject({ start: '2026-03-02', stoppedOn: '2026-03-04', status: 'met' });
  });
  test('has not heard of a result before there was one', () => {
    const late = told(then(() => opened(), plan, conclude, submit, accept, reportTrial), dated(decide('party', 'warning'), '2026-03-09'), dated(decide('state', 'none'), '2026-03-10'));
    expect(late.tell(dated(inform, '2026-03-09'))).toMatchObject({ rule: 'IR 209', value: '2026-03-09' });
    expect(late.tell(dated(inform, '2026-03-10'))).toBeUndefined();
    const withdrawn = told(investigating, dated(withdraw(noEvidence), '2026-03-10'));
    expect(withdrawn.tell(dated(inform, '2026-03-09'))).toMatchObject({ rule: 'IR 209', value: '2026-03-09' });
    expect(withdrawn.tell(dated(inform, '2026-03-10'))).toBeUndefined();
  });
  test('of a clue has not heard before it was closed either', () => {
    const close = at('decideClosing', people.handler, ['disposalOpinion'], { reason: '无具体内容' });
    const clue = told(closed, dated(at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }), '2026-03-09'), dated(close, '2026-03-10'));
    expect(clue.tell(dated(inform, '2026-03-09'))).toMatchObject({ rule: 'IR 209', value: '2026-03-09' });
    expect(clue.tell(dated(inform, '2026-03-10'))).toBeUndefined();
  });
  test('who is not the only one is told apart, and nobody is told twice', () => {
    const kase = told(ofTwo, dated(informOf(second), '2026-03-04'));
    expect(kase.tell(informOf(second))).toMatchObject({ rule: 'IR 209' });
    expect(kase.clock('L5', '2026-03-05')).toMatchObject({ status: 'running' });
    kase.done(dated(inform, '2026-03-06'));
    expect(kase.matter().facts['informed']).toEqual([{ clue: second, on: '2026-03-04' }, { clue: first, on: '2026-03-06' }]);
    expect(kase.clock('L5', '2026-06-01')).toMatchObject({ status: 'met', stoppedOn: '2026-03-06' });
    for (const said of [inform, informOf(first), informOf(second)]) expect(kase.tell(said)).toMatchObject({ rule: 'IR 209' });
  });
  test('of several, the last who heard ends the limit, in whatever order they are entered', () => {
    expect(told(ofTwo, dated(informOf(first), '2026-03-06'), dated(informOf(second), '2026-03-04')).clock('L5', '2026-06-01')).toMatchObject({ stoppedOn: '2026-03-06' });
  });
  test('is told at every stage after the decision; where none is named nobody is owed anything and no limit runs', () => {
    for (const given of [decided, then(decided, announceTo('party'), announceTo('state'), at('execute', people.handler, [], { respondent: '被反映人0001', track: 'party', unit: '某局' }), at('endWithoutSanction', people.handler, [], { respondent: '被反映人0001', track: 'state' })), executed]) expect(given().tell(inform)).toBeUndefined();
    const anonymous = told(() => opened({ owesFeedback: false }), plan, conclude, submit, accept, reportTrial, decide('party', 'warning'), decide('state', 'none'));
    expect(anonymous.tell(inform)).toMatchObject({ rule: 'IR 209', value: false });
    expect(anonymous.clock('L5', '2026-03-03')).toBeUndefined();
  });
});
