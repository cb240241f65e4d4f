import { caseLifecycle, clueLifecycle } from '../src';
import type { Said } from './story';
import { people, story } from './story';

export type Story = ReturnType<typeof story>;
export const on = '2026-03-02';
export const asked = {
  receivedOn: '2026-03-02', title: '反映某局采购问题', summary: '反映被反映人0001在采购中收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary',
};
const { named: _, informantName: __, informantContact: ___, concerns: ____, ...withoutInformant } = { ...asked, source: 'audit' };
export const handedOver = withoutInformant;
const { informantName: _____, informantContact: ______, ...unsigned } = { ...asked, named: false };
export const anonymous = unsigned;

export const clue = (change: object = {}) => {
  const told = story(clueLifecycle);
  told.done({ name: 'registerAccusation', asked: { ...asked, ...change }, by: people.petition, on });
  return told;
};
export const then = (given: () => Story, ...said: readonly Said[]) => () => {
  const told = given();
  for (const one of said) told.done(one);
  return told;
};
export const at = (name: string, by: Said['by'], papers: readonly string[] = [], fields: object = {}): Said => ({ name, by, on, papers, asked: fields });

export const assign = at('assignClue', people.supervision, ['distributionSheet'], { handlingOffice: 'investigationOffice1' });
export const start = at('startAssessment', people.handler, [], { custodian: 'P-03' });
export const registered = clue;
export const assigned = then(clue, assign);
export const assessed = then(clue, assign, start);
export const assessedOf = (rank: string, important = false) => then(() => clue({ reported: [{ person: '被反映人0001', unit: '某局', rank }], important }), assign, start);
export const talk = at('decideTalkOrInquiry', people.handler, ['disposalOpinion']);
export const talking = then(assessed, talk);
export const shelve = at('shelveClue', people.handler, ['shelvingNote'], { reason: '关键证人在境外', reviewOn: '2026-09-01' });
export const shelved = then(assessed, shelve);
export const verify = at('openVerification', people.handler, ['disposalOpinion', 'workPlan'], { team: ['P-03', 'P-04'] });
export const verifying = then(assessed, verify);
export const concluded = { signedBy: ['P-03', 'P-04'] };
export const report = ['verificationReport', 'disposalOpinion'];
export const closed = then(assessed, at('decideClosing', people.handler, ['disposalOpinion'], { reason: '无具体内容' }));
export const modest = then(assessed, at('decideModestInquiry', people.handler, ['disposalOpinion']));
export const proposed = then(verifying, at('concludeVerificationForFiling', people.handler, report, concluded));
export const respondents = [{ person: '被反映人0001', unit: '某局', rank: 'ordinary', tracks: ['party', 'state'] }];
export const filing = { caseNo: '立〔2026〕1号', kind: 'person', respondents };
export const file = at('fileCase', people.handler, ['filingReport', 'filingDecision'], filing);

/** One clue at each stage that is still open. */
export const inHand = { registered, assigned, underAssessment: assessed, modestInquiry: modest, talkOrInquiry: talking, shelved, preliminaryVerification: verifying, filingProposed: proposed };

export const found = {
  tour: '2026年第一轮巡察', foundOn: '2026-03-01', title: '某局公务用车问题', summary: '巡察底稿反映某局公车私用', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  inProgress: true, vetted: true, noGround: true,
};
export const find = at('recordClue', people.inspector, ['workingPaper', 'sourceNote', 'tourMandate'], found);
export const discovered = then(() => story(clueLifecycle), find);
export const assistance = at('requestProfessionalAssistance', people.inspector, ['assistanceRequest'], { kind: 'records', purpose: '核对车辆台账', inquired: true });
export const tourTransfer = at('transferDuringTour', people.tourOffice, ['transferForm', 'evidenceList'], { evidenceLocked: true, investigable: true, jurisdiction: 'own', important: false });
export const batch = ['batchList', 'transferLetter', 'classificationDecision'];

export const sendLetter = at('sendInquiryLetter', people.handler, ['inquiryLetter'], { person: '被反映人0001', copiedToUnit: true, copiedToResidentGroup: true });
export const delegate = at('delegateTalk', people.handler, ['delegationLetter'], { person: '被反映人0001', to: '某局党组书记' });
export const deliver = at('recordDelivery', people.handler, [], { letter: 1 });
export const reply = at('recordReply', people.handler, ['inquiryReply'], { letter: 1, chief: 'notConcerned', way: 'countersigned' });
export const holdTalk = at('holdTalk', people.handler, ['talkRecord'], { person: '被反映人0001', heldBy: 'dept', safeVenue: true, statementOwed: true });
export const written = then(talking, sendLetter);
export const delivered = then(written, deliver);
export const delegated = then(talking, delegate, deliver);

export const otherClue = 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb';
export const merge = at('mergeClue', people.supervision, ['mergeNote'], { into: otherClue, ground: 'samePerson' });
/** How the engine settles what the last step owes: `refused` when the other clue would not have it. */
export const settle = (given: () => Story, outcome: 'done' | 'refused') => () => {
  const told = given();
  for (const { reaction, event } of told.matter().owed) told.done(at('settleReaction', people.engine, [], { reaction, event, outcome }));
  return told;
};
export const arriving = { clues: [{ clue: otherClue, source: 'audit', receivedOn: '2026-02-02', named: true }], ground: 'samePerson', reported: asked.reported, important: false, duties: [{ duty: 'verification', person: 'P-08' }], recused: ['P-09'] };
export const split = at('splitClue', people.supervision, ['splitNote'], { ground: 'jurisdictions', title: '某企业行贿问题', summary: '反映某企业行贿', persons: ['被反映人0001'], jurisdiction: 'other', remains: 'own' });
export const childEnds = at('recordChildEnd', people.engine, [], { part: 1, clue: otherClue, how: 'forwarded', endedOn: on });
export const splitOff = { ...withoutInformant, source: 'petition', parent: { clue: otherClue, part: 1 }, duties: [{ duty: 'verification', person: 'P-08' }], recused: ['P-09'] };

export const opened = (change: object = {}) => {
  const told = story(caseLifecycle);
  told.done(at('openCase', people.engine, [], { ...filing, filedOn: on, clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', handlingOffice: 'investigationOffice1', owesFeedback: true, duties: [{ duty: 'verification', person: 'P-08' }], recused: ['P-09'], ...change }));
  return told;
};
export const plan = at('approvePlan', people.handler, ['investigationPlan'], { team: ['P-03', 'P-04'] });
export const conclude = at('concludeInvestigation', people.handler, ['investigationReport', 'factsMaterial'], { heard: true, signedBy: ['P-03', 'P-04'] });
export const submit = at('submitToTrial', people.handler, ['caseFile']);
export const panel = { panel: ['P-06', 'P-07'] };
export const accept = at('acceptTrial', people.trial, ['acceptanceNote'], panel);
export const reportTrial = at('submitTrialReport', people.trial, ['trialReport']);
export const investigating = then(opened, plan);
export const concludedCase = then(investigating, conclude);
export const submittedCase = then(concludedCase, submit);
export const inTrial = then(submittedCase, accept);
export const deliberating = then(inTrial, reportTrial);
export const lane = (track: string) => ({ respondent: '被反映人0001', track });
export const decide = (track: string, kind: string) => at('decideSanction', people.trial, ['sanctionDecision'], { ...lane(track), kind, form: 'form2', heard: true });
export const decided = then(deliberating, decide('party', 'warning'), decide('state', 'none'));
export const announceTo = (track: string) => at('announce', people.handler, ['deliverySlip'], { ...lane(track), to: '某局' });
export const announced = then(decided, announceTo('party'), announceTo('state'));
export const begin = at('execute', people.handler, [], { ...lane('party'), unit: '某局' });
export const executed = then(announced, begin, at('reportExecution', people.handler, ['executionReport'], { ...lane('party'), result: '已执行' }), at('endWithoutSanction', people.handler, [], lane('state')));
export const inform = at('feedbackToInformant', people.petition, ['feedbackRecord']);
