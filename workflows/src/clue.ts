import type { ClueStage } from '@anjuan/domain';
import type { Situation, Text } from './contract';
import { lifecycle } from './lifecycle';

/** What a clue waits for, stage by stage. */
const waitingFor: Record<ClueStage, Text> = {
  discovered: { zh: '巡察办移交', en: 'the tour office to hand it over' },
  registered: { zh: '案件监督管理室提出分办意见并报批', en: 'the case supervision office to propose who handles it' },
  assigned: { zh: '承办部门签收并开始研判', en: 'the handling department to take it up' },
  underAssessment: { zh: '承办部门提出处置意见并报批', en: 'the handling department to propose how to dispose of it' },
  modestInquiry: { zh: '适当了解情况报告', en: 'the report on the modest inquiry' },
  talkOrInquiry: { zh: '谈话函询结果', en: 'the result of the talk or inquiry' },
  shelved: { zh: '条件具备后重新启动', en: 'the ground to reopen it' },
  preliminaryVerification: { zh: '核查组提交初步核实情况报告', en: 'the report of the verification team' },
  filingProposed: { zh: '立案呈批', en: 'the approval of filing' },
  convertedToCase: { zh: '案件办理（本件已立案）', en: 'nothing; it goes on as a case' },
  closed: { zh: '了结后的告知与反馈', en: 'those who must still be informed' },
  transferredOut: { zh: '移送后的反馈', en: 'those who must still be told' },
  mergedInto: { zh: '对方线索接收并案', en: 'the other clue to receive it' },
  heldForSuperior: { zh: '信访室报送上级机关', en: 'the petition office to send it up' },
  sentUp: { zh: '无（已报送上级机关）', en: 'nothing; it was sent up' },
};

export async function clue(situation?: Situation): Promise<void> {
  await lifecycle(waitingFor, situation);
}
