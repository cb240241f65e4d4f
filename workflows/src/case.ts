import type { CaseStage } from '@anjuan/domain';
import type { Situation, Text } from './contract';
import { lifecycle } from './lifecycle';

/** What a case waits for, stage by stage; from deliberation on, its least advanced respondent and track. */
const waitingFor: Record<CaseStage, Text> = {
  filed: { zh: '审查调查方案获批', en: 'the approval of the investigation plan' },
  investigating: { zh: '审查调查终结', en: 'the investigation to be concluded' },
  investigationConcluded: { zh: '移送审理', en: 'its submission to trial' },
  trialSubmitted: { zh: '案件审理室受理', en: 'the trial office to accept it' },
  trialDeferred: { zh: '承办部门补正材料', en: 'the missing materials' },
  inTrial: { zh: '审理报告', en: 'the trial report' },
  returnedReinvestigate: { zh: '重新调查', en: 'the new investigation report' },
  returnedSupplement: { zh: '补充调查', en: 'the supplement' },
  deliberating: { zh: '处分决定', en: 'the decision' },
  decided: { zh: '宣布处分决定', en: 'the announcement of the decision' },
  announced: { zh: '开始执行处分', en: 'the execution to begin' },
  executing: { zh: '处分执行情况报告', en: 'the report on the execution' },
  executed: { zh: '结案归档', en: 'the closing of the file' },
  closed: { zh: '无（已结案）', en: 'nothing; it is closed' },
  concludedOnPaper: { zh: '无（接管前已办结）', en: 'nothing; it ended on paper' },
  withdrawn: { zh: '撤案后的告知、澄清与备案', en: 'those who must still be told of the withdrawal' },
};

/** `case` is a word of the language, so its type gets its name in `index.ts`. */
export async function caseFile(situation?: Situation): Promise<void> {
  await lifecycle(waitingFor, situation);
}
