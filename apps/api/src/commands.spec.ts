import { StoreBusy, StoreUnavailable, memoryEventStore } from '@anjuan/event-store';
import { accusation, get, intake, openApi, petition, post, registered, type Api } from '../test/api';

let api: Api;
beforeEach(async () => { api = await openApi(); });
afterEach(() => api.app.close());

const paper = { kind: 'distributionSheet', title: '分办单', sha256: 'a'.repeat(64) };
const supervision = { person: '赵管', office: 'caseSupervisionOffice', post: 'handler' };
const chief = { person: '钱总', office: 'leadership', post: 'chief' };

describe('a command', () => {
  it('registers a clue and answers receipt, stage and links', async () => {
    const answer = await intake(api.app, {}, { key: 'intake-1' });
    expect(answer.statusCode).toBe(201);
    const body = answer.json<{ receipt: { stream: string } }>();
    const { stream } = body.receipt;
    expect(body).toMatchObject({ receipt: { revision: 1, position: 1 }, revision: 1, stage: 'registered', stageLabel: { zh: '已登记', en: 'Registered' }, links: { self: `/api/clues/${stream}`, workflow: `http://127.0.0.1:8239/namespaces/default/workflows/${stream}` } });
    expect(answer.headers).toMatchObject({ etag: '"1"', location: `/api/clues/${stream}` });
    expect(answer.headers['idempotent-replay']).toBeUndefined();
  });

  it('sent again gets the very same answer, marked as a replay', async () => {
    const first = await intake(api.app, {}, { key: 'intake-1' });
    const { stream } = first.json<{ receipt: { stream: string } }>().receipt;
    await post(api.app, `/api/clues/${stream}/commands/addNote`, { body: { asked: { text: '已电话联系' } } });
    const again = await intake(api.app, {}, { key: 'intake-1' });
    expect(again.statusCode).toBe(201);
    expect(again.json()).toEqual(first.json());
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(await api.store.head()).toBe(2);
  });

  it('cannot open a second clue by the same id under another number', async () => {
    const first = await intake(api.app, { number: '信〔2026〕1号' }, { key: 'one' });
    const { stream } = first.json<{ receipt: { stream: string } }>().receipt;
    const again = await intake(api.app, { number: '信〔2026〕2号' }, { key: 'one' });
    expect(again.json()).toMatchObject({ status: 409, rule: 'command-reused', links: { self: `/api/clues/${stream}` } });
    expect(await api.store.head()).toBe(1);
  });

  it('sent fifty times at once is stored once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => intake(api.app, {}, { key: 'one' })));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replay'] === undefined)).toHaveLength(1);
    expect(await api.store.head()).toBe(1);
  });

  it('that must be approved waits for its signature, and the signature carries it out', async () => {
    const id = await registered(api.app);
    const proposed = await post(api.app, `/api/clues/${id}/commands/assignClue`, { key: 'p1', actor: supervision, headers: { 'if-match': '"1"' }, body: { asked: { handlingOffice: 'investigationOffice1' }, papers: [paper] } });
    expect(proposed.statusCode).toBe(200);
    expect(proposed.json()).toMatchObject({ stage: 'registered', proposals: [{ id: 'p1', name: 'assignClue', label: { zh: '分办' }, waitsFor: { level: 'chief', label: { zh: '机关主要负责人' } } }] });
    const approve = (actor: typeof chief) => post(api.app, `/api/clues/${id}/commands/approve`, { actor, body: { asked: { proposal: 'p1' } } });
    expect((await approve(petition)).json()).toMatchObject({ status: 403, rule: 'wrong-level', field: 'actor.post', value: 'handler' });
    expect((await approve({ ...chief, person: supervision.person })).json()).toMatchObject({ status: 403, rule: 'proposer-approves' });
    expect((await approve(chief)).json()).toMatchObject({ stage: 'assigned', stageLabel: { zh: '已分办' } });
    expect((await approve(chief)).json()).toMatchObject({ status: 409, rule: 'no-such-proposal' });
  });
});

describe('a refusal', () => {
  it('names field, value and rule in both languages, and nothing is stored', async () => {
    const answer = await intake(api.app, { receivedOn: '2026-02-30' });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ type: 'https://anjuan.invalid/problems/invalid', status: 422, title: '依规不予办理', rule: 'invalid', field: 'receivedOn', value: '2026-02-30', detail: expect.stringContaining('receivedOn'), detailEn: expect.stringContaining('receivedOn'), faults: [{ field: 'receivedOn' }] });
    expect(await api.store.head()).toBe(0);
    expect((await intake(api.app)).statusCode).toBe(201);
  });

  it.each<[string, object, string, string, string]>([
    ['an empty title', { title: ' ' }, 'title', '不能为空', 'must not be empty'],
    ['a title too long', { title: '长'.repeat(101) }, 'title', '最多 100 个字，现为 101 个', 'at most 100 characters, found 101'],
    ['a title with nothing visible in it', { title: '甲\u200b乙' }, 'title', '含有不可见字符', 'holds invisible characters'],
    ['a day that never was', { receivedOn: '2026-02-30' }, 'receivedOn', '日期应为真实存在的 YYYY-MM-DD（1900–2999 年）', 'a real date, YYYY-MM-DD, 1900–2999'],
    ['nobody reported', { reported: [] }, 'reported', '至少 1 项', 'at least 1 item'],
    ['a choice not made', { concerns: undefined }, 'concerns', '必须填写', 'must be filled in'],
    ['a field of nobody’s', { isAdmin: true }, 'isAdmin', '没有这一项，请去掉', 'there is no such field; leave it out'],
  ])('of %s says the rule in words of an office, each language by itself', async (_, over, field, zh, en) => {
    const { faults, detail, detailEn } = (await intake(api.app, over)).json<{ faults: unknown[]; detail: string; detailEn: string }>();
    expect(faults).toMatchObject([{ field, message: { zh, en } }]);
    expect({ zh: detail.endsWith(`：${zh}`), en: detailEn.endsWith(`: ${en}`) }).toEqual({ zh: true, en: true });
  });

  it('never shows a sealed value back, nor logs it', async () => {
    const secret = '举报人甲'.repeat(200);
    const answer = await intake(api.app, { informantName: secret });
    expect(answer.json()).toMatchObject({ status: 422, field: 'informantName', value: { sealed: true }, faults: [{ field: 'informantName', value: { sealed: true } }] });
    const nul = await intake(api.app, { informantName: '举报人甲\0' });
    expect(nul.json()).toMatchObject({ status: 422, rule: 'unfit-text', value: { sealed: true } });
    expect(answer.body + nul.body + api.lines.join('')).not.toContain('举报人甲');
  });

  it('of the same key with another body points to what the key was used for', async () => {
    const first = (await intake(api.app, {}, { key: 'k' })).json<{ receipt: object }>();
    expect((await intake(api.app, { title: '另一件' }, { key: 'k' })).json()).toMatchObject({ status: 409, rule: 'command-reused', field: 'Idempotency-Key', value: 'k', receipt: first.receipt });
  });

  it('of a number that is registered already links to the first matter', async () => {
    const first = (await intake(api.app, { number: '2026-001' })).json<{ links: { self: string } }>();
    expect((await intake(api.app, { number: '2026-001', title: '又来一件' })).json()).toMatchObject({ status: 409, rule: 'already-there', links: { self: first.links.self } });
  });

  it.each([
    ['a step of another stage', 'startAssessment', { actor: { person: '张办', office: 'investigationOffice1', post: 'handler' }, body: { asked: { custodian: '甲' } } }, 409, 'wrong-stage'],
    ['the wrong office', 'assignClue', { body: { asked: { handlingOffice: 'investigationOffice1' }, papers: [paper] } }, 403, 'wrong-actor'],
    ['a missing document', 'assignClue', { actor: supervision, body: { asked: { handlingOffice: 'investigationOffice1' } } }, 422, 'missing-document'],
    ['an office that does not exist', 'assignClue', { actor: supervision, body: { asked: { handlingOffice: 'kitchen' }, papers: [paper] } }, 422, 'invalid'],
    ['a paper without its hash', 'assignClue', { actor: supervision, body: { asked: { handlingOffice: 'investigationOffice1' }, papers: [{ ...paper, sha256: 'x' }] } }, 422, 'invalid'],
    ['a step no table knows', 'closeEverything', {}, 404, 'unknown-command'],
    ['a name of every object', 'toString', {}, 404, 'unknown-command'],
    ['a step that opens a matter, sent to an address', 'registerAccusation', { body: { asked: accusation() } }, 404, 'unknown-command'],
    ['a step of the engine', 'settleReaction', { body: { asked: {} } }, 403, 'engine-only'],
    ['a date to come', 'addNote', { body: { asked: { text: 'x' }, on: '2026-03-03' } }, 422, 'date-in-the-future'],
    ['a date that does not exist', 'addNote', { body: { asked: { text: 'x' }, on: '2026-02-30' } }, 422, 'invalid'],
    ['a year with five digits', 'addNote', { body: { asked: { text: 'x' }, on: '10000-01-01' } }, 422, 'invalid'],
    ['a stale revision', 'addNote', { headers: { 'if-match': '"9"' }, body: { asked: { text: 'x' } } }, 412, 'unknown-revision'],
    ['a revision without quotes', 'addNote', { headers: { 'if-match': '1' }, body: { asked: { text: 'x' } } }, 400, 'invalid-revision'],
    ['a negative revision', 'addNote', { headers: { 'if-match': '"-1"' }, body: { asked: { text: 'x' } } }, 400, 'invalid-revision'],
    ['a revision beyond exact numbers', 'addNote', { headers: { 'if-match': '"9007199254740993"' }, body: { asked: { text: 'x' } } }, 400, 'invalid-revision'],
    ['something beside what is asked', 'addNote', { body: { asked: { text: 'x' }, admin: true } }, 422, 'invalid'],
    ['a body that is a list', 'addNote', { body: [] }, 422, 'invalid'],
  ])('of %s', async (_, name, sent, status, rule) => {
    const id = await registered(api.app);
    const answer = await post(api.app, `/api/clues/${id}/commands/${name}`, sent as never);
    expect(answer.json()).toMatchObject({ status, rule });
    expect(answer.statusCode).toBe(status);
    expect(await api.store.head()).toBe(1);
    expect((await post(api.app, `/api/clues/${id}/commands/addNote`, { body: { asked: { text: '好' } } })).statusCode).toBe(200);
  });

  it('of a revision that was overtaken tells which one moved the ground', async () => {
    const id = await registered(api.app);
    await post(api.app, `/api/clues/${id}/commands/tellAcceptance`);
    const note = (seen: string) => post(api.app, `/api/clues/${id}/commands/addNote`, { headers: { 'if-match': seen }, body: { asked: { text: 'x' } } });
    expect((await note('"1"')).json()).toMatchObject({ status: 412, rule: 'stale-revision' });
    expect((await note('"2"')).statusCode).toBe(200);
  });

  it.each([['clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', 404], ['..%2f..%2fetc', 404], ['case-aaaaaaaaaaaaaaaaaaaaaaaaaa', 404], ['clue-AAAAAAAAAAAAAAAAAAAAAAAAAA', 404], [`clue-${'a'.repeat(150)}`, 404], ['%00', 404]])('of the address %s', async (id, status) => {
    const answer = await post(api.app, `/api/clues/${id}/commands/addNote`, { body: { asked: { text: 'x' } } });
    expect(answer.json()).toMatchObject({ status, rule: 'not-found' });
  });
});

describe('while the store is away', () => {
  it.each([[new StoreUnavailable('db at 10.0.0.1 is gone'), 'store-away'], [new StoreBusy('10000 wait'), 'store-busy']])('a command is told to come again, and goes through under the same key: %s', async (error, rule) => {
    const store = memoryEventStore();
    let down = true;
    const other = await openApi({ store: { ...store, append: (item) => (down ? Promise.reject(error) : store.append(item)) } });
    const answer = await intake(other.app, {}, { key: 'k' });
    expect(answer.json()).toMatchObject({ status: 503, rule });
    expect(answer.headers['retry-after']).toMatch(/^\d$/);
    expect(answer.body).not.toContain('10.0.0.1');
    down = false;
    expect((await intake(other.app, {}, { key: 'k' })).statusCode).toBe(201);
    await other.app.close();
  });

  it('a bug leaves as a problem without its inside, is logged, and the next good command works', async () => {
    const store = memoryEventStore();
    let broken = true;
    const other = await openApi({ store: { ...store, append: (item) => { if (broken) throw new TypeError('secret inside'); return store.append(item); } } });
    const answer = await intake(other.app);
    expect(answer.json()).toMatchObject({ status: 500, rule: 'internal' });
    expect(answer.body).not.toContain('secret inside');
    expect(other.lines.join('')).toContain('secret inside');
    broken = false;
    expect((await intake(other.app)).statusCode).toBe(201);
    expect((await get(other.app, '/health/live')).statusCode).toBe(200);
    await other.app.close();
  });
});
