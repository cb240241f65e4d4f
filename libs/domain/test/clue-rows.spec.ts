import { clueLifecycle } from '../src';
import { type Case, type Rows, suite } from './each-row';
import { anonymous, asked, handedOver, assessed, assign, assigned, at, closed, clue, concluded, file, filing, on, proposed, registered, report, respondents, shelve, shelved, start, talk, talking, then, verify, verifying } from './matters';
import { people, story } from './story';

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

suite('Each row of the clue table', clueCases);
