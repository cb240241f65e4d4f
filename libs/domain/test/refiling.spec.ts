import type { Cause } from '@anjuan/lifecycle';
import { caseLifecycle } from '../src';
import { openRefiledCase } from '../src/case/reactions';
import { openCase } from '../src/clue/reactions';
import { withdrawn } from './beside';
import { accept, at, conclude, filing, plan, respondents, submit, type Story } from './matters';
import { people, story } from './story';

const causeOf = (told: Story, asked: Cause['asked'], on: string): Cause => {
  const { facts, duties, recused, stream, correlation } = told.matter();
  return { asked, facts, duties, recused, stream, correlation, on };
};
const anew = { caseNo: '立〔2027〕1号', respondents, newFacts: '新的银行流水' };
const refiled = () => {
  const told = withdrawn();
  told.done({ ...at('refileCase', people.handler, ['filingReport', 'filingDecision'], anew), on: '2027-03-01' });
  return told;
};

describe('A case that is filed anew', () => {
  test('leaves the withdrawn one withdrawn, and owes the opening of another under the new number', () => {
    const told = refiled();
    expect(told.matter()).toMatchObject({ stage: 'withdrawn', facts: { withdrawal: { on: '2026-03-02', refiledAs: '立〔2027〕1号' } } });
    expect(told.matter().owed.map(({ reaction }) => reaction)).toContain('openRefiledCase');
    expect(openRefiledCase.target(causeOf(told, anew, '2027-03-01'))).toEqual({ process: 'case', number: '立〔2027〕1号' });
  });

  test('is a case of its own: its year begins with the new filing, its informants are owed this result, and who investigated before may not try it', () => {
    const { name, asked } = openRefiledCase.command(causeOf(refiled(), anew, '2027-03-01'));
    const kase = story(caseLifecycle);
    kase.done({ name, asked, by: people.engine, on: '2027-03-01' });
    expect(kase.matter().facts).toMatchObject({ caseNo: '立〔2027〕1号', refiledFrom: 'case-aaaaaaaaaaaaaaaaaaaaaaaaaa', clues: ['clue-aaaaaaaaaaaaaaaaaaaaaaaaaa'], namedClues: ['clue-aaaaaaaaaaaaaaaaaaaaaaaaaa'], informed: [] });
    expect(kase.clock('L29', '2027-03-02')).toMatchObject({ start: '2027-03-01' });
    for (const said of [{ ...plan, asked: { team: ['P-17', 'P-18'] } }, { ...conclude, asked: { heard: true, signedBy: ['P-17', 'P-18'] } }, submit]) kase.done({ ...said, on: '2027-03-02', by: { ...people.handler, person: 'P-17' } });
    expect(kase.tell({ ...accept, on: '2027-03-03', asked: { panel: ['P-06', 'P-04'] } })).toMatchObject({ rule: 'IR 222', value: 'P-04' });
  });

  test('whose number is taken is refused there, and the refiling may be taken back', () => {
    const told = refiled();
    const owed = told.matter().owed.find(({ reaction }) => reaction === 'openRefiledCase')!; // owed, as told above
    const back = () => told.tell({ name: 'takeBack', asked: { reason: '立案号已被使用' }, by: people.partyChief, on: '2027-03-01' });
    expect(back()).toMatchObject({ rule: 'something-rests-on-it' });
    told.done({ name: 'settleReaction', asked: { reaction: owed.reaction, event: owed.event, outcome: 'refused', reason: 'already-there' }, by: people.engine, on: '2027-03-01' });
    expect(back()).toBeUndefined();
    expect(told.matter().facts['withdrawal']).not.toHaveProperty('refiledAs');
  });
});

test('A clue assigned from above makes a case that was assigned from above', () => {
  const cause = (source: string): Cause => ({ ...causeOf(withdrawn(), {}, '2026-03-02'), facts: { source, named: false, handlingOffice: 'investigationOffice1', filing: { ...filing, filedOn: '2026-03-02' } } });
  expect(openCase.command(cause('assignedFromAbove'), undefined).asked).toMatchObject({ assignedFromAbove: true });
  expect(openCase.command(cause('audit'), undefined).asked).not.toHaveProperty('assignedFromAbove');
});
