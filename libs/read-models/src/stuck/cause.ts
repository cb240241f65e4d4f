/** Why a matter does not move, the most pressing first. */
export const stuckCauses = [
  'streamParked', 'workflowMissing', 'workflowTaskFailing', 'activityFailing', 'reactionOwed', 'reactionRefused', 'instantOverdue', 'approverBarred', 'clockBreached', 'clockNear',
] as const;
export type StuckCause = (typeof stuckCauses)[number];
