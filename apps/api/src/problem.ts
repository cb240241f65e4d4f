import { citation, vocabulary } from '@anjuan/domain';
import type { Fault, Refusal, Text } from '@anjuan/lifecycle';

/** RFC 9457, Chinese first. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly detailEn: string;
  readonly rule: string;
  /** The article in words, where the rule is one. */
  readonly basis?: Text;
  readonly field?: string;
  readonly value?: unknown;
  readonly faults?: readonly { readonly field: string; readonly value?: unknown; readonly message: Fault['message'] }[];
  readonly [extra: string]: unknown;
};

const titles: Readonly<Record<number, string>> = {
  400: '请求格式有误', 401: '未表明经办人', 403: '无权办理', 404: '没有找到', 405: '不支持的方法', 408: '请求超时', 409: '与现状冲突', 412: '版本已变动', 413: '内容过大', 414: '地址过长', 415: '内容类型不对',
  421: '主机名不对', 422: '依规不予办理', 428: '缺少命令编号', 431: '请求头过大', 500: '系统故障', 503: '存储暂不可用',
};

const statuses: Readonly<Record<string, number>> = {
  'wrong-actor': 403, 'wrong-level': 403, recused: 403, 'proposer-approves': 403, 'signed-already': 403, 'engine-only': 403, 'not-the-approver': 403, 'not-the-proposer': 403,
  'not-found': 404, 'unknown-command': 404, 'unknown-process': 404,
  'wrong-stage': 409, 'already-there': 409, 'command-reused': 409, 'ground-moved': 409, 'one-proposal-at-a-time': 409, 'no-such-proposal': 409, 'nothing-to-take-back': 409, 'something-rests-on-it': 409,
  'stale-revision': 412, 'unknown-revision': 412,
  'too-large': 413,
  'invalid-command-id': 400, 'invalid-revision': 400, 'too-deep': 400, 'bad-cursor': 400, 'invalid-query': 400, 'invalid-actor': 400,
  'actor-missing': 401, 'command-id-missing': 428,
};

/** Separation of duties is refused by its article, and is about who acts. */
const isSeparation = ({ rule, field }: Refusal) => (field === 'actor.person' || field === 'asked') && vocabulary.separations.some(({ basis }) => basis === rule);

export const statusOf = (refusal: Refusal): number => statuses[refusal.rule] ?? (isSeparation(refusal) ? 403 : 422);

const longest = 200;

/** A refused value, shown back so that it can be found: never whole when it is long, never at all when the field is sealed. */
const shown = (value: unknown): unknown => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? null : text.length <= longest ? value : `${text.slice(0, longest)}…`;
};

export const problemOf = (refusal: Refusal, { sealed = () => false, status = statusOf(refusal), ...extra }: { readonly sealed?: (field: string) => boolean; readonly status?: number; readonly links?: object; readonly receipt?: object } = {}): Problem => {
  const { rule, message, field, value, faults } = refusal;
  const of = (name: string | undefined, found: unknown) => (name !== undefined && sealed(name.split('.').at(name.startsWith('asked.') ? 1 : 0) ?? '') ? { value: { sealed: true } } : found === undefined ? {} : { value: shown(found) });
  return {
    type: `https://anjuan.invalid/problems/${encodeURIComponent(rule)}`,
    title: titles[status] ?? '不予办理',
    status,
    detail: message.zh,
    detailEn: message.en,
    rule,
    ...(citation(rule).zh !== rule && { basis: citation(rule) }),
    ...(field !== undefined && { field, ...of(field, value) }),
    ...(faults && { faults: faults.slice(0, 50).map((fault) => ({ field: fault.field, ...of(fault.field, fault.value), message: fault.message })) }),
    ...extra,
  };
};

/** A refusal on its way out of the depths of a request. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem, readonly headers: Readonly<Record<string, string>> = {}) {
    super(problem.rule);
  }
}

export const problemError = (status: number, rule: string, zh: string, en: string, about: { readonly field?: string; readonly value?: unknown } = {}, headers?: Readonly<Record<string, string>>): ProblemError =>
  new ProblemError(problemOf({ rule, message: { zh, en }, ...about }, { status }), headers);

export const thrown = (refusal: Refusal): ProblemError => new ProblemError(problemOf(refusal));
