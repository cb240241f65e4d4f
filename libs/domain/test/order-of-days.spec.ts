import { again, capture, change, flee, giveBack, indict, noEvidence, opine, order, ordered, planTransfer, reconsider, recordAbove, reportOpinion, returned, spare, spared, tell, transfer, uphold, want, withdraw } from './beside';
import { at, decided, investigating, opened, plan, then, type Story } from './matters';
import { people, type Said } from './story';

const person = '被反映人0001';
const dated = (said: Said, on: string): Said => ({ ...said, on, entered: '2026-03-11' });
const after = (given: () => Story, ...said: readonly Said[]) => then(given, ...said.map((one) => dated(one, '2026-03-10')));
const withdrawn = after(investigating, withdraw(noEvidence));
const assigned = then(() => opened({ assignedFromAbove: true }), plan);
const transferred = after(decided, transfer({ to: '某区检察院' }));
const spares = after(transferred, spare(spared));
const askLeniency = at('askLeniency', people.handler, ['leniencyProposal'], { respondent: person, ground: 'surrender' });
const answerLeniency = at('recordLeniencyReply', people.handler, ['upperOrganReply'], { respondent: person, granted: true });
const writeOff = at('endRecovery', people.handler, ['otherPaper'], { respondent: person, kind: 'recover', reason: '无财产可供执行' });
const judge = at('recordJudgment', people.supervision, ['judgment'], { respondent: person, verdict: 'guilty' });
const giveUp = at('endWithoutTransfer', people.supervision, ['supplementReport'], { respondent: person });

// A day before its beginning stops no limit, and what was recorded once is not recorded again: the limit would run for ever.
describe('What follows a step is not dated before it', () => {
  test.each<[string, () => Story, Said]>([
    ['a withdrawal and its record above (L37)', withdrawn, recordAbove],
    ['a withdrawal and its announcement', withdrawn, at('announceWithdrawal', people.handler, ['deliverySlip'], { unit: '某局' })],
    ['a withdrawal and the clearing up', withdrawn, at('clarifyWithdrawal', people.handler, ['otherPaper'], { scope: '某局全体会议' })],
    ['a withdrawal opinion and its report (L38)', after(assigned, opine), reportOpinion],
    ['a plan and the notice of the transfer (L39)', after(decided, planTransfer({ plannedOn: '2026-04-20', designated: true })), tell({ notice: 'transfer' })],
    ['a transfer and the return (L41)', transferred, giveBack({ outline: '补充资金去向' })],
    ['a return and the second transfer (L40)', after(returned, again(), giveBack({ outline: '补充资金去向' })), again()],
    ['a return and the end without another transfer (L40)', after(returned, again(), giveBack({ outline: '补充资金去向' })), giveUp],
    ['a transfer and the indictment (L41)', transferred, indict()],
    ['a transfer and the non-indictment (L41)', transferred, spare(spared)],
    ['an indictment and the judgment', after(transferred, indict()), judge],
    ['a non-indictment and the request to reconsider it (L42)', spares, reconsider({ to: '某市检察院' })],
    ['a non-indictment and the review of the sanction (L42)', spares, uphold()],
    ['a request to reconsider and what comes of it', after(spares, reconsider({ to: '某市检察院' })), indict()],
    ['a leniency proposal and the reply (L43)', after(investigating, askLeniency), answerLeniency],
    ['a flight and the capture (L29)', after(opened, flee()), capture()],
    ['a flight and the warrant', after(opened, flee()), want()],
    ['a warrant and the capture', then(after(opened, flee()), dated(want(), '2026-03-10')), capture()],
    ['an order about assets and its end (L36)', after(decided, order(ordered)), writeOff],
  ])('%s', (_, given, said) => {
    expect(given().tell(dated(said, '2026-03-09'))).toMatchObject({ rule: 'out-of-order', value: '2026-03-09' });
    expect(given().tell(dated(said, '2026-03-10'))).toBeUndefined();
  });
  test('a non-indictment and the sanction that is changed after it', () => {
    expect(spares().tell(dated(change('party', 'none'), '2026-03-09'))).toMatchObject({ rule: 'out-of-order' });
  });
});
