import type { Row } from '@anjuan/lifecycle';
import { caseLifecycle, clueLifecycle, registerLifecycle } from '../src';
import { caseCases } from './case-rows';
import { clueCases } from './clue-rows';
import type { Case } from './each-row';
import { on } from './matters';
import { registerCases } from './register-rows';
import { people } from './story';

/** Checked against domain §2 and §3 row by row: who takes the step and, after the arrow, who signs for it where nobody of rank and nothing important is concerned. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clue: {
    recordClue: 'inspectionGroup',
    deliverAssistance: 'caseSupervisionOffice',
    requestProfessionalAssistance: 'inspectionGroup → tourLeadingGroup',
    transferDuringTour: 'tourOffice → tourLeadingGroup',
    batchTransfer: 'tourOffice',
    batchTransferElsewhere: 'tourOffice',
    logDuplicateAccusation: 'petitionOffice',
    logForSuperior: 'petitionOffice',
    registerAccusation: 'petitionOffice',
    registerHandedOver: 'caseSupervisionOffice',
    sendUp: 'petitionOffice',
    takeOverRegistered: 'caseSupervisionOffice',
    tellAcceptance: 'petitionOffice',
    forwardClue: 'caseSupervisionOffice → leader',
    takeOverForwarded: 'caseSupervisionOffice',
    assignClue: 'caseSupervisionOffice → chief',
    assignElsewhere: 'caseSupervisionOffice → chief',
    assignTakenOver: 'caseSupervisionOffice → chief',
    reassignClue: 'caseSupervisionOffice → chief',
    startAssessment: 'handlingDepartment',
    decideClosing: 'handlingDepartment → leader',
    decideFiling: 'handlingDepartment → leader',
    decideModestInquiry: 'handlingDepartment → leader',
    decideTalkOrInquiry: 'handlingDepartment → leader',
    takeOverAssessed: 'caseSupervisionOffice',
    takeOverClosed: 'caseSupervisionOffice',
    takeOverFilingProposed: 'caseSupervisionOffice',
    takeOverModestInquiry: 'caseSupervisionOffice',
    takeOverTalkOrInquiry: 'caseSupervisionOffice',
    reportInquiry: 'handlingDepartment',
    recordDelivery: 'handlingDepartment',
    recordReply: 'handlingDepartment',
    sendInquiryLetter: 'handlingDepartment',
    delegateTalk: 'handlingDepartment',
    holdTalk: 'handlingDepartment',
    recordStatement: 'handlingDepartment',
    concludeTalkForFiling: 'handlingDepartment → leader',
    concludeTalkForVerification: 'handlingDepartment → leader',
    concludeTalkOrInquiry: 'handlingDepartment → leader',
    repeatTalkOrInquiry: 'handlingDepartment → leader',
    reviewShelvedClue: 'handlingDepartment → leader',
    shelveClue: 'handlingDepartment → leader',
    takeOverShelved: 'caseSupervisionOffice',
    reactivateClue: 'handlingDepartment → leader',
    openVerification: 'handlingDepartment → leader',
    takeOverVerification: 'caseSupervisionOffice',
    absorbNewClue: 'handlingDepartment → leader',
    mergeIntoVerification: 'engine',
    concludeVerificationByClosing: 'handlingDepartment → leader, chief',
    concludeVerificationByForwarding: 'handlingDepartment → leader, chief',
    concludeVerificationByShelving: 'handlingDepartment → leader, chief',
    concludeVerificationForFiling: 'handlingDepartment → leader, chief',
    fileCase: 'handlingDepartment → chief, partyChief',
    takeOverConverted: 'caseSupervisionOffice',
    confirmMerge: 'engine',
    mergeClue: 'handlingDepartment or caseSupervisionOffice → leader',
    receiveMerged: 'engine',
    returnToRegister: 'handlingDepartment or caseSupervisionOffice',
    takeUpAgain: 'handlingDepartment or caseSupervisionOffice',
    openSplitClue: 'engine',
    recordChildEnd: 'engine',
    recordChildReopening: 'engine',
    splitClue: 'handlingDepartment or caseSupervisionOffice → leader',
    reopenClue: 'handlingDepartment → leader',
    clarify: 'handlingDepartment → leader',
    findFalseAccusation: 'handlingDepartment → chief',
    feedbackToInformant: 'petitionOffice',
    reportHandling: 'handlingDepartment or caseSupervisionOffice or tourOffice',
  },
  case: {
    feedbackToInformant: 'petitionOffice',
    concludeOnPaper: 'caseSupervisionOffice',
    joinCase: 'engine',
    openCase: 'engine',
    reassignCase: 'caseSupervisionOffice → chief',
    resumeFromPaper: 'caseSupervisionOffice',
    takeOverCase: 'caseSupervisionOffice',
    takeOverConcludedCase: 'caseSupervisionOffice',
    takeOverMore: 'caseSupervisionOffice',
    takeOverMoreConcluded: 'caseSupervisionOffice',
    approvePlan: 'handlingDepartment → chief',
    assignTakenOver: 'caseSupervisionOffice → chief',
    fileAndSubmit: 'handlingDepartment → chief, partyChief',
    addRespondent: 'handlingDepartment → chief, partyChief',
    concludeInvestigation: 'handlingDepartment → collective',
    recordCapture: 'handlingDepartment',
    recordFlight: 'handlingDepartment → leader',
    recordRelease: 'handlingDepartment',
    submitToTrial: 'handlingDepartment → leader',
    acceptTrial: 'trialOffice',
    deferTrial: 'trialOffice → leader',
    talkWithRespondent: 'trialOffice',
    completeMaterials: 'trialOffice',
    returnForReinvestigation: 'trialOffice → chief',
    returnForSupplement: 'trialOffice → leader',
    resubmitReinvestigated: 'handlingDepartment → collective',
    resubmitSupplemented: 'handlingDepartment → leader',
    submitTrialReport: 'trialOffice → chief',
    decideSanction: 'trialOffice → chief, collective',
    announce: 'handlingDepartment or trialOffice',
    endRecovery: 'handlingDepartment → chief, collective',
    endWithoutSanction: 'handlingDepartment',
    execute: 'handlingDepartment',
    orderRecovery: 'trialOffice or handlingDepartment → chief, collective',
    recordRecovery: 'handlingDepartment',
    recordRecoveryDelay: 'handlingDepartment → leader',
    reportExecution: 'handlingDepartment',
    announceWithdrawal: 'handlingDepartment or trialOffice',
    clarifyWithdrawal: 'handlingDepartment or trialOffice',
    formWithdrawalOpinion: 'handlingDepartment or trialOffice → chief, collective',
    recordWithdrawalAbove: 'handlingDepartment or trialOffice',
    reportWithdrawalOpinion: 'handlingDepartment or trialOffice',
    withdrawCase: 'handlingDepartment or trialOffice → chief, collective, partyChief',
    openRefiledCase: 'engine',
    refileCase: 'handlingDepartment → chief, partyChief',
    askLeniency: 'handlingDepartment or trialOffice → chief, collective',
    giveTransferNotice: 'caseSupervisionOffice',
    planTransfer: 'caseSupervisionOffice',
    recordLeniencyReply: 'handlingDepartment or trialOffice → upperOrgan',
    transferToProcuratorate: 'caseSupervisionOffice → chief, collective',
    endWithoutTransfer: 'caseSupervisionOffice → chief, collective',
    recordReturn: 'caseSupervisionOffice',
    transferAgain: 'caseSupervisionOffice → leader',
    recordIndictment: 'caseSupervisionOffice',
    recordJudgment: 'caseSupervisionOffice',
    recordNonIndictment: 'caseSupervisionOffice',
    requestReconsideration: 'caseSupervisionOffice → chief',
    changeSanctionAfterJudicialChange: 'trialOffice → chief, collective',
    upholdSanctionAfterJudicialChange: 'trialOffice → chief, collective',
    orderWanted: 'handlingDepartment → chief',
    requestConfiscation: 'handlingDepartment or trialOffice → chief, collective',
    closeCase: 'handlingDepartment → leader',
    notifyFiling: 'handlingDepartment',
    publishFiling: 'handlingDepartment → chief',
    endObstacle: 'handlingDepartment',
    withholdNotice: 'handlingDepartment → chief',
    recordNumber: 'engine',
  },
  register: {
    issueNumber: 'engine or caseSupervisionOffice',
    openRegister: 'engine',
    voidNumber: 'caseSupervisionOffice → leader',
  },
};

const tables = [
  { table: clueLifecycle, cases: clueCases },
  { table: caseLifecycle, cases: caseCases },
  { table: registerLifecycle, cases: registerCases },
] as const;

/** Each row with the first sentence about it that is not refused. */
const steps = tables.flatMap(({ table, cases }) =>
  Object.values<Row>(table.rows).map((row) => ({
    process: table.process, name: row.name, row,
    one: (cases as Readonly<Record<string, readonly Case[]>>)[row.name]!.find(({ then }) => then in table.stages)!, // each row has its cases, or does not compile
  })));
const said = ({ name, one: { given, when } }: (typeof steps)[number], change: object = {}) => {
  const told = given();
  return { refused: told.tell({ on, by: people.engine, ...when, ...change, name }), told };
};

describe('Each step', () => {
  test.each(steps)('$process $name is taken by whom the rules name, and signed for by whom they name', (step) => {
    const { refused, told } = said(step);
    expect(refused).toBeUndefined();
    const chain = told.matter().proposals.findLast(({ name }) => name === step.name)?.chain;
    expect(`${step.row.by.join(' or ')}${chain ? ` → ${chain.join(', ')}` : ''}`).toBe(expected[step.process]?.[step.name]);
  });
  test.each(steps.filter(({ one }) => one.when.papers?.length))('$process $name is not taken without any of its papers', (step) => {
    const papers = step.one.when.papers ?? [];
    for (const missing of papers) expect(said(step, { papers: papers.filter((paper) => paper !== missing) }).refused).toMatchObject({ rule: 'missing-document', value: [missing] });
  });
});
