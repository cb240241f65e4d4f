import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { persons, yes } from '../fields';
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
