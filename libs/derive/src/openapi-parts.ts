import { actorSchema, paperSchema } from '@anjuan/lifecycle';
import { schemaOf } from './schema';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } } as const;
const fault = { type: 'object', required: ['field', 'message'], properties: { field: { type: 'string' }, value: {}, message: ref('Text') } } as const;

export const schemas = {
  Text: text,
  Actor: schemaOf(actorSchema),
  Paper: schemaOf(paperSchema),
  Receipt: { type: 'object', required: ['stream', 'revision', 'position'], properties: { stream: { type: 'string' }, revision: { type: 'integer' }, position: { type: 'integer' } } },
  Done: {
    type: 'object',
    required: ['receipt', 'revision', 'stage', 'stageLabel', 'links'],
    properties: { receipt: ref('Receipt'), revision: { type: 'integer' }, stage: { type: 'string' }, stageLabel: ref('Text'), proposals: { type: 'array', items: { type: 'object' } }, links: { type: 'object', additionalProperties: { type: 'string' } } },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457. `detail` 为中文，`detailEn` 为英文；`rule` 是稳定的规则代号或条款。',
    required: ['type', 'title', 'status', 'detail', 'rule'],
    properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, detailEn: { type: 'string' }, rule: { type: 'string' }, field: { type: 'string' }, value: {}, faults: { type: 'array', items: fault }, links: { type: 'object', additionalProperties: { type: 'string' } } },
  },
} as const;

const header = (name: string, required: boolean, description: string, example?: string) => ({ name, in: 'header', required, description, schema: { type: 'string' }, ...(example !== undefined && { example }) });

export const actorHeader = header('X-Anjuan-Actor', true, '经办人：URI 编码的 JSON {person, office, post, onBehalfOf?} · who acts, as URI-encoded JSON', '%7B%22person%22%3A%22%E6%9D%8E%E7%99%BB%22%2C%22office%22%3A%22petitionOffice%22%2C%22post%22%3A%22handler%22%7D');
export const keyHeader = header('Idempotency-Key', true, '命令编号；重复提交得到同一回执 · the command id: sent again, it gets the same receipt');
export const matchHeader = header('If-Match', false, '您看到的版本，如 "12"；其后案情有变动则不予办理 · the revision you looked at', '"12"');

export const idParameter = (process: string) => ({ name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: `^${process}-[a-z2-7]{26}$` } });
export const query = (name: string, description: string, schema: object = { type: 'string' }) => ({ name, in: 'query', required: false, description, schema });

const statuses: Readonly<Record<string, string>> = {
  400: '格式错误 · malformed', 403: '无权办理 · not for this actor', 404: '没有找到 · not found', 409: '与现状冲突 · conflicts with how it stands', 412: '版本已变 · stale revision',
  413: '内容过大 · too large', 415: '类型不对 · wrong content type', 422: '依规不予办理 · refused by rule', 428: '缺少 Idempotency-Key · key required', 503: '存储暂不可用 · store away',
};
const problem = (status: string) => ({ description: statuses[status], content: { 'application/problem+json': { schema: ref('Problem') } } });
export const problems = (...wanted: readonly number[]) => Object.fromEntries(wanted.map((status) => [status, problem(String(status))]));

export const done = (description: string) => ({
  description,
  headers: { ETag: { description: '版本 · the revision', schema: { type: 'string' } }, 'Idempotent-Replay': { description: '重复提交时为 true · on a repeat', schema: { type: 'string' } } },
  content: { 'application/json': { schema: ref('Done') } },
});
export const json = (description: string, schema: object = { type: 'object' }) => ({ description, content: { 'application/json': { schema } } });
export const get = (tag: string, summary: string, parameters: readonly object[], statuses: readonly number[]) => ({ get: { tags: [tag], summary, parameters, responses: { 200: json('OK'), ...problems(...statuses) } } });
