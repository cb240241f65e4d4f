import { caseLifecycle, clueLifecycle } from '../src';
import type { Said } from './story';
import { people, story } from './story';

type Story = ReturnType<typeof story>;
/** One sentence: given a matter at some stage, when this is said, then the stage it lands in, or the rule that refuses it. */
type Case = { readonly given: () => Story; readonly when: Partial<Said>; readonly then: string };
type Rows<T extends { readonly rows: object }> = keyof T['rows'] & string;

const on = '2026-03-02';
const asked = {
  receivedOn: '2026-03-02', title: '反映某局采购问题', summary: '反映被反映人0001在采购中收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary',
};
const { named: _, informantName: __, informantContact: ___, concerns: ____, ...handedOver } = { ...asked, source: 'audit' };
const { informantName: _____, informantContact: ______, ...anonymous } = { ...asked, named: false };

const clue = (change: object = {}) => {
  const told = story(clueLifecycle);
  told.done({ name: 'registerAccusation', asked: { ...asked, ...change }, by: people.petition, on });
  return told;
};
const then = (given: () => Story, ...said: readonly Said[]) => () => {
  const told = given();
  for (const one of said) told.done(one);
  return told;
};
const at = (name: string, by: Said['by'], papers: readonly string[] = [], fields: object = {}): Said => ({ name, by, on, papers, asked: fields });

const assign = at('assignClue', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1' });
const start = at('startAssessment', people.handler, [], { custodian: 'P-03' });
const registered = clue;
const assigned = then(clue, assign);
const assessed = then(clue, assign, start);
const assessedOf = (rank: string, important = false) => then(() => clue({ reported: [{ person: '被反映人0001', unit: '某局', rank }], important }), assign, start);
const talk = at('decideTalkOrInquiry', people.handler, ['disposalOpinion']);
const talking = then(assessed, talk);
const shelve = at('shelveClue', people.handler, ['shelvingNote'], { reason: '关键证人在境外', reviewOn: '2026-09-01' });
const shelved = then(assessed, shelve);
const verify = at('openVerification', people.handler, ['disposalOpinion', 'workPlan'], { team: ['P-03', 'P-04'] });
const verifying = then(assessed, verify);
const concluded = { signedBy: ['P-03', 'P-04'] };
const report = ['verificationReport', 'disposalOpinion'];
const closed = then(assessed, at('decideClosing', people.handler, ['disposalOpinion'], { reason: '无具体内容' }));
const proposed = then(verifying, at('concludeVerificationForFiling', people.handler, report, concluded));
const respondents = [{ person: '被反映人0001', unit: '某局', rank: 'ordinary', tracks: ['party', 'state'] }];
const filing = { caseNo: '立〔2026〕1号', kind: 'person', respondents };
const file = at('fileCase', people.handler, ['filingReport', 'filingDecision'], filing);

const clueCases: Record<Rows<typeof clueLifecycle>, readonly Case[]> = {
  registerAccusation: [
    { given: () => story(clueLifecycle), when: at('', people.petition, [], asked), then: 'registered' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], anonymous), then: 'registered' },
    { given: () => story(clueLifecycle), when: at('', people.supervision, [], asked), then: 'wrong-actor' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, concerns: 'ownChief' }), then: 'CR 15' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, concerns: 'superiorOrgan' }), then: 'CR 15' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...anonymous, named: true }), then: 'IR 209' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, named: false }), then: 'IR 209' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, receivedOn: '2026-03-03' }), then: 'received-after-registration' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, receivedOn: '2026-02-30' }), then: 'invalid' },
    { given: clue, when: at('', people.petition, [], asked), then: 'already-there' },
  ],
  registerHandedOver: [
    { given: () => story(clueLifecycle), when: at('', people.supervision, ['transferLetter'], handedOver), then: 'registered' },
    { given: () => story(clueLifecycle), when: at('', people.supervision, [], handedOver), then: 'missing-document' },
    { given: () => story(clueLifecycle), when: at('', people.petition, ['transferLetter'], handedOver), then: 'wrong-actor' },
    { given: () => story(clueLifecycle), when: at('', people.supervision, ['transferLetter'], { ...handedOver, source: 'petition' }), then: 'invalid' },
  ],
  logDuplicateAccusation: [
    { given: shelved, when: at('', people.petition, [], { receivedOn: on }), then: 'shelved' },
    { given: closed, when: at('', people.petition, [], { receivedOn: '2026-03-09' }), then: 'received-after-registration' },
  ],
  tellAcceptance: [
    { given: registered, when: at('', people.petition), then: 'registered' },
    { given: closed, when: at('', people.petition), then: 'closed' },
    { given: () => { const told = story(clueLifecycle); told.done(at('registerAccusation', people.petition, [], anonymous)); return told; }, when: at('', people.petition), then: 'IR 209' },
    { given: then(clue, at('tellAcceptance', people.petition)), when: at('', people.petition), then: 'IR 209' },
  ],
  forwardClue: [
    { given: () => clue({ jurisdiction: 'other' }), when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'transferredOut' },
    { given: proposed, when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'transferredOut' },
    { given: closed, when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'wrong-stage' },
  ],
  assignClue: [
    { given: registered, when: assign, then: 'assigned' },
    { given: () => clue({ jurisdiction: 'other' }), when: assign, then: 'IR 199' },
    { given: registered, when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'trialOffice' }), then: 'invalid' },
  ],
  startAssessment: [
    { given: assigned, when: start, then: 'underAssessment' },
    { given: assigned, when: { ...start, by: { ...people.handler, office: 'investigationOffice2' } }, then: 'wrong-actor' },
  ],
  decideTalkOrInquiry: [{ given: assessed, when: talk, then: 'talkOrInquiry' }, { given: assigned, when: talk, then: 'wrong-stage' }],
  decideClosing: [{ given: assessed, when: at('', people.handler, ['disposalOpinion'], { reason: '无具体内容' }), then: 'closed' }],
  decideFiling: [{ given: assessed, when: at('', people.handler, ['disposalOpinion']), then: 'filingProposed' }],
  shelveClue: [
    { given: assessed, when: shelve, then: 'shelved' },
    { given: talking, when: shelve, then: 'shelved' },
    { given: assessed, when: { ...shelve, asked: { reason: '条件不具备', reviewOn: on } }, then: 'review-date' },
  ],
  reactivateClue: [{ given: shelved, when: at('', people.handler, ['reopeningNote'], { reason: '证人已回国' }), then: 'underAssessment' }],
  openVerification: [
    { given: assessed, when: verify, then: 'preliminaryVerification' },
    { given: assessed, when: { ...verify, asked: { team: ['P-03'] } }, then: 'invalid' },
    { given: assessed, when: { ...verify, asked: { team: ['P-03', 'P-03'] } }, then: 'invalid' },
    { given: assessed, when: { ...verify, papers: ['disposalOpinion'] }, then: 'missing-document' },
  ],
  concludeTalkOrInquiry: [
    { given: talking, when: at('', people.handler, ['situationReport'], { kind: 'credible', measure: 'none' }), then: 'closed' },
    { given: talking, when: at('', people.handler, ['situationReport'], { kind: 'minorHandled', measure: 'reminder' }), then: 'closed' },
    { given: talking, when: at('', people.handler, ['situationReport'], { kind: 'minorHandled', measure: 'none' }), then: 'IR 208' },
    { given: talking, when: at('', people.handler, ['situationReport'], { kind: 'credible', measure: 'admonition' }), then: 'IR 208' },
  ],
  concludeVerificationForFiling: [
    { given: verifying, when: at('', people.handler, report, concluded), then: 'filingProposed' },
    { given: verifying, when: at('', people.handler, report, { signedBy: ['P-03', 'P-09'] }), then: 'IR 207' },
  ],
  concludeVerificationByClosing: [
    { given: verifying, when: at('', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }), then: 'closed' },
    { given: verifying, when: at('', people.handler, report, { ...concluded, kind: 'minorHandled', measure: 'none' }), then: 'IR 208' },
  ],
  concludeVerificationByShelving: [
    { given: verifying, when: at('', people.handler, report, { ...concluded, reason: '关键证人在境外', reviewOn: '2026-09-01' }), then: 'shelved' },
    { given: verifying, when: at('', people.handler, report, { ...concluded, reason: '关键证人在境外', reviewOn: on }), then: 'review-date' },
  ],
  concludeVerificationByForwarding: [{ given: verifying, when: at('', people.handler, [...report, 'transferLetter'], { ...concluded, to: '某市纪委监委' }), then: 'transferredOut' }],
  fileCase: [
    { given: proposed, when: file, then: 'convertedToCase' },
    { given: proposed, when: { ...file, asked: { ...filing, respondents: [] } }, then: 'IR 211' },
    { given: proposed, when: { ...file, asked: { ...filing, respondents: [{ ...respondents[0], rank: 'sameLevelMember' }] } }, then: 'rank-differs' },
    { given: proposed, when: { ...file, asked: { ...filing, respondents: [...respondents, ...respondents] } }, then: 'respondent-twice' },
    { given: proposed, when: { ...file, asked: { ...filing, kind: 'matter', respondents: [] } }, then: 'convertedToCase' },
    { given: verifying, when: file, then: 'wrong-stage' },
  ],
  reopenClue: [{ given: closed, when: at('', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }), then: 'underAssessment' }],
  feedbackToInformant: [
    { given: closed, when: at('', people.petition, ['feedbackRecord']), then: 'closed' },
    { given: then(closed, at('feedbackToInformant', people.petition, ['feedbackRecord'])), when: at('', people.petition, ['feedbackRecord']), then: 'IR 209' },
  ],
};

const opened = (change: object = {}) => {
  const told = story(caseLifecycle);
  told.done(at('openCase', people.engine, [], { ...filing, filedOn: on, clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', handlingOffice: 'investigationOffice1', owesFeedback: true, duties: [{ duty: 'verification', person: 'P-08' }], recused: ['P-09'], ...change }));
  return told;
};
const plan = at('approvePlan', people.handler, ['investigationPlan'], { team: ['P-03', 'P-04'] });
const conclude = at('concludeInvestigation', people.handler, ['investigationReport', 'factsMaterial'], { heard: true, signedBy: ['P-03', 'P-04'] });
const submit = at('submitToTrial', people.handler, ['caseFile']);
const panel = { panel: ['P-06', 'P-07'] };
const accept = at('acceptTrial', people.trial, ['acceptanceNote'], panel);
const reportTrial = at('submitTrialReport', people.trial, ['trialReport']);
const investigating = then(opened, plan);
const concludedCase = then(investigating, conclude);
const submittedCase = then(concludedCase, submit);
const inTrial = then(submittedCase, accept);
const deliberating = then(inTrial, reportTrial);
const lane = (track: string) => ({ respondent: '被反映人0001', track });
const decide = (track: string, kind: string) => at('decideSanction', people.trial, ['sanctionDecision'], { ...lane(track), kind, form: 'form2', heard: true });
const decided = then(deliberating, decide('party', 'warning'), decide('state', 'none'));
const announceTo = (track: string) => at('announce', people.handler, ['deliverySlip'], { ...lane(track), to: '某局' });
const announced = then(decided, announceTo('party'), announceTo('state'));
const begin = at('execute', people.handler, [], { ...lane('party'), unit: '某局' });
const executed = then(announced, begin, at('reportExecution', people.handler, ['executionReport'], { ...lane('party'), result: '已执行' }), at('endWithoutSanction', people.handler, [], lane('state')));
const inform = at('feedbackToInformant', people.petition, ['feedbackRecord']);

const caseCases: Record<Rows<typeof caseLifecycle>, readonly Case[]> = {
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
  closeCase: [
    { given: then(executed, inform), when: at('', people.handler, ['archiveList']), then: 'closed' },
    { given: executed, when: at('', people.handler, ['archiveList']), then: 'IR 209' },
    { given: announced, when: at('', people.handler, ['archiveList']), then: 'wrong-stage' },
  ],
};

const outcome = (told: Story, said: Said): string => {
  const refused = told.tell(said);
  if (refused) return refused.rule;
  for (let open = told.matter().proposals.at(-1); open; open = told.matter().proposals.at(-1)) {
    const signer = Object.values(people).find(({ post }) => post === open.chain[open.given.length])!;
    const late = told.tell({ name: 'approve', asked: { proposal: open.id }, by: signer, on: said.on });
    if (late) return late.rule;
  }
  return told.matter().stage;
};

const suite = (title: string, rows: Readonly<Record<string, readonly Case[]>>) =>
  describe(title, () => {
    for (const [name, cases] of Object.entries(rows))
      test.each(cases.map((one, i) => ({ ...one, i: i + 1 })))(`${name} $i → $then`, ({ given, when, then: expected }) => {
        expect(outcome(given(), { on, by: people.engine, ...when, name })).toBe(expected);
      });
  });

suite('Each row of the clue table', clueCases);
suite('Each row of the case table', caseCases);

describe('Who signs', () => {
  const chain = (given: () => Story, said: Said) => {
    const told = given();
    expect(told.tell(said)).toBeUndefined();
    return told.matter().proposals.at(-1)?.chain;
  };
  test('A13: an inquiry about a lower-level Party chief goes to the chief', () => {
    expect(chain(assessedOf('ordinary'), talk)).toEqual(['leader']);
    expect(chain(assessedOf('lowerPartyChief'), talk)).toEqual(['leader', 'chief']);
  });
  test('A13: verifying a lower-level Party chief needs the chief of the Party committee', () => {
    expect(chain(assessedOf('lowerPartyChief'), verify)).toEqual(['chief', 'partyChief']);
  });
  test('A14: a same-level member’s clue goes to the upper organ', () => {
    expect(chain(assessedOf('sameLevelMember'), talk)).toEqual(['chief', 'upperOrgan']);
  });
  test('A15: the department drafts, the chief examines, the Party chief approves the filing', () => {
    expect(chain(proposed, file)).toEqual(['chief', 'partyChief']);
    const other = { ...respondents[0], person: '被反映人0002', rank: 'sameLevelMember' };
    expect(chain(proposed, { ...file, asked: { ...filing, respondents: [...respondents, other] } })).toEqual(['chief', 'partyChief', 'upperOrgan']);
  });
  test('A20: important matters are disposed of collectively', () => {
    expect(chain(assessedOf('ordinary', true), talk)).toEqual(['leader', 'collective']);
    expect(chain(assessedOf('lowerPartyChief', true), talk)).toEqual(['leader', 'chief', 'collective']);
    expect(chain(assessedOf('sameLevelMember', true), talk)).toEqual(['chief', 'collective', 'upperOrgan']);
  });
  test('C18: the conclusion is approved at the level that approved the opening, and goes to the chief', () => {
    expect(chain(verifying, at('concludeVerificationForFiling', people.handler, report, concluded))).toEqual(['leader', 'chief']);
  });
  test('C22: a closed clue is reopened at least as high as it was closed', () => {
    const closedByChief = then(verifying, at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }));
    expect(chain(closedByChief, at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }))).toEqual(['leader', 'chief']);
  });
  test('A19: a sanction is decided collectively', () => {
    expect(chain(deliberating, decide('party', 'warning'))).toEqual(['chief', 'collective']);
  });
});

describe('One person filed by two clues', () => {
  test('is one respondent on all the tracks either names', () => {
    const told = opened({ respondents: [{ ...respondents[0], tracks: ['party'] }] });
    told.done(at('joinCase', people.engine, [], { ...filing, respondents: [{ ...respondents[0], tracks: ['state'] }, { person: '被反映人0002', unit: '某局', rank: 'ordinary', tracks: ['party'] }], filedOn: on, clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', owesFeedback: false, duties: [], recused: [] }));
    expect(told.matter().facts['respondents']).toMatchObject([{ person: '被反映人0001', tracks: ['party', 'state'] }, { person: '被反映人0002', tracks: ['party'] }]);
  });
});
