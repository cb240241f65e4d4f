import { actorHeader, get, json, problems } from './openapi-parts';

const file = { name: 'file', in: 'path', required: true, description: '台账文件的 SHA-256 · of the file', schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } };
const spreadsheet = Object.fromEntries(['application/octet-stream', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'].map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
const cells = { type: 'object', description: '列名见 /api/ledgers/columns · names of columns', additionalProperties: { type: 'string' } };
const edited = { type: 'object', required: ['rows'], additionalProperties: false, properties: { rows: { type: 'array', minItems: 1, maxItems: 500, items: { type: 'object', required: ['row', 'cells'], additionalProperties: false, properties: { row: { type: 'integer', minimum: 1 }, cells } } } } };
const refusedRow = { type: 'object', required: ['row', 'number', 'reason', 'words'], properties: { row: { type: 'integer' }, number: { type: 'string' }, reason: { type: 'string' }, column: { type: 'string' }, value: { type: 'string' }, words: { $ref: '#/components/schemas/Text' }, cells } };
const reading = { type: 'object', required: ['rows', 'accepted', 'repeats', 'blank', 'refused'], properties: { rows: { type: 'integer' }, accepted: { type: 'integer' }, repeats: { type: 'integer' }, blank: { type: 'integer' }, refused: { type: 'array', items: refusedRow }, file: { type: 'string' } } };

/** A ledger comes in: read, put right, registered. */
export const ledgerPaths = {
  '/api/ledgers': { post: { tags: ['ledgers'], summary: '读取台账（.xlsx 或 .csv，不超过 64 MB），逐行说明可登记、重复、不予登记及原因；不登记 · a dry run over a ledger', parameters: [actorHeader], requestBody: { required: true, content: spreadsheet }, responses: { 201: json('Created', reading), ...problems(400, 413, 415, 422, 503) } } },
  '/api/ledgers/columns': get('ledgers', '台账各列及退回原因 · the columns of a ledger, and the reasons', [], []),
  '/api/ledgers/{file}': get('ledgers', '已上传的台账 · a ledger that was uploaded', [file], [404]),
  '/api/ledgers/{file}/rows': { post: { tags: ['ledgers'], summary: '更正退回的行，当即重新检查 · put refused rows right; they are judged at once', parameters: [file, actorHeader], requestBody: { required: true, content: { 'application/json': { schema: edited } } }, responses: { 200: json('OK', reading), ...problems(400, 404, 409, 413, 415, 422) } } },
  '/api/ledgers/{file}/import': {
    ...get('ledgers', '登记进度与结果 · how far the registration is, and what came of it', [file], [404]),
    post: { tags: ['ledgers'], summary: '登记入库，或接着办；已登记的不会重复 · register, or go on: nothing comes in twice', parameters: [file, actorHeader], requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', additionalProperties: false, properties: { vouchedBy: { type: 'string', minLength: 1, maxLength: 60, description: '对内容负责的人，默认为经办人 · who vouches, the actor by default' } } } } } }, responses: { 202: json('Accepted'), ...problems(400, 403, 404, 415, 422) } },
    delete: { tags: ['ledgers'], summary: '停止登记 · stop', parameters: [file, actorHeader], responses: { 202: json('Accepted'), ...problems(404) } },
  },
};
