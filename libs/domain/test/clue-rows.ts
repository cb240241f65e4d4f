import { clueLifecycle } from '../src';
import type { Case, Rows } from './each-row';
import { anonymous, arriving, asked, assistance, batch, childEnds, delegate, delegated, deliver, delivered, discovered, find, handedOver, holdTalk, inHand, merge, modest, otherClue, reply, sendLetter, settle, split, splitOff, tourTransfer, written, assessed, assign, assigned, at, closed, clue, concluded, file, filing, on, proposed, registered, report, respondents, shelve, shelved, start, talk, talking, then, verify, verifying } from './matters';
import { onPaper, takeOver, takenOver } from './paper';
import { people, story } from './story';

/** The step is possible at every stage of a clue in hand, and leaves it there unless it says where it goes. */
const everywhere = (when: Case['when'], to?: string): Case[] => Object.entries(inHand).map(([stage, given]) => ({ given: () => given(), when, then: to ?? stage }));
const elsewhere = at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice2', reason: '长期未签收' });
const reassigned = (handlingOffice: string, custodian: string) => at('reassignClue', people.supervision, ['distributionSheet'], { handlingOffice, custodian, reason: '超期未办' });
const unsubstantiated = then(verifying, at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }));
const minor = then(talking, at('concludeTalkOrInquiry', people.handler, ['situationReport'], { kind: 'minorHandled', measure: 'reminder' }));
const clarified = at('clarify', people.handler, ['clarificationPlan'], { person: '被反映人0001', mode: 'letter', consulted: true, discloses: false });
const falsely = at('findFalseAccusation', people.handler, ['falseAccusationFinding'], { fabricated: true, intent: true, grounds: '书信笔迹鉴定' });
const merged = then(assessed, merge);
const absorb = at('absorbNewClue', people.handler, ['workPlan'], { clue: otherClue, person: '被反映人0001', investigable: true });
const fromAbove = then(() => story(clueLifecycle), at('registerHandedOver', people.supervision, ['transferLetter'], { ...handedOver, source: 'assignedFromAbove' }));
const splitAndOpen = then(assessed, split);
const change = (said: Case['when'], fields: object): Case['when'] => ({ ...said, asked: { ...(said.asked as object), ...fields } });

export const clueCases: Record<Rows<typeof clueLifecycle>, readonly Case[]> = {
  registerAccusation: [
    { given: () => story(clueLifecycle), when: at('', people.petition, [], asked), then: 'registered' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], anonymous), then: 'registered' },
    { given: () => story(clueLifecycle), when: at('', people.supervision, [], asked), then: 'wrong-actor' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, concerns: 'ownChief' }), then: 'CR 15' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, concerns: 'superiorOrgan' }), then: 'CR 15' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, repeats: true }), then: 'CR 14' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...anonymous, named: true }), then: 'IR 209' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, named: false }), then: 'IR 209' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, receivedOn: '2026-03-03' }), then: 'received-after-registration' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { ...asked, receivedOn: '2026-02-30' }), then: 'invalid' },
    { given: clue, when: at('', people.petition, [], asked), then: 'already-there' },
  ],
  logForSuperior: [
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { arrivedOn: on }), then: 'heldForSuperior' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { arrivedOn: on, title: '反映本机关主要负责人' }), then: 'invalid' },
    { given: () => story(clueLifecycle), when: at('', people.petition, [], { arrivedOn: '2026-03-03' }), then: 'received-after-registration' },
    { given: () => story(clueLifecycle), when: at('', people.handler, [], { arrivedOn: on }), then: 'wrong-actor' },
  ],
  sendUp: [
    { given: then(() => story(clueLifecycle), at('logForSuperior', people.petition, [], { arrivedOn: on })), when: at('', people.petition, ['deliverySlip']), then: 'sentUp' },
    { given: registered, when: at('', people.petition, ['deliverySlip']), then: 'wrong-stage' },
  ],
  recordClue: [
    { given: () => story(clueLifecycle), when: find, then: 'discovered' },
    { given: () => story(clueLifecycle), when: { ...find, by: people.handler }, then: 'wrong-actor' },
    { given: () => story(clueLifecycle), when: { ...find, papers: ['workingPaper', 'sourceNote'] }, then: 'missing-document' },
    { given: () => story(clueLifecycle), when: change(find, { inProgress: false }), then: 'TR15 22' },
    { given: () => story(clueLifecycle), when: change(find, { vetted: false }), then: 'TR15 22' },
    { given: () => story(clueLifecycle), when: change(find, { noGround: false }), then: 'TR15 22' },
    { given: () => story(clueLifecycle), when: change(find, { foundOn: '2026-03-03' }), then: 'found-after-recorded' },
  ],
  requestProfessionalAssistance: [
    { given: discovered, when: assistance, then: 'discovered' },
    { given: discovered, when: { ...assistance, by: { ...people.inspector, office: 'inspectionGroup2' } }, then: 'wrong-actor' },
    { given: discovered, when: change(assistance, { kind: 'accounts' }), then: 'IR 59' },
    { given: discovered, when: change(assistance, { inquired: false }), then: 'TR15 22' },
    { given: then(discovered, tourTransfer), when: assistance, then: 'wrong-stage' },
  ],
  deliverAssistance: [
    { given: then(discovered, assistance), when: at('', people.supervision, ['assistanceResult'], { no: 1, summary: '车辆台账不实' }), then: 'discovered' },
    { given: discovered, when: at('', people.supervision, ['assistanceResult'], { no: 1, summary: '车辆台账不实' }), then: 'no-such-assistance' },
    { given: then(discovered, assistance, at('deliverAssistance', people.supervision, ['assistanceResult'], { no: 1, summary: '车辆台账不实' })), when: at('', people.supervision, ['assistanceResult'], { no: 1, summary: '再报' }), then: 'delivered-already' },
    { given: then(discovered, assistance), when: { ...at('', people.supervision, ['assistanceResult'], { no: 1, summary: '车辆台账不实' }), by: people.inspector }, then: 'wrong-actor' },
  ],
  transferDuringTour: [
    { given: discovered, when: tourTransfer, then: 'registered' },
    { given: discovered, when: { ...tourTransfer, by: people.inspector }, then: 'wrong-actor' },
    { given: discovered, when: change(tourTransfer, { evidenceLocked: false }), then: 'TR15 22' },
    { given: discovered, when: change(tourTransfer, { investigable: false }), then: 'TR15 22' },
    { given: then(discovered, tourTransfer), when: tourTransfer, then: 'wrong-stage' },
  ],
  batchTransfer: [
    { given: discovered, when: at('', people.tourOffice, batch, { jurisdiction: 'own', important: false }), then: 'registered' },
    { given: discovered, when: at('', people.tourOffice, ['batchList', 'transferLetter'], { jurisdiction: 'own', important: false }), then: 'missing-document' },
    { given: then(discovered, tourTransfer), when: at('', people.tourOffice, batch, { jurisdiction: 'own', important: false }), then: 'wrong-stage' },
  ],
  batchTransferElsewhere: [{ given: discovered, when: at('', people.tourOffice, batch, { category: 'personnel', to: '某市委组织部' }), then: 'transferredOut' }],
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
    ...everywhere(at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), 'transferredOut'),
    { given: () => clue({ jurisdiction: 'partial' }), when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'IR 201' },
    { given: splitAndOpen, when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'children-open' },
    { given: () => clue({ jurisdiction: 'other' }), when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'transferredOut' },
    { given: proposed, when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'transferredOut' },
    { given: closed, when: at('', people.supervision, ['transferLetter'], { to: '某市纪委监委' }), then: 'wrong-stage' },
  ],
  assignElsewhere: [
    { given: assigned, when: elsewhere, then: 'assigned' },
    { given: assigned, when: { ...elsewhere, asked: { handlingOffice: 'investigationOffice1', reason: '长期未签收' } }, then: 'same-office' },
    { given: assessed, when: elsewhere, then: 'wrong-stage' },
    { given: assigned, when: { ...elsewhere, by: people.handler }, then: 'wrong-actor' },
  ],
  reassignClue: [
    { given: assessed, when: reassigned('investigationOffice2', 'P-08'), then: 'underAssessment' },
    { given: shelved, when: reassigned('investigationOffice2', 'P-08'), then: 'shelved' },
    { given: assessed, when: reassigned('investigationOffice1', 'P-08'), then: 'underAssessment' },
    { given: assessed, when: reassigned('investigationOffice1', 'P-03'), then: 'same-office' },
    { given: assigned, when: reassigned('investigationOffice2', 'P-08'), then: 'wrong-stage' },
    { given: then(assessed, reassigned('investigationOffice2', 'P-08')), when: shelve, then: 'wrong-actor' },
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
  decideModestInquiry: [
    { given: assessed, when: at('', people.handler, ['disposalOpinion']), then: 'modestInquiry' },
    { given: assigned, when: at('', people.handler, ['disposalOpinion']), then: 'wrong-stage' },
    { given: assessed, when: at('', people.handler), then: 'missing-document' },
  ],
  reportInquiry: [
    { given: modest, when: at('', people.handler, ['modestInquiryReport'], { proposal: '建议初步核实', noContact: true, noLimits: true }), then: 'underAssessment' },
    { given: modest, when: at('', people.handler, ['modestInquiryReport'], { proposal: '建议初步核实', noContact: false, noLimits: true }), then: 'IR 205' },
    { given: modest, when: at('', people.handler, ['modestInquiryReport'], { proposal: '建议初步核实', noContact: true, noLimits: false }), then: 'IR 205' },
  ],
  decideClosing: [{ given: splitAndOpen, when: at('', people.handler, ['disposalOpinion'], { reason: '无具体内容' }), then: 'children-open' }, { given: then(assessed, split, childEnds), when: at('', people.handler, ['disposalOpinion'], { reason: '无具体内容' }), then: 'closed' }, { given: assessed, when: at('', people.handler, ['disposalOpinion'], { reason: '无具体内容' }), then: 'closed' }],
  decideFiling: [{ given: assessed, when: at('', people.handler, ['disposalOpinion']), then: 'filingProposed' }],
  shelveClue: [
    { given: assessed, when: shelve, then: 'shelved' },
    { given: talking, when: shelve, then: 'shelved' },
    { given: assessed, when: { ...shelve, asked: { reason: '条件不具备', reviewOn: on } }, then: 'review-date' },
  ],
  reviewShelvedClue: [
    { given: shelved, when: at('', people.handler, ['shelvingNote'], { reason: '证人仍在境外', reviewOn: '2027-03-01' }), then: 'shelved' },
    { given: shelved, when: at('', people.handler, ['shelvingNote'], { reason: '证人仍在境外', reviewOn: on }), then: 'review-date' },
    { given: assessed, when: at('', people.handler, ['shelvingNote'], { reason: '证人仍在境外', reviewOn: '2027-03-01' }), then: 'wrong-stage' },
  ],
  reactivateClue: [{ given: shelved, when: at('', people.handler, ['reopeningNote'], { reason: '证人已回国' }), then: 'underAssessment' }],
  openVerification: [
    { given: assessed, when: verify, then: 'preliminaryVerification' },
    { given: assessed, when: { ...verify, asked: { team: ['P-03'] } }, then: 'invalid' },
    { given: assessed, when: { ...verify, asked: { team: ['P-03', 'P-03'] } }, then: 'invalid' },
    { given: assessed, when: { ...verify, papers: ['disposalOpinion'] }, then: 'missing-document' },
  ],
  sendInquiryLetter: [
    { given: talking, when: sendLetter, then: 'talkOrInquiry' },
    { given: talking, when: change(sendLetter, { person: '被反映人0009' }), then: 'not-reported' },
    { given: talking, when: change(sendLetter, { copiedToUnit: false }), then: 'WR 29' },
    { given: talking, when: change(sendLetter, { copiedToResidentGroup: false }), then: 'WR 29' },
    { given: assessed, when: sendLetter, then: 'wrong-stage' },
  ],
  delegateTalk: [
    { given: talking, when: delegate, then: 'talkOrInquiry' },
    { given: talking, when: change(delegate, { person: '被反映人0009' }), then: 'not-reported' },
    { given: talking, when: change(delegate, { to: '被反映人0001' }), then: 'WR 28' },
  ],
  recordDelivery: [
    { given: written, when: deliver, then: 'talkOrInquiry' },
    { given: talking, when: deliver, then: 'no-such-letter' },
    { given: delivered, when: deliver, then: 'delivered-already' },
  ],
  recordReply: [
    { given: delivered, when: reply, then: 'talkOrInquiry' },
    { given: delivered, when: change(reply, { chief: 'subject', way: 'direct' }), then: 'talkOrInquiry' },
    { given: delivered, when: change(reply, { chief: 'notConcerned', way: 'direct' }), then: 'WR 29' },
    { given: delivered, when: change(reply, { chief: 'implicated', way: 'countersigned' }), then: 'WR 29' },
    { given: written, when: reply, then: 'not-delivered' },
    { given: talking, when: reply, then: 'no-such-letter' },
    { given: delegated, when: reply, then: 'no-such-letter' },
    { given: then(delivered, reply), when: reply, then: 'answered-already' },
  ],
  holdTalk: [
    { given: talking, when: holdTalk, then: 'talkOrInquiry' },
    { given: delegated, when: change(holdTalk, { heldBy: 'unitPartyChief', letter: 1 }), then: 'talkOrInquiry' },
    { given: talking, when: change(holdTalk, { safeVenue: false }), then: 'IR 78' },
    { given: talking, when: change(holdTalk, { person: '被反映人0009' }), then: 'not-reported' },
    { given: talking, when: change(holdTalk, { heldBy: 'unitPartyChief' }), then: 'WR 28' },
    { given: delegated, when: change(holdTalk, { letter: 1 }), then: 'WR 28' },
    { given: delivered, when: change(holdTalk, { heldBy: 'unitPartyChief', letter: 1 }), then: 'no-such-letter' },
    { given: then(() => clue({ reported: [...asked.reported, { person: '被反映人0002', unit: '某局', rank: 'ordinary' }] }), assign, start, talk, delegate, deliver), when: change(holdTalk, { person: '被反映人0002', heldBy: 'unitPartyChief', letter: 1 }), then: 'WR 28' },
  ],
  recordStatement: [
    { given: then(talking, holdTalk), when: at('', people.handler, ['writtenStatement'], { talk: 1 }), then: 'talkOrInquiry' },
    { given: talking, when: at('', people.handler, ['writtenStatement'], { talk: 1 }), then: 'no-statement-owed' },
    { given: then(talking, holdTalk, at('recordStatement', people.handler, ['writtenStatement'], { talk: 1 })), when: at('', people.handler, ['writtenStatement'], { talk: 1 }), then: 'stated-already' },
  ],
  repeatTalkOrInquiry: [
    { given: talking, when: at('', people.handler, ['situationReport'], { reason: '否认但未说明理由' }), then: 'talkOrInquiry' },
    { given: assessed, when: at('', people.handler, ['situationReport'], { reason: '否认但未说明理由' }), then: 'wrong-stage' },
  ],
  concludeTalkForVerification: [
    { given: talking, when: at('', people.handler, ['situationReport', 'workPlan'], { team: ['P-03', 'P-04'] }), then: 'preliminaryVerification' },
    { given: talking, when: at('', people.handler, ['situationReport', 'workPlan'], { team: ['P-03'] }), then: 'invalid' },
    { given: talking, when: at('', people.handler, ['situationReport'], { team: ['P-03', 'P-04'] }), then: 'missing-document' },
  ],
  concludeTalkForFiling: [{ given: talking, when: at('', people.handler, ['situationReport']), then: 'filingProposed' }, { given: verifying, when: at('', people.handler, ['situationReport']), then: 'wrong-stage' }],
  concludeTalkOrInquiry: [
    { given: then(talking, split), when: at('', people.handler, ['situationReport'], { kind: 'credible', measure: 'none' }), then: 'children-open' },
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
    { given: then(verifying, split), when: at('', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }), then: 'children-open' },
    { given: verifying, when: at('', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }), then: 'closed' },
    { given: verifying, when: at('', people.handler, report, { ...concluded, kind: 'minorHandled', measure: 'none' }), then: 'IR 208' },
  ],
  concludeVerificationByShelving: [
    { given: verifying, when: at('', people.handler, report, { ...concluded, reason: '关键证人在境外', reviewOn: '2026-09-01' }), then: 'shelved' },
    { given: verifying, when: at('', people.handler, report, { ...concluded, reason: '关键证人在境外', reviewOn: on }), then: 'review-date' },
  ],
  mergeClue: [
    ...everywhere(merge, 'mergedInto'),
    { given: assessed, when: change(merge, { into: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa' }), then: 'same-clue' },
    { given: assessed, when: change(merge, { into: 'case-bbbbbbbbbbbbbbbbbbbbbbbbbb' }), then: 'invalid' },
    { given: splitAndOpen, when: merge, then: 'children-open' },
    { given: closed, when: merge, then: 'wrong-stage' },
    { given: assessed, when: { ...merge, by: people.petition }, then: 'wrong-actor' },
  ],
  absorbNewClue: [
    { given: verifying, when: absorb, then: 'preliminaryVerification' },
    { given: verifying, when: change(absorb, { person: '被反映人0009' }), then: 'IR 207' },
    { given: verifying, when: change(absorb, { investigable: false }), then: 'IR 207' },
    { given: verifying, when: change(absorb, { clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa' }), then: 'same-clue' },
    { given: assessed, when: absorb, then: 'wrong-stage' },
  ],
  mergeIntoVerification: [
    ...everywhere(at('', people.engine, [], { into: otherClue, person: '被反映人0001' }), 'mergedInto'),
    { given: assessed, when: at('', people.engine, [], { into: otherClue, person: '被反映人0009' }), then: 'IR 207' },
    { given: splitAndOpen, when: at('', people.engine, [], { into: otherClue, person: '被反映人0001' }), then: 'children-open' },
    { given: assessed, when: at('', people.handler, [], { into: otherClue, person: '被反映人0001' }), then: 'wrong-actor' },
  ],
  receiveMerged: [
    ...everywhere(at('', people.engine, [], arriving)),
    { given: assessed, when: at('', people.engine, [], { ...arriving, reported: [{ ...asked.reported[0], person: '被反映人0009' }] }), then: 'IR 207' },
    { given: assessed, when: at('', people.engine, [], { ...arriving, ground: 'sameFacts', reported: [{ ...asked.reported[0], person: '被反映人0009' }] }), then: 'underAssessment' },
    { given: closed, when: at('', people.engine, [], arriving), then: 'wrong-stage' },
    { given: merged, when: at('', people.engine, [], arriving), then: 'wrong-stage' },
  ],
  confirmMerge: [{ given: merged, when: at('', people.engine), then: 'mergedInto' }, { given: assessed, when: at('', people.engine), then: 'wrong-stage' }],
  takeUpAgain: [
    { given: settle(merged, 'refused'), when: at('', people.handler, [], { custodian: 'P-03' }), then: 'underAssessment' },
    { given: merged, when: at('', people.handler, [], { custodian: 'P-03' }), then: 'merge-stands' },
    { given: settle(merged, 'done'), when: at('', people.handler, [], { custodian: 'P-03' }), then: 'merge-stands' },
    { given: settle(then(registered, merge), 'refused'), when: at('', people.supervision, [], { custodian: 'P-03' }), then: 'not-assigned' },
  ],
  returnToRegister: [
    { given: settle(then(registered, merge), 'refused'), when: at('', people.supervision), then: 'registered' },
    { given: then(registered, merge), when: at('', people.supervision), then: 'merge-stands' },
    { given: settle(merged, 'refused'), when: at('', people.supervision), then: 'assigned-already' },
  ],
  splitClue: [
    ...everywhere(split),
    { given: assessed, when: change(split, { persons: ['被反映人0009'] }), then: 'not-reported' },
    { given: closed, when: split, then: 'wrong-stage' },
    { given: assessed, when: { ...split, papers: [] }, then: 'missing-document' },
  ],
  openSplitClue: [
    { given: () => story(clueLifecycle), when: at('', people.engine, [], splitOff), then: 'registered' },
    { given: () => story(clueLifecycle), when: at('', people.supervision, [], splitOff), then: 'wrong-actor' },
  ],
  recordChildEnd: [
    ...everywhere(childEnds).map((one) => ({ ...one, given: then(one.given, split) })),
    { given: assessed, when: childEnds, then: 'no-such-part' },
  ],
  recordChildReopening: [
    ...everywhere(at('', people.engine, [], { part: 1 })).map((one) => ({ ...one, given: then(one.given, split, childEnds) })),
    { given: assessed, when: at('', people.engine, [], { part: 1 }), then: 'no-such-part' },
  ],
  concludeVerificationByForwarding: [
    { given: then(() => clue({ jurisdiction: 'partial' }), assign, start, verify), when: at('', people.handler, [...report, 'transferLetter'], { ...concluded, to: '某市纪委监委' }), then: 'IR 201' },
    { given: then(verifying, split), when: at('', people.handler, [...report, 'transferLetter'], { ...concluded, to: '某市纪委监委' }), then: 'children-open' },
    { given: verifying, when: at('', people.handler, [...report, 'transferLetter'], { ...concluded, to: '某市纪委监委' }), then: 'transferredOut' },
  ],
  fileCase: [
    { given: then(proposed, split), when: file, then: 'children-open' },
    { given: then(() => clue({ jurisdiction: 'partial' }), assign, start, at('decideFiling', people.handler, ['disposalOpinion'])), when: file, then: 'IR 201' },
    { given: proposed, when: file, then: 'convertedToCase' },
    { given: proposed, when: { ...file, asked: { ...filing, respondents: [] } }, then: 'IR 211' },
    { given: proposed, when: { ...file, asked: { ...filing, respondents: [{ ...respondents[0], rank: 'sameLevelMember' }] } }, then: 'rank-differs' },
    { given: proposed, when: { ...file, asked: { ...filing, respondents: [...respondents, ...respondents] } }, then: 'respondent-twice' },
    { given: proposed, when: { ...file, asked: { ...filing, kind: 'matter', respondents: [] } }, then: 'convertedToCase' },
    { given: verifying, when: file, then: 'wrong-stage' },
  ],
  reopenClue: [{ given: closed, when: at('', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }), then: 'underAssessment' }],
  feedbackToInformant: [
    { given: then(assessed, at('receiveMerged', people.engine, [], arriving), at('decideClosing', people.handler, ['disposalOpinion'], { reason: '无具体内容' })), when: at('', people.petition, ['feedbackRecord'], { clue: otherClue }), then: 'closed' },
    { given: closed, when: at('', people.petition, ['feedbackRecord'], { clue: otherClue }), then: 'IR 209' },
    { given: closed, when: at('', people.petition, ['feedbackRecord']), then: 'closed' },
    { given: then(closed, at('feedbackToInformant', people.petition, ['feedbackRecord'])), when: at('', people.petition, ['feedbackRecord']), then: 'IR 209' },
  ],
  clarify: [
    { given: unsubstantiated, when: clarified, then: 'closed' },
    { given: then(talking, at('concludeTalkOrInquiry', people.handler, ['situationReport'], { kind: 'credible', measure: 'none' })), when: clarified, then: 'closed' },
    { given: closed, when: clarified, then: 'DL 53' },
    { given: minor, when: clarified, then: 'DL 53' },
    { given: unsubstantiated, when: change(clarified, { consulted: false }), then: 'DL 53' },
    { given: unsubstantiated, when: change(clarified, { discloses: true }), then: 'DL 53' },
    { given: unsubstantiated, when: change(clarified, { person: '被反映人0009' }), then: 'DL 53' },
    { given: then(unsubstantiated, clarified), when: clarified, then: 'clarified-already' },
  ],
  findFalseAccusation: [
    { given: unsubstantiated, when: falsely, then: 'closed' },
    { given: unsubstantiated, when: change(falsely, { fabricated: false }), then: 'IR 316' },
    { given: unsubstantiated, when: change(falsely, { intent: false }), then: 'IR 316' },
    { given: closed, when: falsely, then: 'IR 316' },
    { given: then(unsubstantiated, falsely), when: falsely, then: 'found-already' },
  ],
  reportHandling: [
    { given: closed, when: at('', people.handler, ['handlingReport'], { to: 'petitionOffice' }), then: 'closed' },
    { given: assessed, when: at('', people.handler, ['handlingReport'], { to: 'petitionOffice' }), then: 'CR 18' },
    { given: closed, when: at('', people.handler, ['handlingReport'], { to: 'tourOffice' }), then: 'nobody-to-report-to' },
    { given: fromAbove, when: at('', people.supervision, ['handlingReport'], { to: 'assigningOrgan' }), then: 'CR 21' },
    { given: then(fromAbove, at('forwardClue', people.supervision, ['transferLetter'], { to: '某市纪委监委' })), when: at('', people.supervision, ['handlingReport'], { to: 'assigningOrgan' }), then: 'transferredOut' },
    { given: then(discovered, tourTransfer), when: at('', people.supervision, ['handlingReport'], { to: 'tourOffice' }), then: 'registered' },
    { given: then(() => story(clueLifecycle), { ...at('openSplitClue', people.engine, [], { ...splitOff, source: 'tour' }) }), when: at('', people.supervision, ['handlingReport'], { to: 'tourOffice' }), then: 'nobody-to-report-to' },
  ],
  takeOverRegistered: [
    { given: () => story(clueLifecycle), when: takeOver('', '2018-01-21'), then: 'registered' },
    { given: () => story(clueLifecycle), when: { ...takeOver('', '2018-01-21'), by: people.petition }, then: 'wrong-actor' },
    { given: () => story(clueLifecycle), when: takeOver('', '2018-01-21', { ledger: { ...onPaper.ledger, vouchedBy: '' } }), then: 'invalid' },
    { given: () => story(clueLifecycle), when: takeOver('', '2018-01-20'), then: 'received-after-registration' },
    { given: () => story(clueLifecycle), when: takeOver('', '2018-01-21', { ledger: { ...onPaper.ledger, closedOn: '2026-03-03' } }), then: 'date-in-the-future' },
    { given: takenOver('takeOverShelved'), when: takeOver('', '2018-01-21'), then: 'already-there' },
  ],
  takeOverAssessed: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18'), then: 'underAssessment' }],
  takeOverModestInquiry: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18'), then: 'modestInquiry' }],
  takeOverTalkOrInquiry: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18'), then: 'talkOrInquiry' }],
  takeOverVerification: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18'), then: 'preliminaryVerification' }],
  takeOverShelved: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18'), then: 'shelved' }],
  takeOverFilingProposed: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18'), then: 'filingProposed' }],
  takeOverClosed: [
    { given: () => story(clueLifecycle), when: takeOver('', '2018-03-24', { disposal: { way: 'closed', on: '2018-02-18' }, kind: 'direct', measure: 'none' }), then: 'closed' },
    { given: () => story(clueLifecycle), when: takeOver('', '2018-03-24', { kind: 'minorHandled', measure: 'reminder' }), then: 'closed' },
    { given: () => story(clueLifecycle), when: takeOver('', '2018-03-24', { kind: 'minorHandled', measure: 'none' }), then: 'IR 208' },
    { given: () => story(clueLifecycle), when: takeOver('', '2018-03-24', { disposal: { way: 'closed', on: '2018-01-20' }, kind: 'direct', measure: 'none' }), then: 'disposed-before-received' },
  ],
  takeOverConverted: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-03-06', { disposal: { way: 'preliminaryVerification', on: '2018-02-18' }, caseNo: '徐派立〔2018〕1号' }), then: 'convertedToCase' }],
  takeOverForwarded: [{ given: () => story(clueLifecycle), when: takeOver('', '2018-02-18', { to: '某市纪委监委' }), then: 'transferredOut' }],
  assignTakenOver: [
    { given: takenOver('takeOverShelved'), when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1', custodian: 'P-03' }), then: 'shelved' },
    { given: takenOver('takeOverShelved', '2018-02-18', { handlingOffice: 'investigationOffice1' }), when: at('', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice2', custodian: 'P-03' }), then: 'assigned-already' },
  ],
};
