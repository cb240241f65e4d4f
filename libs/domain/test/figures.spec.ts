import { figureMarks, processes, type FigureMark, type FigureName } from '../src';
import { assessed, at, closed, concluded, decide, deliberating, file, filing, lane, on, opened, proposed, registered, report, talking, then, verifying, type Story } from './matters';
import { concludedOnPaper, paperRow, sanctioned, takenOver, takenOverCase, underWay } from './paper';
import { people } from './story';

const marks = (told: Story, ...names: readonly FigureName[]): readonly Partial<FigureMark>[] => {
  const matter = told.matter();
  return figureMarks(processes[matter.process as 'clue' | 'case'], matter).filter(({ figure }) => names.includes(figure));
};
/** What it adds to a figure in the days of a period. */
const sum = (told: Story, figure: FigureName, from = '0000-00-00', to = '9999-99-99') => marks(told, figure).filter((mark) => mark.on! >= from && mark.on! < to).reduce((total, { n = 0 }) => total + n, 0);
const later = (name: string, day: string, by: Parameters<typeof at>[1], papers: readonly string[], asked: object = {}) => ({ ...at(name, by, papers, asked), on: day });

describe('What a clue adds to the figures', () => {
  test('received and disposed of, by source, each on its own day', () => {
    expect(marks(talking(), 'received', 'disposed')).toEqual([{ figure: 'received', on, by: 'petition', n: 1 }, { figure: 'disposed', on, by: 'petition', n: 1 }]);
    expect(marks(registered(), 'disposed')).toEqual([]);
  });
  test('open in each stage for as long as it was there, and not once it has ended', () => {
    const told = assessed();
    told.done(later('decideTalkOrInquiry', '2026-03-10', people.handler, ['disposalOpinion']));
    expect(marks(told, 'open')).toEqual([{ figure: 'open', on, by: 'underAssessment', until: '2026-03-10', n: 1 }, { figure: 'open', on: '2026-03-10', by: 'talkOrInquiry', n: 1 }]);
    expect(marks(closed(), 'open')).toEqual([]);
  });
  test('closed without action, or by form 1', () => {
    expect(marks(closed(), 'closedWithoutAction', 'form1')).toMatchObject([{ figure: 'closedWithoutAction', on }]);
    const minor = then(verifying, at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'minorHandled', measure: 'reminder' }));
    expect(marks(minor(), 'closedWithoutAction', 'form1')).toMatchObject([{ figure: 'form1', on }]);
  });
  test('reopened, its closing still counts where it was counted, and it is not disposed of twice', () => {
    const told = closed();
    told.done(later('reopenClue', '2026-07-01', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }));
    told.done(later('decideClosing', '2026-07-08', people.handler, ['disposalOpinion'], { reason: '查无实据' }));
    expect(marks(told, 'closedWithoutAction', 'disposed')).toMatchObject([{ figure: 'disposed', on }, { figure: 'closedWithoutAction', on }, { figure: 'closedWithoutAction', on: '2026-07-08' }]);
  });
  test('a step taken back counts for nothing', () => {
    const told = talking();
    told.done({ ...at('takeBack', people.leader, [], { reason: '处置方式有误' }) });
    expect(sum(told, 'disposed')).toBe(0);
  });
  test('filed, is the case’s to count', () => {
    expect(marks(then(proposed, file)(), 'casesFiled', 'personsFiled')).toEqual([]);
  });
  test('taken over, counts and was open as the ledger says', () => {
    const told = takenOver('takeOverClosed', '2018-03-24', { disposal: { way: 'talkOrInquiry', on: '2018-02-18' }, ledger: { file: 'b'.repeat(64), row: 7, vouchedBy: 'P-02', way: '谈话函询', disposedOn: '2018-02-18' }, kind: 'credible', measure: 'none' })();
    expect(marks(told, 'received', 'disposed', 'closedWithoutAction', 'open')).toMatchObject([
      { figure: 'received', on: '2018-01-21' }, { figure: 'disposed', on: '2018-02-18' }, { figure: 'closedWithoutAction', on: '2018-03-24' },
      { figure: 'open', by: 'registered', on: '2018-01-21', until: '2018-02-18' }, { figure: 'open', by: 'talkOrInquiry', on: '2018-02-18', until: '2018-03-24' },
    ]);
  });
});

describe('What a case adds to the figures', () => {
  test('one person on both tracks is one person filed', () => {
    expect([sum(opened(), 'casesFiled'), sum(opened(), 'personsFiled'), sum(opened(), 'selfHandledPersonsFiled')]).toEqual([1, 1, 1]);
  });
  test('filed on a matter, it has no person until one is identified, on the day of that', () => {
    const told = opened({ kind: 'matter', respondents: [] });
    expect([sum(told, 'casesFiled'), sum(told, 'personsFiled')]).toEqual([1, 0]);
    told.done(later('addRespondent', '2026-04-01', people.handler, ['filingDecision'], { respondent: filing.respondents[0] }));
    expect(marks(told, 'casesFiled', 'personsFiled')).toMatchObject([{ figure: 'casesFiled', on }, { figure: 'personsFiled', on: '2026-04-01' }]);
  });
  test('a person decided on twice counts once in each form, and moves to the higher one on its day', () => {
    const told = deliberating();
    told.done(decide('party', 'warning'));
    told.done({ ...decide('state', 'dismissal'), on: '2026-04-01', asked: { ...lane('state'), kind: 'dismissal', form: 'form3', heard: true } });
    expect(marks(told, 'form2', 'form3')).toEqual([{ figure: 'form2', on, n: 1 }, { figure: 'form2', on: '2026-04-01', n: -1 }, { figure: 'form3', on: '2026-04-01', n: 1 }]);
    expect([sum(told, 'form2', '2026-03-01', '2026-04-01'), sum(told, 'form2'), sum(told, 'form3')]).toEqual([1, 0, 1]);
  });
  test('whoever is let off is not sanctioned', () => {
    expect(marks(then(deliberating, decide('party', 'warning'), decide('state', 'none'))(), 'sanctionedPersons')).toEqual([{ figure: 'sanctionedPersons', on, person: '被反映人0001', n: 1 }]);
  });
  test('§8.19: a changed sanction is counted in the period of the change, and the former where it was', () => {
    const told = deliberating();
    told.done(decide('party', 'warning'));
    told.done(decide('state', 'none'));
    told.done({ ...at('transferToProcuratorate', people.supervision, ['prosecutionOpinion', 'transferLetter', 'assetList'], { respondent: '被反映人0001', to: '某市检察院' }) });
    told.done(later('recordNonIndictment', '2026-06-01', people.supervision, ['procuratorateDecision'], { respondent: '被反映人0001', approvedAbove: true }));
    told.done(later('changeSanctionAfterJudicialChange', '2026-07-01', people.trial, ['sanctionDecision'], { ...lane('party'), kind: 'probation', form: 'form3', heard: true }));
    expect([sum(told, 'form2', on, '2026-04-01'), sum(told, 'form2', '2026-07-01'), sum(told, 'form3', '2026-07-01'), sum(told, 'transferredToProcuratorate', on, '2026-03-03')]).toEqual([1, -1, 1, 1]);
  });
  test('taken over, every row of the ledger is a person filed and its decision is as written', () => {
    const told = takenOverCase('takeOverConcludedCase', '2018-03-26', [paperRow(1, { ...sanctioned, recoveredFen: 5_777_460, organ: 'own', transferredOn: '2018-04-02' }), { ...paperRow(2, { ...sanctioned, organ: 'other' }), filedOn: '2018-03-09' }])();
    expect(marks(told, 'casesFiled', 'personsFiled', 'selfHandledPersonsFiled')).toMatchObject([{ on: '2018-03-06' }, { on: '2018-03-06', person: '被反映人0001' }, { figure: 'selfHandledPersonsFiled', person: '被反映人0001' }, { on: '2018-03-09', person: '被反映人0002' }]);
    expect(marks(told, 'recoveredFen', 'transferredToProcuratorate')).toMatchObject([{ on: '2018-03-26', fen: 5_777_460 }, { on: '2018-04-02' }]);
    expect([sum(told, 'form2'), sum(told, 'sanctionedPersons')]).toEqual([2, 2]);
  });
  test('is open from its filing until everyone’s part has ended', () => {
    expect(marks(concludedOnPaper(), 'open')).toEqual([{ figure: 'open', by: 'filed', on: '2018-03-06', until: '2018-03-26', n: 1 }]);
    expect(marks(underWay(), 'open')).toEqual([{ figure: 'open', by: 'filed', on: '2018-03-06', n: 1 }]);
  });
});
