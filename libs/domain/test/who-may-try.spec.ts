import type { Row } from '@anjuan/lifecycle';
import { caseLifecycle } from '../src';
import { change, fileAndSubmit, notIndicted, reinvestigate, simple, supplement, uphold } from './beside';
import { accept, at, decide, deliberating, inTrial, opened, panel, reportTrial, submittedCase, then, type Story } from './matters';
import { people, type Said } from './story';

const deferred = then(submittedCase, at('deferTrial', people.trial, ['missingItemsList'], { missing: '缺少涉案财物报告' }));
/** P-03 investigated the case, P-08 verified the clue it came from. */
const trial: readonly (readonly [name: string, given: () => Story, said: Said])[] = [
  ['acceptTrial', submittedCase, accept],
  ['completeMaterials', deferred, at('completeMaterials', people.trial, ['missingItemsList', 'acceptanceNote'], panel)],
  ['talkWithRespondent', inTrial, at('talkWithRespondent', people.trial, ['otherPaper'], { respondent: '被反映人0001', talkers: ['P-06', 'P-07'] })],
  ['submitTrialReport', inTrial, reportTrial],
  ['returnForReinvestigation', inTrial, reinvestigate],
  ['returnForSupplement', inTrial, supplement],
  ['decideSanction', deliberating, decide('party', 'warning')],
  ['upholdSanctionAfterJudicialChange', notIndicted, uphold()],
  ['changeSanctionAfterJudicialChange', notIndicted, change('party', 'none')],
];

describe('Who investigated or verified may not try (IR 222)', () => {
  test.each(trial)('%s is not for them, and they sign for none of it', (_, given, said) => {
    for (const person of ['P-03', 'P-04', 'P-08']) expect(given().tell({ ...said, by: { ...people.trial, person } })).toMatchObject({ rule: 'IR 222', value: person });
    const told = given();
    expect(told.tell(said)).toBeUndefined();
    const open = told.matter().proposals.at(-1);
    if (!open) return;
    const signer = Object.values(people).find(({ post }) => post === open.chain[0])!; // there is one for each post
    expect(told.tell({ name: 'approve', asked: { proposal: open.id }, by: { ...signer, person: 'P-08' }, on: said.on })).toMatchObject({ rule: 'IR 222', value: 'P-08' });
    expect(told.tell({ name: 'approve', asked: { proposal: open.id }, by: signer, on: said.on })).toBeUndefined();
  });
  test('and no step of the trial is forgotten here but the deferral, which tries nothing', () => {
    const tries = Object.values<Row>(caseLifecycle.rows).filter(({ by, shape }) => by.join() === 'trialOffice' && shape !== 'opening').map(({ name }) => name);
    expect(tries.filter((name) => !trial.some(([known]) => known === name))).toEqual(['deferTrial']);
  });
  test('neither on the panel that sits once the materials are complete', () => {
    expect(deferred().tell(at('completeMaterials', people.trial, ['missingItemsList', 'acceptanceNote'], { panel: ['P-06', 'P-03'] }))).toMatchObject({ rule: 'IR 222', value: 'P-03' });
  });
  test('whoever supplements the case has investigated it, and tries it no longer', () => {
    const told = then(inTrial, supplement, at('resubmitSupplemented', { ...people.handler, person: 'P-06' }, ['supplementReport'], { result: 'proved' }))();
    expect(told.tell(reportTrial)).toMatchObject({ rule: 'IR 222', value: 'P-06' });
  });
  test('whoever drew up the filing and submission at once has investigated it', () => {
    const told = then(opened, fileAndSubmit(simple))();
    for (const person of simple.team) expect(told.tell({ ...accept, asked: { panel: ['P-06', person] } })).toMatchObject({ rule: 'IR 222', value: person });
  });
});
