import type { Lifecycle } from '@anjuan/lifecycle';
import { commandForms, plural, type CommandForm } from './forms';
import { figurePaths } from './openapi-figures';
import { ledgerPaths } from './openapi-ledgers';
import { actorHeader, done, get, idParameter, json, keyHeader, matchHeader, problems, query, schemas } from './openapi-parts';

const bodyOf = ({ schema, needs }: CommandForm) => {
  const asked = Object.keys(schema.properties ?? {}).length === 0 ? {} : { asked: schema };
  const required = [...(schema.required?.length ? ['asked'] : []), ...(needs.length > 0 ? ['papers'] : [])];
  const papers = { type: 'array', items: { $ref: '#/components/schemas/Paper' }, maxItems: 100, ...(needs.length > 0 && { description: `须附 · needs: ${needs.map(({ key, label }) => `${label.zh} (${key})`).join('、')}` }) };
  return { type: 'object', additionalProperties: false, ...(required.length > 0 && { required }), properties: { ...asked, papers, on: { type: 'string', format: 'date', description: '行为日期，默认今天 · date of the act, today by default' } } };
};

const command = (lifecycle: Lifecycle, form: CommandForm) => {
  const opening = form.shape === 'opening';
  return {
    tags: [lifecycle.process],
    operationId: `${lifecycle.process}.${form.name}`,
    summary: `${form.label.zh} · ${form.label.en}`,
    description: [
      ...(form.ref ? [`${form.ref}。`] : []),
      ...(form.basis.length > 0 ? [`依据 · basis: ${form.basis.join('; ')}。`] : []),
      ...(form.by.length > 0 ? [`承办 · by: ${form.by.map(({ label }) => label.zh).join('、')}。`] : []),
      ...(form.from.length > 0 ? [`环节 · from: ${form.from.map(({ label }) => label.zh).join('、')}。`] : []),
    ].join('\n'),
    parameters: [...(opening ? [] : [idParameter(lifecycle.process)]), keyHeader, actorHeader, ...(opening ? [] : [matchHeader])],
    requestBody: { required: true, content: { 'application/json': { schema: bodyOf(form) } } },
    responses: { ...(opening ? { 201: done('已登记 · registered') } : { 200: done('已办理或已呈批 · done or proposed') }), ...problems(400, 403, 404, 409, ...(opening ? [] : [412]), 413, 415, 422, 428, 503) },
  };
};

const commandPaths = (lifecycle: Lifecycle) => {
  const base = `/api/${plural(lifecycle.process)}`;
  const sent = commandForms(lifecycle).filter(({ engineOnly }) => !engineOnly);
  return Object.fromEntries(sent.map((form) => [form.shape === 'opening' ? `${base}/commands/${form.name}` : `${base}/{id}/commands/${form.name}`, { post: command(lifecycle, form) }]));
};

const atLeast = query('atLeast', '等到读模型至少到此位置（至多 2 秒） · wait up to 2 s until the read model has come so far', { type: 'integer', minimum: 0 });
const paging = [query('after', '上一页给出的 next · `next` of the page before'), query('limit', '每页条数', { type: 'integer', minimum: 1, maximum: 200, default: 50 })];

const point = '版本（7，关联件为 clue-…@7）或日期（当日终了时已录入者） · a revision (7, of a linked one clue-…@7) or a date (what was recorded by the end of it)';

const readPaths = (lifecycle: Lifecycle) => {
  const base = `/api/${plural(lifecycle.process)}`;
  const { process } = lifecycle;
  const filters = [query('stage', '环节', { type: 'string', enum: Object.keys(lifecycle.stages) }), query('office', '部门'), query('source', '来源'), query('dueBefore', '到期早于（日期）', { type: 'string', format: 'date' })];
  return {
    [base]: get(process, '列表 · list', [...filters, ...paging, atLeast], [400, 503]),
    [`${base}/{id}`]: get(process, '案卷页 · page', [idParameter(process), { ...actorHeader, required: false }, atLeast], [400, 404, 503]),
    [`${base}/{id}/history`]: get(process, '办理经过 · history', [idParameter(process)], [404, 503]),
    [`${base}/{id}/replay`]: get(process, '回放：关联各件的全部步骤；给出 at 则为该时的状况 · every step of the linked history; with `at`, how it stood then', [idParameter(process), query('at', point)], [400, 404, 422, 503]),
    [`${base}/{id}/replay/compare`]: get(process, '比较两个时点 · what differs between two points', [idParameter(process), { ...query('from', point), required: true }, { ...query('to', point), required: true }], [400, 404, 422, 503]),
  };
};

const others = {
  '/api/clocks': get('clocks', '在计期限，先到期的在前 · running clocks, soonest first', [query('dueBefore', '到期早于（日期）', { type: 'string', format: 'date' }), ...paging, atLeast], [400, 503]),
  '/api/stuck': get('stuck', '卡滞案件，按原因计数 · what does not move, counted by cause', [], [503]),
  '/api/stuck/cases': get('stuck', '某一原因的卡滞案件，或近一日已恢复的 · the cases of one cause, or what has healed within a day', [query('cause', '原因 · cause'), query('healed', '近一日已恢复的 · healed within a day', { type: 'string', enum: ['true'] }), ...paging], [400, 503]),
  '/api/stuck/look': { post: { tags: ['stuck'], summary: '立即核对 · look now', responses: { 202: json('Accepted'), ...problems(503) } } },
  ...figurePaths,
  ...ledgerPaths,
  '/api/meta': get('meta', '词汇、环节、表单、部门、职务 · words, stages, forms, offices, posts', [], []),
  '/health/live': get('health', '进程在 · the process is there', [], []),
  '/health/ready': get('health', '可以服务 · ready to serve', [], [503]),
};

/** The whole interface, from the tables: a new row is a new path. */
export const openapi = (processes: Readonly<Record<string, Lifecycle>>) => ({
  openapi: '3.1.0',
  info: { title: '案卷 Anjuan', version: '0.1.0', description: '纪检监察问题线索与案件办理接口，由流程表生成。 Made from the process tables.' },
  servers: [{ url: '/' }],
  paths: { ...Object.assign({}, ...Object.values(processes).flatMap((lifecycle) => [readPaths(lifecycle), commandPaths(lifecycle)])) as Record<string, object>, ...others },
  components: { schemas },
});
