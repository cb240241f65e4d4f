import { caseLifecycle } from '../src';
import type { Case } from './each-row';
import { at, decide, decided, deliberating, executed, filing, inTrial, inform, investigating, lane, on, opened, respondents, then, type Story } from './matters';
import { people, story, type Said } from './story';

// What goes on beside the stage of a case: withdrawal, notices, absence, prosecution, money.
const person = '被反映人0001';
const stranger = '被反映人0009';
const by = (name: string, who: Said['by'], papers: readonly string[] = []) => (asked: object = {}): Said => at(name, who, papers, { respondent: person, ...asked });
const bare = (name: string, by: Said['by'], papers: readonly string[] = []) => (asked: object = {}): Said => at(name, by, papers, asked);

export const fileAndSubmit = bare('fileAndSubmit', people.handler, ['combinedReport', 'factsMaterial', 'caseFile']);
export const simple = { team: ['P-03', 'P-04'], clear: true, shownOn: on };
export const reinvestigate = bare('returnForReinvestigation', people.trial, ['returnNote'])({ reasons: '主要事实不清' });
export const supplement = bare('returnForSupplement', people.trial, ['returnNote'])({ reasons: '补充采购合同' });
export const resubmit = bare('resubmitReinvestigated', people.handler, ['investigationReport', 'caseFile'])({ signedBy: ['P-03', 'P-07'] });
export const supplemented = bare('resubmitSupplemented', people.handler, ['supplementReport'])({ result: 'proved' });
export const opine = bare('formWithdrawalOpinion', people.handler, ['withdrawalOpinion'])({ major: false });
export const reportOpinion = bare('reportWithdrawalOpinion', people.handler, ['withdrawalOpinion'])();
export const withdraw = bare('withdrawCase', people.handler, ['withdrawalDecision']);
export const noEvidence = { ground: 'noEvidence', lifted: true, harmed: true };
export const recordAbove = bare('recordWithdrawalAbove', people.handler, ['recordForm'])();
const announceWithdrawal = bare('announceWithdrawal', people.handler, ['deliverySlip'])({ unit: '某局' });
const clarify = bare('clarifyWithdrawal', people.handler, ['otherPaper'])({ scope: '某局全体会议' });
const refile = bare('refileCase', people.handler, ['filingReport', 'filingDecision']);
const anew = { caseNo: '立〔2027〕1号', respondents, newFacts: '新的银行流水' };
const assigned = () => then(() => opened({ assignedFromAbove: true }), at('approvePlan', people.handler, ['investigationPlan'], { team: ['P-03', 'P-04'] }))();
export const withdrawn = then(investigating, withdraw(noEvidence));
const unharmed = then(investigating, withdraw({ ...noEvidence, harmed: false }));

const notify = by('notifyFiling', people.handler, ['familyNotice']);
const suspected = { suspicion: 'crime', relative: '配偶' };
const publish = bare('publishFiling', people.handler)({ where: '本机关网站' });
const withhold = by('withholdNotice', people.handler);
const obstacle = { obstacle: 'collusion' };
const makeGood = by('endObstacle', people.handler, ['familyNotice']);
const gone = { because: 'obstacleGone' };

export const flee = by('recordFlight', people.handler, ['otherPaper']);
export const want = by('orderWanted', people.handler, ['wantedOrder']);
export const capture = by('recordCapture', people.handler, ['otherPaper']);
export const release = by('recordRelease', people.handler, ['otherPaper']);
const confiscate = by('requestConfiscation', people.handler, ['confiscationOpinion']);
const wanted = then(opened, flee(), want());

const askLeniency = by('askLeniency', people.handler, ['leniencyProposal']);
const answerLeniency = by('recordLeniencyReply', people.handler, ['upperOrganReply']);

export const order = by('orderRecovery', people.trial, ['assetDecision']);
export const pay = by('recordRecovery', people.handler, ['receipt']);
export const delay = by('recordRecoveryDelay', people.handler, ['otherPaper']);
const writeOff = by('endRecovery', people.handler, ['otherPaper']);
/** S3: 1.8 万元, recovered in full. */
export const ordered = { kind: 'recover', fen: 1_800_000 };

export const planTransfer = by('planTransfer', people.supervision);
export const tell = by('giveTransferNotice', people.supervision, ['transferLetter']);
export const transfer = by('transferToProcuratorate', people.supervision, ['prosecutionOpinion', 'transferLetter', 'assetList']);
export const giveBack = by('recordReturn', people.supervision, ['procuratorateDecision']);
export const again = by('transferAgain', people.supervision, ['supplementReport', 'transferLetter']);
const giveUp = by('endWithoutTransfer', people.supervision, ['supplementReport']);
export const indict = by('recordIndictment', people.supervision, ['procuratorateDecision']);
export const spare = by('recordNonIndictment', people.supervision, ['procuratorateDecision']);
export const spared = { approvedAbove: true };
export const reconsider = by('requestReconsideration', people.supervision, ['reconsiderationRequest']);
const judge = by('recordJudgment', people.supervision, ['judgment']);
export const uphold = by('upholdSanctionAfterJudicialChange', people.trial, ['trialReport']);
export const change = (track: string, kind: string, heard = true) => at('changeSanctionAfterJudicialChange', people.trial, ['sanctionDecision'], { ...lane(track), kind, form: 'form2', heard });

const to = { to: '某区检察院' };
const outline = { outline: '补充资金去向' };
export const transferred = then(decided, transfer(to));
export const returned = then(transferred, giveBack(outline));
export const notIndicted = then(transferred, spare(spared));
const indicted = then(transferred, indict());
const plannedOn = '2026-04-01';
const planned = then(decided, planTransfer({ plannedOn, designated: true }));
const informed = then(executed, inform);
const close = at('closeCase', people.handler, ['archiveList']);
const closed = (given: () => Story) => then(given, close);
const acquitted = then(informed, transfer(to), indict(), judge({ verdict: 'acquitted' }));

const refiled = { ...filing, caseNo: '立〔2027〕1号', filedOn: on, handlingOffice: 'investigationOffice1', clues: ['clue-aaaaaaaaaaaaaaaaaaaaaaaaaa'], namedClues: [], withdrawn: 'case-aaaaaaaaaaaaaaaaaaaaaaaaaa', duties: [], recused: [] };

/** Cases of the rows that go on beside the stage; the name of the row is said by the suite. */
export const besideCases = {
  fileAndSubmit: [
    { given: opened, when: fileAndSubmit(simple), then: 'trialSubmitted' },
    { given: () => opened({ kind: 'matter', respondents: [] }), when: fileAndSubmit(simple), then: 'IR 211' },
    { given: opened, when: fileAndSubmit({ ...simple, clear: false }), then: 'IR 212' },
    { given: opened, when: fileAndSubmit({ ...simple, shownOn: '2026-03-03' }), then: 'IR 217' },
    { given: investigating, when: fileAndSubmit(simple), then: 'wrong-stage' },
  ],
  returnForReinvestigation: [
    { given: inTrial, when: reinvestigate, then: 'returnedReinvestigate' },
    { given: inTrial, when: { ...reinvestigate, by: { ...people.handler, office: 'trialOffice' } }, then: 'IR 222' },
  ],
  returnForSupplement: [
    { given: inTrial, when: supplement, then: 'returnedSupplement' },
    { given: deliberating, when: supplement, then: 'wrong-stage' },
  ],
  resubmitReinvestigated: [
    { given: then(inTrial, reinvestigate), when: resubmit, then: 'trialSubmitted' },
    { given: then(inTrial, supplement), when: resubmit, then: 'wrong-stage' },
    { given: then(inTrial, reinvestigate), when: { ...resubmit, papers: ['caseFile'] }, then: 'missing-document' },
  ],
  resubmitSupplemented: [
    { given: then(inTrial, supplement), when: supplemented, then: 'inTrial' },
    { given: then(inTrial, reinvestigate), when: supplemented, then: 'wrong-stage' },
  ],
  formWithdrawalOpinion: [
    { given: assigned, when: opine, then: 'investigating' },
    { given: investigating, when: opine, then: 'IR 237' },
  ],
  reportWithdrawalOpinion: [
    { given: then(assigned, opine), when: reportOpinion, then: 'investigating' },
    { given: assigned, when: reportOpinion, then: 'IR 237' },
    { given: then(assigned, opine, reportOpinion), when: reportOpinion, then: 'IR 237' },
  ],
  withdrawCase: [
    { given: investigating, when: withdraw(noEvidence), then: 'withdrawn' },
    { given: inTrial, when: { ...withdraw(noEvidence), by: people.trial }, then: 'withdrawn' },
    { given: investigating, when: withdraw({ ...noEvidence, lifted: false }), then: 'IR 237' },
    { given: then(assigned, opine), when: withdraw(noEvidence), then: 'IR 237' },
    { given: then(assigned, opine, reportOpinion), when: withdraw(noEvidence), then: 'withdrawn' },
    { given: opened, when: withdraw(noEvidence), then: 'wrong-stage' },
  ],
  announceWithdrawal: [
    { given: withdrawn, when: announceWithdrawal, then: 'withdrawn' },
    { given: then(withdrawn, announceWithdrawal), when: announceWithdrawal, then: 'IR 237' },
  ],
  clarifyWithdrawal: [
    { given: withdrawn, when: clarify, then: 'withdrawn' },
    { given: then(withdrawn, clarify), when: clarify, then: 'IR 237' },
    { given: unharmed, when: clarify, then: 'IR 237' },
  ],
  recordWithdrawalAbove: [
    { given: withdrawn, when: recordAbove, then: 'withdrawn' },
    { given: then(withdrawn, recordAbove), when: recordAbove, then: 'IR 237' },
  ],
  refileCase: [
    { given: withdrawn, when: refile(anew), then: 'withdrawn' },
    { given: withdrawn, when: refile({ ...anew, caseNo: filing.caseNo }), then: 'IR 237' },
    { given: then(withdrawn, refile(anew)), when: refile({ ...anew, caseNo: '立〔2027〕2号' }), then: 'IR 237' },
    { given: investigating, when: refile(anew), then: 'wrong-stage' },
  ],
  openRefiledCase: [
    { given: () => story(caseLifecycle), when: at('', people.engine, [], refiled), then: 'filed' },
    { given: () => story(caseLifecycle), when: at('', people.handler, [], refiled), then: 'wrong-actor' },
    { given: opened, when: at('', people.engine, [], refiled), then: 'already-there' },
  ],
  notifyFiling: [
    { given: opened, when: notify(suspected), then: 'filed' },
    { given: opened, when: notify({ ...suspected, respondent: stranger }), then: 'SL 42' },
    { given: then(opened, notify(suspected)), when: notify(suspected), then: 'SL 50' },
    { given: then(opened, withhold(obstacle)), when: notify(suspected), then: 'SL 50' },
  ],
  publishFiling: [
    { given: opened, when: publish, then: 'filed' },
    { given: then(opened, publish), when: publish, then: 'SL 42' },
  ],
  withholdNotice: [
    { given: investigating, when: withhold(obstacle), then: 'investigating' },
    { given: investigating, when: withhold({ ...obstacle, respondent: stranger }), then: 'SL 50' },
    { given: then(investigating, notify(suspected)), when: withhold(obstacle), then: 'SL 50' },
  ],
  endObstacle: [
    { given: then(investigating, withhold(obstacle)), when: makeGood(gone), then: 'investigating' },
    { given: investigating, when: makeGood(gone), then: 'SL 50' },
    { given: then(investigating, withhold(obstacle), makeGood(gone)), when: makeGood(gone), then: 'SL 50' },
  ],
  recordFlight: [
    { given: investigating, when: flee(), then: 'investigating' },
    { given: investigating, when: flee({ respondent: stranger }), then: 'IR 215' },
    { given: then(investigating, flee()), when: flee(), then: 'IR 215' },
    { given: then(investigating, flee(), capture()), when: flee(), then: 'investigating' },
    { given: then(investigating, flee(), capture(), flee()), when: flee(), then: 'IR 215' },
    { given: then(investigating, flee(), { ...capture(), on: '2026-03-04' }), when: { ...flee(), on: '2026-03-03' }, then: 'out-of-order' },
  ],
  orderWanted: [
    { given: then(opened, flee()), when: want(), then: 'filed' },
    { given: opened, when: want(), then: 'IR 215' },
    { given: wanted, when: want(), then: 'SL 55' },
    { given: then(wanted, capture(), flee()), when: want(), then: 'filed' },
  ],
  recordCapture: [
    { given: then(opened, flee()), when: capture(), then: 'filed' },
    { given: opened, when: capture(), then: 'IR 215' },
    { given: then(opened, flee(), capture()), when: capture(), then: 'IR 215' },
    { given: then(opened, flee(), capture(), flee()), when: capture(), then: 'filed' },
  ],
  recordRelease: [
    { given: investigating, when: release(), then: 'investigating' },
    { given: investigating, when: release({ respondent: stranger }), then: 'IR 215' },
  ],
  requestConfiscation: [
    { given: wanted, when: { ...confiscate({ ground: 'absconded' }), on: '2027-03-02' }, then: 'filed' },
    { given: wanted, when: { ...confiscate({ ground: 'absconded' }), on: '2027-03-01' }, then: 'SL 55' },
    { given: then(wanted, capture()), when: { ...confiscate({ ground: 'absconded' }), on: '2027-03-02' }, then: 'SL 55' },
    { given: then(opened, flee()), when: { ...confiscate({ ground: 'absconded' }), on: '2027-03-02' }, then: 'SL 55' },
    { given: opened, when: confiscate({ ground: 'dead', diedOn: on }), then: 'filed' },
    { given: opened, when: confiscate({ ground: 'dead' }), then: 'SL 55' },
    { given: opened, when: confiscate({ ground: 'dead', diedOn: on, respondent: stranger }), then: 'SL 55' },
    { given: then(opened, confiscate({ ground: 'dead', diedOn: on })), when: confiscate({ ground: 'dead', diedOn: on }), then: 'SL 55' },
  ],
  askLeniency: [
    { given: investigating, when: askLeniency({ ground: 'surrender' }), then: 'investigating' },
    { given: investigating, when: askLeniency({ ground: 'surrender', respondent: stranger }), then: 'SL 34' },
    { given: investigating, when: askLeniency({ ground: 'informer', respondent: stranger }), then: 'investigating' },
    { given: then(investigating, askLeniency({ ground: 'surrender' })), when: askLeniency({ ground: 'returned' }), then: 'IR 244' },
  ],
  recordLeniencyReply: [
    { given: then(investigating, askLeniency({ ground: 'surrender' })), when: answerLeniency({ granted: true }), then: 'investigating' },
    { given: investigating, when: answerLeniency({ granted: true }), then: 'IR 244' },
    { given: then(investigating, askLeniency({ ground: 'surrender' }), answerLeniency({ granted: false })), when: answerLeniency({ granted: true }), then: 'IR 244' },
  ],
  orderRecovery: [
    { given: decided, when: order(ordered), then: 'decided' },
    { given: decided, when: order({ ...ordered, respondent: stranger }), then: 'IR 239' },
    { given: decided, when: order({ ...ordered, fen: 0 }), then: 'invalid' },
    { given: decided, when: order({ ...ordered, fen: 0.5 }), then: 'invalid' },
    { given: then(decided, order(ordered)), when: order(ordered), then: 'IR 239' },
    { given: then(decided, order(ordered), pay(ordered)), when: order(ordered), then: 'decided' },
    { given: then(decided, order(ordered)), when: order({ ...ordered, kind: 'confiscate' }), then: 'decided' },
  ],
  recordRecovery: [
    { given: investigating, when: pay(ordered), then: 'investigating' },
    { given: investigating, when: pay({ ...ordered, respondent: stranger }), then: 'IR 239' },
    { given: then(decided, order(ordered)), when: pay({ ...ordered, fen: 1_800_001 }), then: 'IR 240' },
    { given: then(decided, order(ordered)), when: pay({ kind: 'lossAvoided', fen: 9_000_000 }), then: 'decided' },
  ],
  recordRecoveryDelay: [
    { given: then(decided, order(ordered)), when: { ...delay({ kind: 'recover', from: '2026-03-10', until: '2026-03-20' }), on: '2026-03-23' }, then: 'decided' },
    { given: decided, when: delay({ kind: 'recover', from: on, until: on }), then: 'IR 239' },
    { given: then(decided, order(ordered)), when: delay({ kind: 'recover', from: '2026-03-01', until: on }), then: 'IR 240' },
    { given: then(decided, order(ordered)), when: delay({ kind: 'recover', from: on, until: '2026-03-03' }), then: 'IR 240' },
  ],
  endRecovery: [
    { given: then(decided, order(ordered)), when: writeOff({ kind: 'recover', reason: '无财产可供执行' }), then: 'decided' },
    { given: then(decided, order(ordered), pay(ordered)), when: writeOff({ kind: 'recover', reason: '无财产可供执行' }), then: 'IR 239' },
  ],
  planTransfer: [
    { given: inTrial, when: planTransfer({ plannedOn, designated: false }), then: 'inTrial' },
    { given: planned, when: planTransfer({ plannedOn: '2026-04-20', designated: true }), then: 'decided' },
    { given: decided, when: planTransfer({ plannedOn: '2026-03-01', designated: false }), then: 'IR 251' },
    { given: decided, when: planTransfer({ plannedOn, designated: false, respondent: stranger }), then: 'IR 243' },
    { given: transferred, when: planTransfer({ plannedOn, designated: false }), then: 'IR 243' },
  ],
  giveTransferNotice: [
    { given: planned, when: tell({ notice: 'transfer' }), then: 'decided' },
    { given: planned, when: tell({ notice: 'designation' }), then: 'decided' },
    { given: decided, when: tell({ notice: 'transfer' }), then: 'IR 251' },
    { given: then(decided, planTransfer({ plannedOn, designated: false })), when: tell({ notice: 'designation' }), then: 'IR 252' },
    { given: then(planned, tell({ notice: 'transfer' })), when: tell({ notice: 'transfer' }), then: 'IR 251' },
  ],
  transferToProcuratorate: [
    { given: decided, when: transfer(to), then: 'decided' },
    { given: executed, when: transfer(to), then: 'executed' },
    { given: then(deliberating, decide('party', 'expulsion')), when: transfer(to), then: 'IR 243' },
    { given: decided, when: transfer({ ...to, respondent: stranger }), then: 'IR 243' },
    { given: transferred, when: transfer(to), then: 'IR 243' },
    { given: decided, when: { ...transfer(to), papers: ['transferLetter', 'assetList'] }, then: 'missing-document' },
  ],
  recordReturn: [
    { given: transferred, when: giveBack(outline), then: 'decided' },
    { given: decided, when: giveBack(outline), then: 'IR 257' },
    { given: returned, when: giveBack(outline), then: 'IR 257' },
    { given: then(returned, again(), giveBack(outline), again()), when: giveBack(outline), then: 'SL 54' },
  ],
  transferAgain: [
    { given: returned, when: again(), then: 'decided' },
    { given: transferred, when: again(), then: 'IR 257' },
  ],
  endWithoutTransfer: [
    { given: returned, when: giveUp(), then: 'decided' },
    { given: transferred, when: giveUp(), then: 'IR 258' },
  ],
  recordIndictment: [
    { given: transferred, when: indict(), then: 'decided' },
    { given: then(notIndicted, reconsider({ to: '某市检察院' })), when: indict(), then: 'decided' },
    { given: returned, when: indict(), then: 'CPL 172' },
  ],
  recordNonIndictment: [
    { given: transferred, when: spare(spared), then: 'decided' },
    { given: transferred, when: spare({ approvedAbove: false }), then: 'SL 54' },
    { given: indicted, when: spare(spared), then: 'SL 54' },
  ],
  requestReconsideration: [
    { given: notIndicted, when: reconsider({ to: '某市检察院' }), then: 'decided' },
    { given: transferred, when: reconsider({ to: '某市检察院' }), then: 'IR 261' },
    { given: then(notIndicted, reconsider({ to: '某市检察院' }), spare(spared)), when: reconsider({ to: '某省检察院' }), then: 'IR 261' },
  ],
  recordJudgment: [
    { given: indicted, when: judge({ verdict: 'guilty' }), then: 'decided' },
    { given: closed(then(informed, transfer(to), indict())), when: judge({ verdict: 'guilty' }), then: 'closed' },
    { given: transferred, when: judge({ verdict: 'guilty' }), then: 'DL 49' },
  ],
  upholdSanctionAfterJudicialChange: [
    { given: notIndicted, when: uphold(), then: 'decided' },
    { given: then(returned, giveUp()), when: uphold(), then: 'decided' },
    { given: indicted, when: uphold(), then: 'IR 262' },
  ],
  changeSanctionAfterJudicialChange: [
    { given: acquitted, when: change('party', 'none'), then: 'decided' },
    { given: closed(then(informed, transfer(to), indict())), when: change('party', 'none'), then: 'IR 262' },
    { given: notIndicted, when: change('party', 'demerit'), then: 'DL 7' },
    { given: notIndicted, when: change('party', 'none', false), then: 'DL 43' },
    { given: deliberating, when: change('party', 'none'), then: 'wrong-stage' },
  ],
  recordNumber: [
    { given: opened, when: at('', people.engine, [], { document: 'filingDecision', number: '立〔2026〕1号' }), then: 'filed' },
    { given: closed(informed), when: at('', people.engine, [], { document: 'sanctionDecision', number: '处〔2026〕1号', of: `${person}/party` }), then: 'closed' },
    { given: opened, when: at('', people.handler, [], { document: 'filingDecision', number: '立〔2026〕1号' }), then: 'wrong-actor' },
  ],
} as const satisfies Readonly<Record<string, readonly Case[]>>;

/** K27: what still goes on beside the sanctions keeps the case open. */
export const closingCases: readonly Case[] = [
  { given: then(informed, transfer(to)), when: close, then: 'IR 243' },
  { given: then(informed, transfer(to), giveBack(outline)), when: close, then: 'IR 243' },
  { given: then(informed, transfer(to), spare(spared), reconsider(to)), when: close, then: 'IR 243' },
  { given: then(informed, transfer(to), indict()), when: close, then: 'closed' },
  { given: then(informed, transfer(to), spare(spared)), when: close, then: 'IR 262' },
  { given: acquitted, when: close, then: 'IR 262' },
  { given: then(informed, transfer(to), spare(spared), uphold()), when: close, then: 'closed' },
  { given: then(informed, order(ordered)), when: close, then: 'IR 240' },
  { given: then(informed, order(ordered), pay({ kind: 'recover', fen: 800_000 })), when: close, then: 'IR 240' },
  { given: then(informed, order(ordered), pay({ kind: 'recover', fen: 800_000 }), pay({ kind: 'recover', fen: 1_000_000 })), when: close, then: 'closed' },
  { given: then(informed, withhold(obstacle)), when: close, then: 'SL 50' },
];
