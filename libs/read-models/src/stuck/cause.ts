import { text, type Text } from '@anjuan/lifecycle';

/** Why a matter does not move, the most pressing first. */
export const stuckLabels = {
  streamParked: text('事件读不下去', 'Events that cannot be read'),
  workflowMissing: text('流程丢失', 'Workflows that are gone'),
  workflowTaskFailing: text('流程任务反复失败', 'Workflow tasks that fail'),
  activityFailing: text('系统动作反复失败', 'Activities that fail'),
  reactionOwed: text('后续动作未办成', 'Reactions still owed'),
  reactionRefused: text('后续动作被拒', 'Reactions that were refused'),
  instantOverdue: text('到时未提醒', 'Instants that nobody noticed'),
  approverBarred: text('无人可签批', 'Proposals nobody may sign'),
  clockBreached: text('已超期', 'Limits that have ended'),
  clockNear: text('即将到期', 'Limits about to end'),
} as const satisfies Record<string, Text>;

export type StuckCause = keyof typeof stuckLabels;
export const stuckCauses = Object.keys(stuckLabels) as [StuckCause, ...StuckCause[]];
