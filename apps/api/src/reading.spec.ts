import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { follow } from '@anjuan/follow';
import { createQueries, readModels } from '@anjuan/read-models';
import { freshDatabase, type Database } from '@anjuan/test/support';
import { pino } from 'pino';
import { accusation, get, intake, openApi, petition, post, registered, type Api } from '../test/api';
import { probesOf } from './probes';

const supervision = { person: '赵管', office: 'caseSupervisionOffice', post: 'handler' };
const chief = { person: '钱总', office: 'leadership', post: 'chief' };
const paper = { kind: 'distributionSheet', title: '分办单', sha256: 'a'.repeat(64) };

type Body = Readonly<Record<string, unknown>> & { readonly items: readonly Record<string, unknown>[]; readonly history: readonly Record<string, unknown>[] };

describe('a page', () => {
  let api: Api;
  beforeEach(async () => { api = await openApi(); });
  afterEach(() => api.app.close());

  const proposed = async () => {
    const id = await registered(api.app);
    await post(api.app, `/api/clues/${id}/commands/assignClue`, { key: 'p1', actor: supervision, body: { asked: { handlingOffice: 'investigationOffice1' }, papers: [paper] } });
    return id;
  };

  it('says stage, clocks with their ends, next steps and by whom, in words', async () => {
    const id = await registered(api.app);
    const answer = await get(api.app, `/api/clues/${id}`, supervision);
    const page = answer.json<Body>();
    expect(answer.headers.etag).toBe('"1"');
    expect(page).toMatchObject({
      stream: id, revision: 1, stage: 'registered', stageLabel: { zh: '已登记' }, final: false, lanes: [], owed: [], linked: [],
      workflow: { id, url: `http://127.0.0.1:8239/namespaces/default/workflows/${id}` },
      facts: expect.arrayContaining([expect.objectContaining({ field: 'source', label: { zh: '线索来源', en: 'Source' }, value: 'petition', text: { zh: '信访举报', en: 'Petition or accusation' } })]),
      clocks: expect.arrayContaining([expect.objectContaining({ clock: 'L4', label: expect.any(Object), start: '2026-03-02', due: '2026-03-23', status: 'running' })]),
      steps: expect.arrayContaining([
        expect.objectContaining({ name: 'assignClue', label: { zh: '分办', en: 'Assign' }, mayAct: true, needs: [{ key: 'distributionSheet', label: { zh: '线索分办单', en: 'Distribution sheet' } }] }),
        expect.objectContaining({ name: 'tellAcceptance', mayAct: false }),
      ]),
      standing: expect.arrayContaining([expect.objectContaining({ name: 'addNote' })]),
    });
    expect(page.history).toMatchObject([{ revision: 1, label: { zh: '登记信访举报' }, sentence: { zh: '2026-03-02　信访室李登：登记信访举报' }, by: { officeLabel: { zh: '信访室' } }, recordedAt: '2026-03-02T02:00:00.000Z' }]);
  });

  it('names what is sealed and never shows it, not even as it is stored', async () => {
    const id = await registered(api.app);
    const [page, history] = [await get(api.app, `/api/clues/${id}`), await get(api.app, `/api/clues/${id}/history`)];
    for (const { body } of [page, history]) expect(body).not.toMatch(/举报人甲|13900000000|sealed:v1/);
    expect(page.json()).toMatchObject({ facts: expect.arrayContaining([expect.objectContaining({ field: 'informantName', label: { zh: '举报人姓名', en: 'Informant: name' }, value: { sealed: true }, text: { zh: '（已密封）', en: '(sealed)' }, sealed: true })]) });
  });

  it('shows each proposal with the level it waits for, and whether the asker may sign', async () => {
    const id = await proposed();
    const seen = async (actor?: typeof chief) => (await get(api.app, `/api/clues/${id}`, actor)).json<{ proposals: unknown[] }>().proposals;
    expect(await seen(chief)).toMatchObject([{ id: 'p1', label: { zh: '分办' }, waitsFor: { level: 'chief', label: { zh: '机关主要负责人' } }, maySign: true, mayWithdraw: false, fields: [{ field: 'handlingOffice', text: { zh: '第三审查调查室' } }] }]);
    expect(await seen({ ...chief, person: supervision.person })).toMatchObject([{ maySign: false, mayWithdraw: true }]);
    expect(await seen(petition)).toMatchObject([{ maySign: false }]);
    expect(await seen()).toMatchObject([{ maySign: false, mayWithdraw: false }]);
  });

  it('tells proposal, approval and act in the history', async () => {
    const id = await proposed();
    await post(api.app, `/api/clues/${id}/commands/approve`, { actor: chief, body: { asked: { proposal: 'p1', opinion: '同意分办' } } });
    const { items } = (await get(api.app, `/api/clues/${id}/history`)).json<Body>();
    expect(items.map(({ label }) => (label as { zh: string }).zh)).toEqual(['登记信访举报', '呈批：分办', '机关主要负责人同意', '分办']);
    expect(items[3]).toMatchObject({ by: { person: '赵管' }, enteredBy: { person: '钱总' }, approvals: [{ level: 'chief', approver: { person: '钱总' }, signedOn: '2026-03-02' }], papers: [{ label: { zh: '线索分办单' } }] });
  });

  it('tells a signature on paper by who signed and who entered it, be it a yes or a no', async () => {
    const id = await proposed();
    const onPaper = { approver: chief, signedOn: '2026-03-02', paper: 'b'.repeat(64) };
    await post(api.app, `/api/clues/${id}/commands/refuseProposal`, { actor: supervision, body: { asked: { proposal: 'p1', reason: '承办部门不妥', onPaper } } });
    await post(api.app, `/api/clues/${id}/commands/assignClue`, { key: 'p2', actor: supervision, body: { asked: { handlingOffice: 'conductOffice' }, papers: [paper] } });
    await post(api.app, `/api/clues/${id}/commands/approve`, { actor: supervision, body: { asked: { proposal: 'p2', onPaper } } });
    const { items } = (await get(api.app, `/api/clues/${id}/history`)).json<Body>();
    const signed = { by: { person: '钱总', postLabel: { zh: '机关主要负责人' } }, enteredBy: { person: '赵管' }, approvals: [{ level: 'chief', label: { zh: '机关主要负责人' }, approver: { person: '钱总' }, signedOn: '2026-03-02', paper: 'b'.repeat(64) }] };
    expect(items).toMatchObject([
      {}, {},
      { type: 'ProposalRefused', ...signed, sentence: { zh: '2026-03-02　机关领导钱总：机关主要负责人不同意（纸面签批，赵管 补录）' } },
      {}, { type: 'StepEndorsed', ...signed }, { by: { person: '赵管' }, approvals: signed.approvals },
    ]);
  });

  it('tells a signature at the keyboard by the one person who gave it', async () => {
    const id = await proposed();
    await post(api.app, `/api/clues/${id}/commands/approve`, { actor: chief, body: { asked: { proposal: 'p1' } } });
    const { items } = (await get(api.app, `/api/clues/${id}/history`)).json<Body>();
    expect(items[2]).toMatchObject({ type: 'StepEndorsed', by: { person: '钱总' }, enteredBy: { person: '钱总' }, sentence: { zh: '2026-03-02　机关领导钱总：机关主要负责人同意' } });
    expect(items[2]?.approvals).toEqual([expect.not.objectContaining({ paper: expect.anything() })]);
  });

  it('marks an act entered late by the office’s own working days, not by weekdays', async () => {
    // From 23 February to Monday 2 March there are five weekdays, but the office worked on Saturday 28: six.
    const entered = async (on: string) => {
      const answer = await post(api.app, '/api/clues/commands/registerAccusation', { body: { asked: accusation({ receivedOn: '2026-02-01' }), on, papers: [paper] } });
      const { stream } = answer.json<{ receipt: { stream: string } }>().receipt;
      return (await get(api.app, `/api/clues/${stream}`)).json<Body>().history[0]?.late;
    };
    expect([await entered('2026-02-24'), await entered('2026-02-23'), await entered('2026-02-13'), await entered('2026-03-02')]).toEqual([undefined, true, true, undefined]);
  });

  it('brings the schema of each fact along, also of those that a step worked out', async () => {
    const id = await proposed();
    await post(api.app, `/api/clues/${id}/commands/approve`, { actor: chief, body: { asked: { proposal: 'p1' } } });
    const { facts } = (await get(api.app, `/api/clues/${id}`)).json<{ facts: { field: string; schema: unknown }[] }>();
    const schemaOfFact = (field: string) => facts.find((fact) => fact.field === field)?.schema;
    expect(schemaOfFact('assignedOn')).toMatchObject({ type: 'string', zh: '分办日期' });
    expect(schemaOfFact('reported')).toMatchObject({ type: 'array', items: { type: 'object', properties: { rank: { options: { ordinary: { zh: '一般干部' } } } } } });
    expect(facts.filter(({ schema }) => schema === undefined)).toEqual([]);
  });

  it('of a clue that the read model has not come to is there all the same, and says how far behind', async () => {
    const id = await registered(api.app);
    expect((await get(api.app, `/api/clues/${id}?atLeast=1`)).headers['anjuan-behind']).toBe('1');
    expect((await get(api.app, '/api/clues/clue-aaaaaaaaaaaaaaaaaaaaaaaaaa')).json()).toMatchObject({ status: 404, rule: 'not-found' });
  });
});

describe('documents', () => {
  let api: Api;
  const place = mkdtempSync(join(tmpdir(), 'anjuan-console-'));
  beforeAll(async () => {
    const folder = join(place, 'console');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>案卷</title>');
    writeFileSync(join(folder, 'assets', 'main.js'), 'void 0;');
    writeFileSync(join(folder, '.secret'), 'no');
    writeFileSync(join(place, 'outside.txt'), 'no');
    api = await openApi({ consoleDir: folder });
  });
  afterAll(async () => {
    await api.app.close();
    rmSync(place, { recursive: true });
  });

  it('the words of the tables come with their forms', async () => {
    const meta = (await get(api.app, '/api/meta')).json();
    expect(meta).toMatchObject({ offices: { trialOffice: { zh: '案件审理室' } }, posts: { chief: { zh: '机关主要负责人' } }, today: '2026-03-02', processes: { clue: { plural: 'clues', stages: { registered: { zh: '已登记' } }, commands: expect.arrayContaining([expect.objectContaining({ name: 'fileCase' })]) } } });
  });

  it('the words say where clues come from, and which clocks may be extended, how far and by whom', async () => {
    const { sources, processes: named } = (await get(api.app, '/api/meta')).json<{ sources: unknown; processes: Record<'clue' | 'case', { clocks: Record<string, { extension?: unknown }> }> }>();
    expect(sources).toMatchObject({ petition: { zh: '信访举报' }, tour: { zh: '巡察移交' } });
    expect(named.case.clocks['L31']?.extension).toEqual({ atMost: { unit: 'months', n: 1 }, times: 1, approvedBy: [{ level: 'chief', label: { zh: '机关主要负责人', en: 'Chief of the organ' } }] });
    expect(named.case.clocks['L32']).not.toHaveProperty('extension');
  });

  it('the interface describes itself, and its page is served from here', async () => {
    expect((await get(api.app, '/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', paths: { '/api/clues/{id}/commands/assignClue': {} } });
    const page = await get(api.app, '/docs/');
    expect(page.body).toContain('swagger-ui');
    expect(page.body).not.toMatch(/https?:\/\/(?!www\.w3)/);
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'swagger-initializer.js']) expect((await get(api.app, `/docs/${file}`)).statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('the console’s page answers for its own addresses, and no file outside its folder', async () => {
    for (const path of ['/', '/clues', '/clues/clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', '/intake?lang=en']) {
      const page = await get(api.app, path);
      expect(page.body).toContain('<title>案卷</title>');
      expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    }
    expect((await get(api.app, '/assets/main.js')).headers['cache-control']).toContain('immutable');
    for (const path of ['/assets/none.js', '/.secret', '/..%2foutside.txt', '/../outside.txt', '/%2e%2e/outside.txt', '/assets/..%2f..%2foutside.txt', '/api/none', '/docs/../../package.json', '/docs/..%2f..%2fpackage.json'])
      expect((await get(api.app, path)).body).not.toMatch(/^no$|"name"/);
  });

  it('is ready although Temporal is away, and not when the database is', async () => {
    expect((await get(api.app, '/health/ready')).json()).toMatchObject({ status: 'ready', temporal: 'unreachable', followers: { lag: 0 } });
    const away = await openApi({ probes: { schema: () => Promise.reject(new Error('down')), temporal: async () => true } });
    const answer = await get(away.app, '/health/ready');
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'not ready', database: 'answering', schema: 'missing', followers: { lag: 0 }, temporal: 'reachable' }]);
    await away.app.close();
  });
});

describe('on Postgres, with the projector running', () => {
  let database: Database;
  let api: Api;
  let close: () => Promise<void>;
  beforeAll(async () => {
    database = await freshDatabase();
    const pool = openPool(database.url, { max: 6, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    const queries = createQueries(pool);
    const projector = follow({ store, pool, log: pino({ level: 'silent' }), ...readModels({ processes, counting: counting(defaultPolicy, adopted), store }) });
    api = await openApi({ store, queries, probes: probesOf(pool, undefined) });
    close = async () => {
      await api.app.close();
      await projector.stop();
      await queries.close();
      await store.close();
      await pool.end();
      await database.drop();
    };
  });
  afterAll(() => close());

  it('a writer reads its own write in list, page and clocks', async () => {
    const { receipt } = (await intake(api.app, { title: '第一件', number: '001' })).json<{ receipt: { stream: string; position: number } }>();
    const list = await get(api.app, `/api/clues?stage=registered&source=petition&atLeast=${receipt.position}`);
    expect(list.headers['anjuan-behind']).toBeUndefined();
    expect(list.json()).toMatchObject({ items: [{ stream: receipt.stream, title: '第一件', stageLabel: { zh: '已登记' }, officeLabel: { zh: '案件监督管理室' }, links: { self: `/api/clues/${receipt.stream}` } }] });
    expect((await get(api.app, `/api/clues/${receipt.stream}`)).json()).toMatchObject({ revision: 1, position: receipt.position });
    expect((await get(api.app, '/api/clocks')).json()).toMatchObject({ today: '2026-03-02', items: expect.arrayContaining([expect.objectContaining({ stream: receipt.stream, due: '2026-03-23', daysLeft: 21, status: 'running', waitsFor: { zh: expect.any(String), en: expect.any(String) } })]) });
    expect((await get(api.app, '/health/ready')).json()).toMatchObject({ status: 'ready', database: 'answering', schema: 'there', followers: { lag: 0 } });
  });

  it('pages by key, and takes no page mark that it did not give', async () => {
    let position = 0;
    for (let i = 0; i < 5; i++) position = (await intake(api.app, { title: `第${i}件` })).json<{ receipt: { position: number } }>().receipt.position;
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = (await get(api.app, `/api/clues?limit=2&atLeast=${position}${after}`)).json<{ items: { stream: string }[]; next?: string }>();
      seen.push(...page.items.map(({ stream }) => stream));
      if (page.next === undefined) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
    expect((await get(api.app, '/api/clues?after=AAAA')).json()).toMatchObject({ status: 400, rule: 'bad-cursor', field: 'after' });
  });

  it('a place nobody has reached is waited for two seconds, then answered with how far behind', async () => {
    const began = Date.now();
    const answer = await get(api.app, '/api/clues?atLeast=1000');
    expect(answer.statusCode).toBe(200);
    expect(Number(answer.headers['anjuan-behind'])).toBeGreaterThan(900);
    expect(Date.now() - began).toBeGreaterThan(1_900);
  });

  it('search words are only words', async () => {
    for (const office of ["'; drop table matters; --", '%', '_', 'a'.repeat(100)]) expect((await get(api.app, `/api/clues?office=${encodeURIComponent(office)}`)).json()).toEqual({ items: [] });
  });

  it('a shut database is 503 with a time to come again, never an address', async () => {
    const pool = openPool('postgres://nobody@127.0.0.1:1/none', { max: 1 });
    const store = postgresEventStore(pool);
    const queries = createQueries(pool);
    const away = await openApi({ store, queries, probes: probesOf(pool, '127.0.0.1:1') });
    for (const answer of [await intake(away.app), await get(away.app, '/api/clues'), await get(away.app, '/api/clocks')]) {
      expect(answer.json()).toMatchObject({ status: 503, rule: 'store-away' });
      expect(answer.headers['retry-after']).toBe('2');
      expect(answer.body).not.toContain('127.0.0.1');
    }
    expect((await get(away.app, '/health/ready')).json()).toEqual({ status: 'not ready', database: 'away', schema: 'missing', followers: { lag: null }, temporal: 'unreachable' });
    await away.app.close();
    await queries.close();
    await store.close();
    await pool.end();
  });
});

