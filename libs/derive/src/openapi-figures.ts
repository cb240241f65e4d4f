import { figureNames, figures } from '@anjuan/domain';
import { json, problems, query } from './openapi-parts';

const count = { type: 'integer' };
const whole = (names: readonly string[]) => ({ type: 'object', required: names, properties: Object.fromEntries(names.map((name) => [name, count])) });
const day = { type: 'string', format: 'date' };
const period = [
  { ...query('from', '起始日期（含） · first day', day), required: true },
  { ...query('to', '截止日期（不含） · the day after the last', day), required: true },
];
const label = { $ref: '#/components/schemas/Text' };

const forms = ['form1', 'form2', 'form3', 'form4', 'total'];
const counted = ['received', 'disposed', 'casesFiled', 'personsFiled', 'selfHandledPersonsFiled', 'sanctionedPersons', 'transferredToProcuratorate', 'closedWithoutAction', 'recoveredFen'];
const ofPeriod = {
  from: day, to: day, ...whole(counted).properties,
  disposedBySource: { type: 'object', description: '按线索来源 · by source, in its Chinese word', additionalProperties: count },
  fourForms: whole(forms),
};
const figuresAnswer = {
  type: 'object',
  required: [...Object.keys(ofPeriod), 'open', 'yoyPercent', 'previous'],
  properties: {
    ...ofPeriod,
    open: { type: 'object', required: ['at'], description: '截止日零时各环节未办结件数 · matters by stage at the start of `to`', properties: { at: day }, additionalProperties: count },
    yoyPercent: { type: 'object', description: '同比（%），上年同期为 0 时为空 · against the same days of the year before; null where there were none', additionalProperties: { type: ['number', 'null'] } },
    previous: { type: 'object', required: Object.keys(ofPeriod), properties: ofPeriod },
    labels: { type: 'object', additionalProperties: { type: 'object', additionalProperties: label } },
  },
};

const behindAnswer = {
  type: 'object',
  required: ['items'],
  properties: {
    next: { type: 'string' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['stream', 'on', 'n', 'fen', 'process', 'stage', 'links'],
        properties: { stream: { type: 'string' }, on: day, by: { type: 'string' }, person: { type: 'string' }, n: count, fen: count, process: { type: 'string' }, stage: { type: 'string' }, number: { type: 'string' }, title: { type: 'string' }, stageLabel: label, officeLabel: label, links: { type: 'object' } },
      },
    },
  },
};

const path = (summary: string, parameters: readonly object[], schema: object) => ({ get: { tags: ['figures'], summary, parameters, responses: { 200: json('OK', schema), ...problems(400, 503) } } });

/** Figures of a period, and the clues and cases behind one of them. */
export const figurePaths = {
  '/api/figures': path('期间统计、期末未办结、同比 · figures of a period, what is open at its end, year on year', [...period, query('atLeast', '等到读模型至少到此位置（至多 2 秒） · wait up to 2 s until the read model has come so far', { type: 'integer', minimum: 0 })], figuresAnswer),
  '/api/figures/behind': path('某一数字背后的线索和案件 · the clues and cases behind a number', [
    { ...query('figure', figureNames.map((name) => `${name} ${figures[name].zh}`).join('；'), { type: 'string', enum: figureNames }), required: true },
    query('key', '线索来源（中文），或环节 · a source, in Chinese, or a stage'), ...period,
    query('after', '上一页给出的 next · `next` of the page before'), query('limit', '每页条数', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
  ], behindAnswer),
};
