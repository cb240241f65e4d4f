import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryEventStore, StoreUnavailable, type EventStore } from '@anjuan/event-store';
import { actorHeader, get, openApi, petition, post, type Api } from '../test/api';

type Refused = { readonly row: number; readonly number: string; readonly reason: string; readonly cells: Readonly<Record<string, string>>; readonly words: { readonly zh: string } };
type Reading = { readonly rows: number; readonly accepted: number; readonly repeats: number; readonly blank: number; readonly refused: readonly Refused[]; readonly file: string };
type Import = { readonly state: string; readonly vouchedBy: string; readonly result: { readonly registered: number; readonly alreadyThere: number; readonly left: number; readonly refused: readonly Refused[]; readonly cases: { readonly registered: number } } };

const supervision = { person: '案管员01', office: 'caseSupervisionOffice', post: 'handler' };
const sample = (name: string) => readFileSync(join(__dirname, '../../../libs/ledger/test/ledgers', name));
const upload = ({ app }: Api, payload: Buffer, type = 'application/octet-stream') => app.inject({ method: 'POST', url: '/api/ledgers', headers: { 'content-type': type, 'x-anjuan-actor': actorHeader(supervision) }, payload });
const reading = async (api: Api, name: string) => (await upload(api, sample(name))).json<Reading>();
const begin = ({ app }: Api, file: string, body: object = {}, actor = supervision) => post(app, `/api/ledgers/${file}/import`, { actor, body });
const ended = async ({ app }: Api, file: string): Promise<Import> => {
  for (;;) {
    const answer = (await get(app, `/api/ledgers/${file}/import`)).json<Import>();
    if (answer.state !== 'running') return answer;
    await new Promise(setImmediate);
  }
};

/** In memory, but letting others have their turn as a real store does; it goes away when it has taken so many. */
const atItsPace = (appends = Infinity): EventStore & { back: () => void } => {
  const store = memoryEventStore();
  let left = appends;
  const append: EventStore['append'] = async (item) => {
    await new Promise(setImmediate);
    if (left-- <= 0) throw new StoreUnavailable('away');
    return store.append(item);
  };
  return { ...store, append, back: () => { left = Infinity; } };
};

describe('A ledger that is uploaded', () => {
  let api: Api;
  beforeAll(async () => { api = await openApi(); });
  afterAll(() => api.app.close());

  test.each(['xuzhou-2018', 'tianjin-2023-2024'])('%s is told row by row, as its expected file says, and nothing is registered', async (name) => {
    const expected = JSON.parse(sample(`${name}.expected.json`).toString()) as Reading;
    for (const [kind, type] of [['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'], ['csv', 'text/csv; charset=gb18030']] as const) {
      const answer = await upload(api, sample(`${name}.${kind}`), type);
      expect(answer.statusCode).toBe(201);
      const { rows, accepted, repeats, blank, refused } = answer.json<Reading>();
      expect({ rows, accepted, repeats, blank, refused: refused.map(({ number, reason }) => ({ number, reason })) }).toEqual({ rows: expected.rows, accepted: expected.accepted, repeats: expected.repeats, blank: expected.blank, refused: expected.refused });
    }
    expect(await api.store.head()).toBe(0);
  });

  test('is refused in words when nothing can be taken from it', async () => {
    expect((await upload(api, Buffer.from('89504e470d0a1a0a0000000d', 'hex'))).json()).toMatchObject({ status: 422, rule: 'not-a-spreadsheet', detail: expect.stringContaining('不是表格') as string, detailEn: expect.any(String) as string });
    expect((await upload(api, Buffer.from('线索编号,线索来源,被反映人,所在单位\n1,信访举报,某,某'))).json()).toMatchObject({ status: 422, rule: 'missing-columns', value: ['受理日期'] });
    expect((await upload(api, Buffer.alloc(64 * 1024 * 1024 + 1))).json()).toMatchObject({ status: 413, rule: 'too-large', detail: expect.stringContaining('64 MB') as string });
    expect((await post(api.app, '/api/ledgers', { actor: supervision, body: {} })).json()).toMatchObject({ status: 415, field: 'Content-Type' });
    expect((await api.app.inject({ method: 'POST', url: '/api/ledgers', headers: { 'content-type': 'text/csv' }, payload: sample('xuzhou-2018.csv') })).statusCode).toBe(401);
  });

  test('may write its type in capitals, with blanks and with a parameter; a type that only begins like one of them is another', async () => {
    for (const type of ['TEXT/CSV', 'text/csv ; header=present', 'Application/Octet-Stream']) expect((await upload(api, sample('xuzhou-2018.csv'), type)).statusCode).toBe(201);
    for (const type of ['text/csvx', 'x-text/csv', 'application/vnd-openxmlformats-officedocument.spreadsheetml.sheet']) expect((await upload(api, sample('xuzhou-2018.csv'), type)).json()).toMatchObject({ status: 415 });
  });

  test('comes in by its own route only: elsewhere a spreadsheet is the wrong type', async () => {
    const answer = await post(api.app, '/api/clues/commands/registerAccusation', { headers: { 'content-type': 'application/octet-stream' }, raw: Buffer.alloc(2_000_000) });
    expect(answer.json()).toMatchObject({ status: 415, rule: 'wrong-content-type' });
  });

  test('is on the page of the interface', async () => {
    const { paths } = (await get(api.app, '/api/openapi.json')).json<{ paths: Record<string, object> }>();
    expect(Object.keys(paths).filter((path) => path.startsWith('/api/ledgers'))).toEqual(['/api/ledgers', '/api/ledgers/columns', '/api/ledgers/{file}', '/api/ledgers/{file}/rows', '/api/ledgers/{file}/import']);
    expect((await get(api.app, '/api/ledgers/columns')).json()).toMatchObject({ columns: expect.arrayContaining([expect.objectContaining({ name: 'receivedOn', required: true })]) as unknown });
  });
});

describe('A row that is refused', () => {
  let api: Api;
  let ledger: Reading;
  const mend = (row: number, cells: object, more: object = {}) => post(api.app, `/api/ledgers/${ledger.file}/rows`, { actor: supervision, body: { rows: [{ row, cells }], ...more } });
  const at = (number: string) => ledger.refused.find((row) => row.number === number)!;
  beforeAll(async () => {
    api = await openApi();
    ledger = await reading(api, 'xuzhou-2018.xlsx');
  });
  afterAll(() => api.app.close());

  test('is judged again as soon as it is put right: taken, or told what else is wrong', async () => {
    const { row, cells } = at('徐派-0263');
    expect((await mend(row, { ...cells, receivedOn: '2018-13-01' })).json<Reading>().refused.find((each) => each.row === row)).toMatchObject({ reason: 'no-such-date' });
    const answer = (await mend(row, { ...cells, receivedOn: '2018-01-05' })).json<Reading>();
    expect(answer).toMatchObject({ rows: 271, accepted: 263, repeats: 2, blank: 1 });
    expect(answer.refused).toHaveLength(5);
  });

  test('may not take the number of another, and is a repeat when it comes to say the same', async () => {
    const { row, cells } = at('');
    expect((await mend(row, { ...cells, number: '徐派-0001' })).json<Reading>().refused.find((each) => each.row === row)).toMatchObject({ reason: 'number-taken', words: { zh: expect.stringContaining('已用这个编号') as string } });
    const again = at('徐派-0264');
    expect((await mend(again.row, { ...at('徐派-0263').cells, receivedOn: '2018-01-05' })).json<Reading>()).toMatchObject({ accepted: 263, repeats: 3 });
  });

  test('keeps what was put right when the file is uploaded again; an unknown column or ledger is named', async () => {
    expect(await reading(api, 'xuzhou-2018.xlsx')).toMatchObject({ accepted: 263, repeats: 3 });
    expect((await mend(268, { mood: '晴' })).statusCode).toBe(422);
    expect((await mend(268, {}, { all: true })).statusCode).toBe(422);
    expect((await get(api.app, `/api/ledgers/${'0'.repeat(64)}`)).json()).toMatchObject({ status: 404, detail: expect.stringContaining('重新上传') as string });
  });

  test('says in its history that it was put right, and its neighbours do not', async () => {
    await begin(api, ledger.file);
    await ended(api, ledger.file);
    const events = await api.store.readAll(0, 1_000);
    const told = events.map(({ data }) => data as { asked: { number?: string; ledger?: { mended?: boolean; file: string } } }).filter(({ asked }) => asked.number !== undefined);
    expect(told.filter(({ asked }) => asked.ledger?.mended).map(({ asked }) => asked.number)).toEqual(['徐派-0263']);
  });
});

describe('A registration', () => {
  test('goes on without the browser, says how it went, and done again changes nothing', async () => {
    const api = await openApi({ store: atItsPace() });
    const { file } = await reading(api, 'xuzhou-2018.xlsx');
    expect((await get(api.app, `/api/ledgers/${file}/import`)).json()).toEqual({ state: 'notBegun' });
    expect((await begin(api, file, { vouchedBy: '案管员02' })).statusCode).toBe(202);
    expect((await post(api.app, `/api/ledgers/${file}/rows`, { actor: supervision, body: { rows: [{ row: 268, cells: {} }] } })).json()).toMatchObject({ status: 409, rule: 'import-running' });
    expect(await ended(api, file)).toMatchObject({ state: 'done', vouchedBy: '案管员02', result: { rows: 271, accepted: 262, registered: 262, alreadyThere: 0, left: 0, cases: { registered: 40 } } });
    const head = await api.store.head();
    const csv = await reading(api, 'xuzhou-2018.csv');
    await begin(api, csv.file);
    expect(await ended(api, csv.file)).toMatchObject({ result: { registered: 0, alreadyThere: 262 } });
    expect(await api.store.head()).toBe(head);
    await api.app.close();
  });

  test('is for the case supervision office', async () => {
    const api = await openApi();
    const { file } = await reading(api, 'xuzhou-2018.csv');
    expect((await begin(api, file, {}, petition)).json()).toMatchObject({ status: 403, rule: 'wrong-actor' });
    expect((await begin(api, file, { vouchedBy: '' })).statusCode).toBe(422);
    expect(await api.store.head()).toBe(0);
    await api.app.close();
  });

  test('stops when told to, and goes on when told to', async () => {
    const api = await openApi({ store: atItsPace() });
    const { file } = await reading(api, 'tianjin-2023-2024.csv');
    await begin(api, file);
    await api.app.inject({ method: 'DELETE', url: `/api/ledgers/${file}/import`, headers: { 'x-anjuan-actor': actorHeader(supervision) } });
    const stopped = await ended(api, file);
    expect(stopped.state).toBe('stopped');
    expect(stopped.result.left).toBeGreaterThan(0);
    await begin(api, file);
    expect(await ended(api, file)).toMatchObject({ state: 'done', result: { registered: stopped.result.left, alreadyThere: stopped.result.registered } });
    await api.app.close();
  });

  test('breaks off when the store goes away, and goes on when it is back', async () => {
    const store = atItsPace(1_000);
    const api = await openApi({ store });
    const { file } = await reading(api, 'tianjin-2023-2024.csv');
    await begin(api, file);
    expect((await ended(api, file)).state).toBe('brokenOff');
    store.back();
    await begin(api, file);
    const { result } = await ended(api, file);
    expect(result).toMatchObject({ left: 0, refused: [] });
    expect(result.registered + result.alreadyThere).toBe(2080);
    expect(result.alreadyThere).toBeGreaterThan(0);
    await api.app.close();
  });
});
