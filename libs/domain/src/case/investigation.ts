import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { date, persons, yes } from '../fields';
import { caseFilingApproval } from './approvals';
import { kase } from './stages';

/** K1: a special meeting chaired by the chief sets plan and team (A15, A16). */
export const approvePlan = kase.transition({
  label: text('批准审查调查方案', 'Approve the investigation plan'),
  ref: 'K1',
  basis: ['SL 42', 'WR 39'],
  from: ['filed'],
  to: 'investigating',
  by: 'handlingDepartment',
  needs: ['investigationPlan'],
  approvedBy: () => ['chief'],
  duty: { name: 'investigation', persons: ({ team }) => team },
  asks: z.object({ team: persons('审查调查组成员', 'Investigation team', 2) }),
  records: 'InvestigationPlanApproved',
  then: (facts, { team }, { on }) => ({ ...facts, team, planApprovedOn: on }),
});

/** K4: facts put to the respondent, collective discussion, a signed report. */
export const concludeInvestigation = kase.transition({
  label: text('调查终结', 'Conclude the investigation'),
  ref: 'K4',
  basis: ['IR 215', 'IR 217', 'IR 218', 'IR 219'],
  from: ['investigating'],
  to: 'investigationConcluded',
  by: 'handlingDepartment',
  needs: ['investigationReport', 'factsMaterial'],
  approvedBy: () => ['collective'],
  asks: z.object({ heard: yes('已与被调查人见面核对事实', 'Facts put to the respondents'), signedBy: persons('报告签名人员', 'Signed by', 2) }),
  records: 'InvestigationConcluded',
  duty: { name: 'investigation', persons: ({ signedBy }) => signedBy },
  refuses: ({ team, respondents }, { heard, signedBy }, { recused }) => {
    if (respondents.length === 0) return refusal('IR 211', '以事立案的案件须先「确定被调查人」', 'a matter-filed case needs a respondent before it can be concluded', { field: 'respondents', value: respondents });
    if (!heard) return refusal('IR 217', '认定的事实须与被调查人见面核对', 'the facts must be put to the respondents first', { field: 'heard', value: heard });
    const missing = team.filter((person) => !signedBy.includes(person) && !recused.includes(person));
    return missing.length > 0 ? refusal('IR 218', `审查调查报告须由调查组全体成员签名，尚缺：${missing.join('、')}`, `the whole team signs the report; missing: ${missing.join(', ')}`, { field: 'signedBy', value: signedBy }) : undefined;
  },
  then: (facts, { heard }, { on }) => ({ ...facts, conclusion: { on, heard } }),
});

/** K5: all evidence goes along, the negative too. */
export const submitToTrial = kase.transition({
  label: text('移送审理', 'Submit to trial'),
  ref: 'K5',
  basis: ['IR 220'],
  from: ['investigationConcluded'],
  to: 'trialSubmitted',
  by: 'handlingDepartment',
  needs: ['caseFile'],
  approvedBy: () => ['leader'],
  asks: z.object({}),
  records: 'TrialSubmitted',
  then: (facts, _, { on }) => ({ ...facts, submittedOn: on }),
});

/** K2: simple, and clear by the verification already; the facts are shown before the joint approval. */
export const fileAndSubmit = kase.transition({
  label: text('立案暨移送审理', 'File and submit at once'),
  ref: 'K2',
  basis: ['IR 212', 'IR 217'],
  from: ['filed'],
  to: 'trialSubmitted',
  by: 'handlingDepartment',
  needs: ['combinedReport', 'factsMaterial', 'caseFile'],
  approvedBy: caseFilingApproval,
  duty: { name: 'investigation', persons: ({ team }) => team },
  asks: z.object({ team: persons('承办人员', 'Handled by', 2), clear: yes('案情简单、事实已经查清', 'Simple, and the facts are clear'), shownOn: date('事实材料与被调查人见面日期', 'Facts shown to the respondents on') }),
  records: 'CaseFiledAndSubmitted',
  refuses: ({ respondents }, { clear, shownOn }, { on }) => {
    if (respondents.length === 0) return refusal('IR 211', '以事立案的案件须先「确定被调查人」', 'a matter-filed case needs a respondent first', { field: 'respondents', value: respondents });
    if (!clear) return refusal('IR 212', '案情不简单或者事实尚未查清的，应当审查调查', 'a case that is not simple and clear is investigated', { field: 'clear', value: clear });
    return shownOn > on ? refusal('IR 217', `事实材料须在报批前与被调查人见面（见面 ${shownOn}，报批 ${on}）`, `the facts are shown before the joint approval: shown on ${shownOn}, proposed on ${on}`, { field: 'shownOn', value: shownOn }) : undefined;
  },
  then: (facts, { team }, { on }) => ({ ...facts, team, conclusion: { on, heard: true }, submittedOn: on }),
});
