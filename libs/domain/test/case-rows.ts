import { caseLifecycle } from '../src';
import { besideCases, closingCases } from './beside';
import type { Case, Rows } from './each-row';
import { accept, announceTo, announced, at, begin, conclude, concludedCase, decide, decided, deliberating, executed, filing, inTrial, inform, investigating, lane, on, opened, panel, plan, reportTrial, respondents, submit, submittedCase, then } from './matters';
import { caseNo, concludedOnPaper, paperRow, sanctioned, takeOverCase, underWay } from './paper';
import { people, story } from './story';

export const caseCases: Record<Rows<typeof caseLifecycle>, readonly Case[]> = {
  openCase: [
    { given: () => story(caseLifecycle), when: at('', people.engine, [], { ...filing, filedOn: on, clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', handlingOffice: 'investigationOffice1', owesFeedback: true, duties: [], recused: [] }), then: 'filed' },
    { given: () => story(caseLifecycle), when: at('', people.handler, [], { ...filing, filedOn: on, clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', handlingOffice: 'investigationOffice1', owesFeedback: true, duties: [], recused: [] }), then: 'wrong-actor' },
  ],
  joinCase: [
    { given: opened, when: at('', people.engine, [], { ...filing, filedOn: on, clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', owesFeedback: false, duties: [], recused: [] }), then: 'filed' },
    { given: opened, when: at('', people.engine, [], { ...filing, filedOn: on, clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', owesFeedback: false, duties: [], recused: [] }), then: 'joined-already' },
    { given: inTrial, when: at('', people.engine, [], { ...filing, filedOn: on, clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', owesFeedback: false, duties: [], recused: [] }), then: 'wrong-stage' },
  ],
  addRespondent: [
    { given: () => opened({ kind: 'matter', respondents: [] }), when: at('', people.handler, ['filingDecision'], { respondent: respondents[0] }), then: 'filed' },
    { given: () => opened({ kind: 'matter' }), when: at('', people.handler, ['filingDecision'], { respondent: respondents[0] }), then: 'respondent-twice' },
    { given: opened, when: at('', people.handler, ['filingDecision'], { respondent: { ...respondents[0], person: '被反映人0002' } }), then: 'IR 211' },
  ],
  reassignCase: [
    { given: opened, when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice2', reason: '超期未办' }), then: 'filed' },
    { given: investigating, when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1', reason: '超期未办' }), then: 'same-office' },
    { given: inTrial, when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice2', reason: '超期未办' }), then: 'wrong-stage' },
  ],
  approvePlan: [{ given: opened, when: plan, then: 'investigating' }, { given: opened, when: { ...plan, asked: { team: ['P-03'] } }, then: 'invalid' }],
  concludeInvestigation: [
    { given: investigating, when: conclude, then: 'investigationConcluded' },
    { given: investigating, when: { ...conclude, asked: { heard: false, signedBy: ['P-03', 'P-04'] } }, then: 'IR 217' },
    { given: investigating, when: { ...conclude, asked: { heard: true, signedBy: ['P-03', 'P-07'] } }, then: 'IR 218' },
    { given: investigating, when: { ...conclude, asked: { heard: true, signedBy: ['P-03', 'P-04', 'P-09'] } }, then: 'recused' },
    { given: then(() => opened({ kind: 'matter', respondents: [] }), plan), when: conclude, then: 'IR 211' },
    { given: then(() => opened({ kind: 'matter', respondents: [] }), plan, at('addRespondent', people.handler, ['filingDecision'], { respondent: respondents[0] })), when: conclude, then: 'investigationConcluded' },
  ],
  submitToTrial: [{ given: concludedCase, when: submit, then: 'trialSubmitted' }],
  acceptTrial: [
    { given: submittedCase, when: accept, then: 'inTrial' },
    { given: submittedCase, when: { ...accept, asked: { panel: ['P-06', 'P-03'] } }, then: 'IR 222' },
    { given: submittedCase, when: { ...accept, asked: { panel: ['P-06', 'P-08'] } }, then: 'IR 222' },
    { given: submittedCase, when: { ...accept, by: { ...people.handler, office: 'trialOffice' } }, then: 'IR 222' },
    { given: submittedCase, when: { ...accept, asked: { panel: ['P-06'] } }, then: 'invalid' },
  ],
  deferTrial: [{ given: submittedCase, when: at('', people.trial, ['missingItemsList'], { missing: '缺少涉案财物报告' }), then: 'trialDeferred' }],
  completeMaterials: [{ given: then(submittedCase, at('deferTrial', people.trial, ['missingItemsList'], { missing: '缺少涉案财物报告' })), when: at('', people.trial, ['missingItemsList', 'acceptanceNote'], panel), then: 'inTrial' }],
  talkWithRespondent: [
    { given: inTrial, when: at('', people.trial, ['otherPaper'], { respondent: '被反映人0001', talkers: ['P-06', 'P-07'] }), then: 'inTrial' },
    { given: inTrial, when: at('', people.trial, ['otherPaper'], { respondent: '被反映人0009', talkers: ['P-06', 'P-07'] }), then: 'IR 225' },
    { given: inTrial, when: at('', people.trial, ['otherPaper'], { respondent: '被反映人0001', talkers: ['P-06', 'P-03'] }), then: 'IR 222' },
  ],
  submitTrialReport: [{ given: inTrial, when: reportTrial, then: 'deliberating' }],
  decideSanction: [
    { given: deliberating, when: decide('party', 'warning'), then: 'deliberating' },
    { given: then(deliberating, decide('party', 'warning')), when: decide('state', 'demerit'), then: 'decided' },
    { given: deliberating, when: decide('party', 'demerit'), then: 'DL 7' },
    { given: deliberating, when: decide('state', 'expulsion'), then: 'DL 7' },
    { given: deliberating, when: { ...decide('party', 'warning'), asked: { ...lane('party'), kind: 'warning', form: 'form2', heard: false } }, then: 'DL 43' },
    { given: deliberating, when: { ...decide('party', 'warning'), asked: { respondent: '被反映人0009', track: 'party', kind: 'warning', form: 'form2', heard: true } }, then: 'unknown-lane' },
  ],
  announce: [{ given: then(deliberating, decide('party', 'warning'), decide('state', 'none')), when: announceTo('party'), then: 'decided' }],
  execute: [{ given: announced, when: begin, then: 'announced' }, { given: announced, when: { ...begin, asked: { ...lane('state'), unit: '某局' } }, then: 'K13' }],
  reportExecution: [{ given: then(announced, begin), when: at('', people.handler, ['executionReport'], { ...lane('party'), result: '已执行' }), then: 'announced' }],
  endWithoutSanction: [
    { given: announced, when: at('', people.handler, [], lane('state')), then: 'announced' },
    { given: announced, when: at('', people.handler, [], lane('party')), then: 'DL 12' },
  ],
  feedbackToInformant: [
    { given: decided, when: inform, then: 'decided' },
    { given: then(decided, inform), when: inform, then: 'IR 209' },
    { given: deliberating, when: inform, then: 'wrong-stage' },
  ],
  ...besideCases,
  closeCase: [
    ...closingCases,
    { given: then(executed, inform), when: at('', people.handler, ['archiveList']), then: 'closed' },
    { given: executed, when: at('', people.handler, ['archiveList']), then: 'IR 209' },
    { given: announced, when: at('', people.handler, ['archiveList']), then: 'wrong-stage' },
  ],
  takeOverCase: [
    { given: () => story(caseLifecycle), when: takeOverCase('', '2018-03-06', [paperRow(1, sanctioned), paperRow(2)], caseNo), then: 'filed' },
    { given: () => story(caseLifecycle), when: takeOverCase('', '2018-03-26', [paperRow(1, sanctioned)], caseNo), then: 'decided-on-paper' },
    { given: () => story(caseLifecycle), when: takeOverCase('', '2018-03-06', [paperRow(1), paperRow(1)], caseNo), then: 'joined-already' },
    { given: () => story(caseLifecycle), when: { ...takeOverCase('', '2018-03-06', [paperRow(1)], caseNo), by: people.handler }, then: 'wrong-actor' },
  ],
  takeOverConcludedCase: [
    { given: () => story(caseLifecycle), when: takeOverCase('', '2018-03-26', [paperRow(1, sanctioned), paperRow(2, sanctioned)], caseNo), then: 'concludedOnPaper' },
    { given: () => story(caseLifecycle), when: takeOverCase('', '2018-03-26', [paperRow(1)], caseNo), then: 'undecided-on-paper' },
    { given: () => story(caseLifecycle), when: takeOverCase('', '2018-03-26', [paperRow(1, { ...sanctioned, sanctionedOn: '2026-03-03' })], caseNo), then: 'date-in-the-future' },
  ],
  takeOverMore: [
    { given: underWay, when: takeOverCase('', '2018-04-01', [paperRow(3, sanctioned)]), then: 'filed' },
    { given: underWay, when: takeOverCase('', '2018-04-01', [paperRow(1, sanctioned)]), then: 'joined-already' },
  ],
  takeOverMoreConcluded: [
    { given: concludedOnPaper, when: takeOverCase('', '2018-04-01', [paperRow(3, sanctioned)]), then: 'concludedOnPaper' },
    { given: concludedOnPaper, when: takeOverCase('', '2018-04-01', [paperRow(3)]), then: 'undecided-on-paper' },
  ],
  concludeOnPaper: [
    { given: underWay, when: takeOverCase('', '2018-04-01', [{ ...paperRow(3, sanctioned), respondent: paperRow(2).respondent }]), then: 'concludedOnPaper' },
    { given: underWay, when: takeOverCase('', '2018-04-01', [paperRow(3, sanctioned)]), then: 'undecided-on-paper' },
  ],
  resumeFromPaper: [{ given: concludedOnPaper, when: takeOverCase('', '2018-04-01', [paperRow(3)]), then: 'filed' }],
  assignTakenOver: [
    { given: underWay, when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1' }), then: 'filed' },
    { given: opened, when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1' }), then: 'assigned-already' },
  ],
};
