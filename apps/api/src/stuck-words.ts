import { nameList, type Lifecycle, type StandingAsked, type Text } from '@anjuan/lifecycle';
import type { StuckCase, StuckCause } from '@anjuan/read-models';
import { proposalLabel } from '@anjuan/replay';

type Kind = StandingAsked<'intervene'>['kind'];
type Told = { readonly waitsFor: Text; readonly helps: Text };
type Teller = (about: { readonly detail: Readonly<Record<string, unknown>>; readonly lifecycle: Lifecycle | undefined }) => Told;

const text = (zh: string, en: string): Text => ({ zh, en });
const plain = (value: unknown): Text => text(String(value ?? ''), String(value ?? ''));

const operator = text('系统管理人员', 'whoever runs the system');
/** A failure's own words, where it left any. */
const because = (message: unknown): Text => (message ? text(`：${String(message)}`, `: ${String(message)}`) : text('', ''));

const reactionOf = (lifecycle: Lifecycle | undefined, reaction: unknown): Text => lifecycle?.reactions[String(reaction)]?.label ?? plain(reaction);
const clockOf = (lifecycle: Lifecycle | undefined, key: unknown) => lifecycle?.clocks[String(key).split('@', 1)[0] ?? ''];

const clock = (zh: string, en: string): Teller => ({ detail, lifecycle }) => {
  const who = clockOf(lifecycle, detail['clock'])?.waitsFor ?? text('承办部门', 'the handling department');
  return { waitsFor: text(`「${String(detail['zh'])}」${zh} ${String(detail['due'])}`, `the limit of “${String(detail['en'])}” ${en} ${String(detail['due'])}`), helps: who };
};

/** Every cause in words: what the matter waits for, and who can help; `offers`: what an operator may do about it. */
const causes: Readonly<Record<StuckCause, { readonly offers: readonly Kind[]; readonly tell: Teller }>> = {
  streamParked: {
    offers: ['unpark'],
    tell: ({ detail }) => ({
      waitsFor: text(`能够读取第 ${String(detail['position'])} 号事件的版本（${String(detail['follower'])}）${because(detail['message']).zh}`, `a build that reads the event at position ${String(detail['position'])} (${String(detail['follower'])})${because(detail['message']).en}`),
      helps: operator,
    }),
  },
  workflowMissing: {
    offers: ['rebuildWorkflow'],
    tell: () => ({ waitsFor: text('流程：本件未结，但 Temporal 中没有它的流程在运行，时限无人提醒', 'its workflow: it is open, but no workflow of it runs in Temporal and nobody watches its limits'), helps: operator }),
  },
  workflowTaskFailing: {
    offers: ['retry', 'rebuildWorkflow'],
    tell: ({ detail }) => ({ waitsFor: text(`流程任务成功（已试 ${String(detail['attempt'])} 次）${because(detail['message']).zh}`, `a workflow task to succeed (tried ${String(detail['attempt'])} times)${because(detail['message']).en}`), helps: operator }),
  },
  activityFailing: {
    offers: ['retry', 'skipReaction', 'rebuildWorkflow'],
    tell: ({ detail, lifecycle }) => {
      const what = reactionOf(lifecycle, detail['reaction']);
      return { waitsFor: text(`「${what.zh}」办成（已试 ${String(detail['attempt'])} 次）${because(detail['message']).zh}`, `“${what.en}” to succeed (tried ${String(detail['attempt'])} times)${because(detail['message']).en}`), helps: operator };
    },
  },
  reactionOwed: {
    offers: ['retry', 'skipReaction', 'rebuildWorkflow'],
    tell: ({ detail, lifecycle }) => ({ waitsFor: text(`后续动作「${reactionOf(lifecycle, detail['reaction']).zh}」`, `the reaction “${reactionOf(lifecycle, detail['reaction']).en}”`), helps: operator }),
  },
  reactionRefused: {
    offers: [],
    tell: ({ detail, lifecycle }) => ({
      waitsFor: text(`后续动作「${reactionOf(lifecycle, detail['reaction']).zh}」被拒后的处理${because(detail['message']).zh}`, `somebody to settle the refused “${reactionOf(lifecycle, detail['reaction']).en}”${because(detail['message']).en}`),
      helps: text('上一步骤的批准人：撤回该步骤后另行办理', 'who approved the last step: take it back and do it otherwise'),
    }),
  },
  instantOverdue: {
    offers: ['retry', 'rebuildWorkflow'],
    tell: ({ detail, lifecycle }) => {
      const label = clockOf(lifecycle, detail['clock'])?.label ?? plain(detail['clock']);
      return { waitsFor: text(`「${label.zh}」（${String(detail['due'])} 届满）的提醒`, `the notice of ${label.en}, due ${String(detail['due'])}`), helps: operator };
    },
  },
  approverBarred: {
    offers: [],
    tell: ({ detail, lifecycle }) => {
      const step = lifecycle ? proposalLabel(lifecycle, String(detail['step'])) : plain(detail['step']);
      const level = nameList(lifecycle?.vocabulary.levels ?? {}, [String(detail['level'])]);
      const persons = (Array.isArray(detail['persons']) ? detail['persons'] : []).map(String);
      return {
        waitsFor: text(`「${step.zh}」由${level.zh}签批；已知任此职的 ${persons.join('、')} 均不得签批`, `“${step.en}” to be signed by ${level.en}; all who are known to hold the post are barred: ${persons.join(', ')}`),
        helps: text(`其他任此职者签批，或由呈批人 ${String(detail['by'])} 撤回后另行呈批`, `another holder of the post, or ${String(detail['by'])}, who proposed it and may withdraw it`),
      };
    },
  },
  clockBreached: { offers: [], tell: clock('已于届满日超期：', 'ended on') },
  clockNear: { offers: [], tell: clock('即将届满：', 'ends on') },
};

export const tellStuck = ({ cause, detail }: StuckCase, lifecycle: Lifecycle | undefined) => ({ offers: causes[cause].offers, ...causes[cause].tell({ detail, lifecycle }) });
