import { z } from 'zod';
import { civilDate } from './command';
import type { Text } from './words';
import { text } from './words';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const reason = z.string().trim().min(2).max(500).meta({ zh: '理由', en: 'Reason' });
const proposal = z.string().min(1).max(100).meta({ zh: '呈批件', en: 'Proposal' });

/** Signed on paper by someone who is not at the keyboard: recorded apart from who entered it. */
export const signedOnPaper = z.strictObject({
  approver: z.strictObject({ person: z.string().trim().min(1).max(60), office: z.string().trim().min(1).max(60), post: z.string().trim().min(1).max(60) }),
  signedOn: civilDate,
  paper: sha256,
});

/** What every process knows beside its own rows. Written once, as wrappers over the table. */
export const standingCommands = {
  approve: {
    label: text('同意', 'Approve'),
    asks: z.strictObject({
      proposal,
      opinion: z.string().trim().max(500).optional().meta({ zh: '审批意见', en: 'Opinion' }),
      onPaper: signedOnPaper.optional().meta({ zh: '纸面签批', en: 'Signed on paper' }),
    }),
  },
  refuseProposal: { label: text('不同意', 'Refuse'), asks: z.strictObject({ proposal, reason, onPaper: signedOnPaper.optional().meta({ zh: '纸面签批', en: 'Signed on paper' }) }) },
  withdrawProposal: { label: text('撤回呈批', 'Withdraw the proposal'), asks: z.strictObject({ proposal, reason }) },
  correct: {
    label: text('更正', 'Correct'),
    asks: z.strictObject({
      field: z.string().min(1).max(60).meta({ zh: '字段', en: 'Field' }),
      lane: z.string().max(120).optional().meta({ zh: '对象与轨道', en: 'Respondent and track' }),
      old: z.unknown().optional().meta({ zh: '原值', en: 'Old value' }),
      new: z.unknown().meta({ zh: '新值', en: 'New value' }),
      reason,
    }),
  },
  takeBack: { label: text('撤回上一步', 'Take back the last step'), asks: z.strictObject({ reason }) },
  extendClock: {
    label: text('延长期限', 'Extend a time limit'),
    asks: z.strictObject({
      clock: z.string().min(1).max(160).meta({ zh: '期限', en: 'Clock' }),
      n: z.int().min(1).max(1000).meta({ zh: '延长数', en: 'Extend by' }),
      unit: z.enum(['days', 'workingDays', 'months']).meta({ zh: '单位', en: 'Unit' }),
      reason,
    }),
  },
  recuse: {
    label: text('回避', 'Recuse'),
    asks: z.strictObject({
      person: z.string().trim().min(1).max(60).meta({ zh: '应回避人员', en: 'Person' }),
      post: z.string().trim().min(1).max(60).meta({ zh: '职务', en: 'Post' }),
      kind: z.enum(['self', 'requested', 'ordered']).meta({ zh: '方式', en: 'Kind' }),
      ground: z.string().trim().min(2).max(500).meta({ zh: '回避情形', en: 'Ground' }),
    }),
  },
  intervene: {
    label: text('系统干预', 'Intervene'),
    asks: z.strictObject({
      kind: z.enum(['retry', 'rebuildWorkflow', 'unpark', 'skipReaction']).meta({
        zh: '干预方式', en: 'Kind',
        options: { retry: text('重试', 'Retry'), rebuildWorkflow: text('由事件重建流程', 'Rebuild the workflow from events'), unpark: text('重新读取事件', 'Read the events again'), skipReaction: text('跳过后续动作', 'Skip the reaction') },
      }),
      cause: z.string().min(1).max(60).meta({ zh: '卡滞原因', en: 'Cause' }),
      /** Which of several: a reaction and the event that owes it (`openCase:EVENT`), a follower. */
      about: z.string().max(300).default('').meta({ zh: '所涉事项', en: 'About' }),
      reason,
    }),
  },
  addNote: { label: text('备注', 'Add a note'), asks: z.strictObject({ text: z.string().trim().min(1).max(2000).meta({ zh: '内容', en: 'Text' }) }) },
  noticeClock: { label: text('时限提醒', 'Notice a clock'), asks: z.strictObject({ instant: z.string().min(1).max(300) }) },
  judgeIntervention: {
    label: text('干预结果', 'Judge an intervention'),
    asks: z.strictObject({ intervention: z.int().min(1), outcome: z.enum(['healed', 'sameCause']), event: z.int().min(1).optional() }),
  },
  settleReaction: {
    label: text('后续动作回执', 'Settle a reaction'),
    asks: z.strictObject({
      reaction: z.string().min(1).max(60),
      event: z.string().min(1).max(60),
      outcome: z.enum(['done', 'refused', 'skipped']),
      reason: z.string().max(500).optional(),
      stream: z.string().max(100).optional(),
      revision: z.int().optional(),
    }),
  },
} as const satisfies Record<string, { label: Text; asks: z.ZodObject }>;

export type StandingName = keyof typeof standingCommands;
export type StandingAsked<N extends StandingName> = z.infer<(typeof standingCommands)[N]['asks']>;

/** Sent by the engine itself; no person may. */
export const engineOnly: ReadonlySet<string> = new Set<StandingName>(['noticeClock', 'settleReaction', 'judgeIntervention']);

export const isStanding = (name: string): name is StandingName => Object.hasOwn(standingCommands, name);
