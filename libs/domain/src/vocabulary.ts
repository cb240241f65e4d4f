import type { Actor, Vocabulary } from '@anjuan/lifecycle';
import { engineRole, text } from '@anjuan/lifecycle';

/** Posts a person may hold; the signing ones are the approval levels of domain §2, lowest first. */
export const posts = {
  handler: text('承办人', 'Handler'),
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
