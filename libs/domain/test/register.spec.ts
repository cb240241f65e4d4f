import type { Cause } from '@anjuan/lifecycle';
import { caseLifecycle } from '../src';
import * as owing from '../src/case/reactions';
import { tellNumber, tellVoid } from '../src/register/reactions';
import { decide, deliberating, inTrial, on, opened, plan, reportTrial, then, type Story } from './matters';
import { begun, issue, kase, two, voiding } from './register-rows';
import { people, type Said } from './story';

const causeOf = (told: Story, said: Said): Cause => {
  const { facts, duties, recused, stream, correlation } = told.matter();
  return { asked: said.asked as Cause['asked'], facts, duties, recused, stream, correlation, on: said.on };
};

describe('Numbers of documents', () => {
  test('follow one another, and a voided one stays to be seen and is not given again', () => {
    const register = then(two, voiding(2), issue)();
    expect(register.matter().facts['issued']).toMatchObject([{ n: 1 }, { n: 2, voidedOn: on }, { n: 3 }]);
  });

  test('are told to the case as they stand on the document, and so is their voiding', () => {
    const register = two();
    expect(tellNumber.target(causeOf(register, issue))).toEqual({ stream: kase });
    expect(tellNumber.command(causeOf(register, issue))).toEqual({ name: 'recordNumber', asked: { document: 'sanctionDecision', number: '处〔2026〕2号', of: '被反映人0001/state' } });
    register.done(voiding(1));
    expect(tellVoid.command(causeOf(register, voiding(1)))).toEqual({ name: 'recordNumber', asked: { document: 'sanctionDecision', number: '处〔2026〕1号', of: '被反映人0001/party', voided: true } });
  });

  test('come from the register of the kind and the year of the act, which is no part of the case’s history', () => {
    const decision = decide('party', 'warning');
    const cause = causeOf(then(deliberating, decision)(), decision);
    expect(owing.numberSanction).toMatchObject({ apart: true });
    expect(owing.numberSanction.target(cause)).toEqual({ process: 'register', number: 'sanctionDecision/2026' });
    expect(owing.numberSanction.command(cause, undefined)).toEqual({ name: 'openRegister', asked: { kind: 'sanctionDecision', year: '2026', case: kase, of: '被反映人0001/party' } });
    expect(owing.numberSanction.command(cause, begun().matter())).toEqual({ name: 'issueNumber', asked: { case: kase, of: '被反映人0001/party' } });
  });

  test('disturb nothing: what was proposed before the number came can still be approved, and the last step still be taken back', () => {
    const told = then(inTrial)();
    expect(told.tell(reportTrial)).toBeUndefined();
    const number: Said = { name: 'recordNumber', asked: { document: 'filingDecision', number: '立〔2026〕1号' }, by: people.engine, on };
    told.done(number);
    expect(told.matter()).toMatchObject({ stage: 'deliberating', facts: { documents: [{ number: '立〔2026〕1号' }] } });
    const planned = then(opened, plan, number)();
    expect(planned.tell({ name: 'takeBack', asked: { reason: '误操作' }, by: people.chief, on })).toBeUndefined();
    expect(planned.matter()).toMatchObject({ stage: 'filed', facts: { documents: [{ number: '立〔2026〕1号' }] } });
  });

  test('are owed by the filing, each decision, the withdrawal and the transfer', () => {
    const causes = Object.values(caseLifecycle.reactions).filter(({ apart }) => apart).map(({ on: rows }) => rows);
    expect(causes).toEqual(expect.arrayContaining([['openCase', 'openRefiledCase'], ['decideSanction', 'changeSanctionAfterJudicialChange'], ['withdrawCase'], ['transferToProcuratorate'], ['transferToProcuratorate']]));
    expect(opened().matter().owed).toMatchObject([{ reaction: 'numberFiling' }]);
  });
});
