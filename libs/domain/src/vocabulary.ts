import type { Actor, Vocabulary } from '@anjuan/lifecycle';
import { engineRole, text } from '@anjuan/lifecycle';
import { inspectionGroups } from './offices';

/** Posts a person may hold; the signing ones are the approval levels of domain §2, lowest first. */
export const posts = {
  handler: text('承办人', 'Handler'),
  tourLeadingGroup: text('巡察工作领导小组', 'Leading group of inspection tours'),
  dept: text('部门主要负责人', 'Head of department'),
  leader: text('机关分管负责人', 'Leader in charge'),
  chief: text('机关主要负责人', 'Chief of the organ'),
  collective: text('常委会（集体研究）', 'Standing committee, collectively'),
  partyChief: text('同级党委主要负责人', 'Chief of the Party committee'),
  partyCommittee: text('同级党委', 'Party committee'),
  upperOrgan: text('上级机关', 'Upper organ'),
} as const;

const { handler: _handler, ...levels } = posts;

/** Signing levels, lowest first. */
export { levels };
export type Level = keyof typeof levels;
export const ranks = Object.keys(levels) as Level[];

type Signed = readonly { readonly level: string }[];
const isLevel = (name: string): name is Level => Object.hasOwn(levels, name);

/** The levels that signed, in the order they did. */
export const levelsOf = (approvals: Signed): Level[] => approvals.map(({ level }) => level).filter(isLevel);

/** The highest level that signed. */
export const highest = (approvals: Signed): Level => levelsOf(approvals).reduce((top, level) => higherOf(top, level), 'dept');
export const higherOf = (a: Level, b: Level): Level => (ranks.indexOf(b) > ranks.indexOf(a) ? b : a);

const plays = (role: string, actor: Actor, facts: Readonly<Record<string, unknown>>): boolean => {
  if (role === engineRole) return actor.post === engineRole;
  if (role === 'handlingDepartment') return facts['handlingOffice'] !== undefined && actor.office === facts['handlingOffice'];
  if (role === 'inspectionGroup') return inspectionGroups.includes(actor.office) && (facts['group'] === undefined || actor.office === facts['group']);
  return actor.office === role;
};

const signs = (level: string, actor: Actor, facts: Readonly<Record<string, unknown>>): boolean =>
  actor.post === level && (level !== 'dept' || facts['handlingOffice'] === undefined || actor.office === facts['handlingOffice']);

export const vocabulary = {
  roles: {
    petitionOffice: text('信访室', 'the petition office'),
    caseSupervisionOffice: text('案件监督管理室', 'the case supervision office'),
    handlingDepartment: text('承办部门', 'the handling department'),
    trialOffice: text('案件审理室', 'the trial office'),
    inspectionGroup: text('巡察组', 'the inspection group'),
    tourOffice: text('巡察办', 'the tour office'),
    engine: text('系统', 'the engine'),
  },
  papers: {
    transferLetter: text('移送函', 'Transfer letter'),
    distributionSheet: text('线索分办单', 'Distribution sheet'),
    disposalOpinion: text('处置意见', 'Disposal opinion'),
    shelvingNote: text('暂存待查说明', 'Shelving note'),
    situationReport: text('谈话函询情况报告', 'Report on the talk or inquiry'),
    workPlan: text('初步核实工作方案', 'Verification plan'),
    verificationReport: text('初步核实情况报告', 'Verification report'),
    reopeningNote: text('重新启动说明', 'Note on reopening'),
    filingReport: text('立案审查调查呈批报告', 'Filing report'),
    filingDecision: text('立案决定书', 'Filing decision'),
    feedbackRecord: text('反馈记录', 'Feedback record'),
    investigationPlan: text('审查调查方案', 'Investigation plan'),
    investigationReport: text('审查调查报告', 'Investigation report'),
    factsMaterial: text('违纪违法事实材料', 'Material of facts shown to the respondent'),
    caseFile: text('案卷材料', 'Case file'),
    acceptanceNote: text('审理受理单', 'Acceptance note'),
    missingItemsList: text('补正清单', 'List of missing items'),
    trialReport: text('审理报告', 'Trial report'),
    sanctionDecision: text('处分决定书', 'Sanction decision'),
    deliverySlip: text('送达回证', 'Delivery slip'),
    executionReport: text('处分执行情况报告', 'Execution report'),
    archiveList: text('归档目录', 'Archive list'),
    combinedReport: text('立案暨移送审理报告', 'Combined report of filing and submission'),
    returnNote: text('退回意见（理由和方向）', 'Note of return: reasons and directions'),
    supplementReport: text('补充调查报告（或不能补正的书面说明）', 'Report on the supplement, or note of what cannot be proved'),
    withdrawalOpinion: text('撤销案件意见', 'Withdrawal opinion'),
    withdrawalDecision: text('撤销案件决定书', 'Withdrawal decision'),
    recordForm: text('备案表', 'Form for the record above'),
    familyNotice: text('立案（留置）通知书', 'Notice to the family'),
    wantedOrder: text('通缉决定书', 'Wanted order'),
    confiscationOpinion: text('没收违法所得意见书', 'Confiscation opinion'),
    prosecutionOpinion: text('起诉意见书', 'Prosecution opinion'),
    assetList: text('涉案财物清单', 'List of assets'),
    procuratorateDecision: text('检察机关决定书', 'Decision of the procuratorate'),
    judgment: text('裁判文书', 'Judgment'),
    reconsiderationRequest: text('提请复议书', 'Request for reconsideration'),
    leniencyProposal: text('从宽处罚建议', 'Leniency proposal'),
    upperOrganReply: text('上级机关批复', 'Reply of the upper organ'),
    assetDecision: text('涉案财物处理决定', 'Decision on the assets'),
    receipt: text('收缴（退赔）凭证', 'Receipt'),
    workingPaper: text('巡察底稿', 'Working paper of the tour'),
    sourceNote: text('线索来源说明', 'Note on the source'),
    tourMandate: text('巡察授权及人员审核材料', 'Mandate of the tour and vetting of its members'),
    assistanceRequest: text('专业协助申请', 'Request for professional assistance'),
    assistanceResult: text('专业协助结果', 'Result of the assistance'),
    transferForm: text('线索移交表', 'Transfer form'),
    evidenceList: text('证据清单', 'List of evidence'),
    batchList: text('巡察移交线索清单', 'List of clues handed over'),
    classificationDecision: text('党组织分类处置决定', 'Decision of the Party organization on the classification'),
    modestInquiryReport: text('适当了解情况报告', 'Report on the modest inquiry'),
    inquiryLetter: text('函询通知书', 'Inquiry letter'),
    inquiryReply: text('函询回复', 'Reply to the inquiry'),
    delegationLetter: text('委托谈话函', 'Letter delegating the talk'),
    talkRecord: text('谈话笔录', 'Record of the talk'),
    writtenStatement: text('书面说明', 'Written statement'),
    mergeNote: text('并案说明', 'Note on the merging'),
    splitNote: text('分案说明', 'Note on the splitting'),
    handlingReport: text('办理情况报告', 'Report on the handling'),
    clarificationPlan: text('澄清工作方案', 'Clarification plan'),
    falseAccusationFinding: text('诬告陷害认定意见', 'Finding of false accusation'),
    otherPaper: text('其他材料', 'Other paper'),
  },
  levels,
  duties: {
    verification: text('初步核实', 'preliminary verification'),
    investigation: text('审查调查', 'investigation'),
    trial: text('案件审理', 'trial'),
  },
  plays,
  signs,
  // A6: investigators may not try the case; verifiers are barred as well, the safe reading of the rule.
  separations: [{ duty: 'trial', barredAfter: ['investigation', 'verification'], basis: 'IR 222' }],
  // A9: the chief's own recusal is for the upper organ. What nobody signed for is corrected under two signatures.
  standing: { correction: ['leader', 'chief'], recusal: (post) => (post === 'chief' ? ['upperOrgan'] : ['chief']), lateEntry: ['leader'], intervention: ['caseSupervisionOffice'] },
} as const satisfies Vocabulary;
