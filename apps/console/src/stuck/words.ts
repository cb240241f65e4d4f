import type { Text } from '../words';

const text = (zh: string, en: string): Text => ({ zh, en });

export const stuckWords = {
  title: text('卡滞案件', 'Stuck cases'),
  none: text('没有卡滞的案件，件件在动。', 'Nothing is stuck. Everything moves.'),
  lookNow: text('立即核对', 'Look now'),
  lookedAt: text('{at} 核对', 'looked at {at}'),
  notYet: text('尚未核对', 'Not looked yet'),
  temporalAway: text('Temporal 自 {at} 起没有应答：时限提醒和后续动作暂停，恢复后自动补上，不丢失任何案件。', 'Temporal does not answer since {at}: notices and reactions wait and are made up for when it is back; no case is lost.'),
  workersAway: text('自 {at} 起没有工作进程在处理流程：请检查 worker 是否在运行。', 'No worker has asked for work since {at}: is the worker running?'),
  matter: text('案件', 'Matter'),
  waitsFor: text('在等什么', 'What it waits for'),
  since: text('自 {at} 起', 'since {at}'),
  helps: text('谁能解决', 'What would help, and by whom'),
  act: text('处理', 'What to do'),
  goThere: text('去案卷办理', 'Go to the matter'),
  reassign: text('改派', 'Reassign'),
  temporal: text('Temporal 页面', 'Temporal’s page'),
  notYours: text('应由{who}办理', 'For {who}'),
  healed: text('已恢复', 'Healed'),
  sameCause: text('原因未除', 'Same cause'),
  underWay: text('处理中', 'Under way'),
  last: text('{who} {at}：{reason}', '{who}, {at}: {reason}'),
  sent: text('已记入案卷；是否恢复，以核对结果为准', 'Recorded on the case; whether it healed, the next look will say'),
  healedToday: text('近一日恢复 {n} 件', '{n} healed within a day'),
  unknown: text('尚无页面的案卷', 'A matter without a page yet'),
} as const;
