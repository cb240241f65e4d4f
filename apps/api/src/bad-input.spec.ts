import { connect } from 'node:net';
import { actorHeader, accusation, get, intake, openApi, petition, post, registered, type Api } from '../test/api';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(() => api.app.close());

const url = '/api/clues/commands/registerAccusation';
const raw = (text: string | Buffer, headers: Record<string, string> = {}) => post(api.app, url, { raw: text, headers });
const body = JSON.stringify({ asked: accusation() });

/** Each is a problem of that status and rule, nothing is stored, and the next good command works. */
const refusedWith = async (answer: Awaited<ReturnType<typeof raw>>, status: number, rule: string, head: number) => {
  expect({ status: answer.statusCode, ...answer.json<{ rule: string }>() }).toMatchObject({ status, rule });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(await api.store.head()).toBe(head);
  expect((await intake(api.app)).statusCode).toBe(201);
};

describe('a body', () => {
  it.each<[string, string | Buffer, number, string]>([
    ['empty', '', 400, 'malformed-json'],
    ['of blanks', ' \n ', 400, 'malformed-json'],
    ['cut off', body.slice(0, -5), 400, 'malformed-json'],
    ['of ten megabytes', `{"asked":"${'a'.repeat(10_000_000)}"}`, 413, 'too-large'],
    ['100,000 levels deep', `{"asked":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'too-deep'],
    ['with __proto__', body.replace('"title"', '"__proto__":{"isAdmin":true},"title"'), 400, 'malformed-json'],
    ['with __proto__ in escapes', body.replace('"title"', '"\\u005f_proto__":{"isAdmin":true},"title"'), 400, 'malformed-json'],
    ['with constructor', body.replace('"title"', '"constructor":{"prototype":{}},"title"'), 400, 'malformed-json'],
    ['with a key twice', body.replace('"title"', '"title":"甲","title"'), 400, 'malformed-json'],
    ['with a key twice, once in escapes', body.replace('"title"', '"t\\u0069tle":"甲","title"'), 400, 'malformed-json'],
    ['with 1e400', body.replace('"title":"反映挪用资金"', '"title":1e400'), 400, 'malformed-json'],
    ['with 2^53+1', body.replace('"title":"反映挪用资金"', '"title":9007199254740993'), 400, 'malformed-json'],
    ['in GB18030', Buffer.from([0x7b, 0x22, 0xb1, 0xea, 0xcc, 0xe2, 0x22, 0x3a, 0x31, 0x7d]), 400, 'not-utf8'],
    ['with NUL in a text', body.replace('反映挪用资金', 'a\\u0000b'), 422, 'unfit-text'],
    ['with half a surrogate pair', body.replace('反映挪用资金', '\\ud800'), 422, 'unfit-text'],
    ['with an unknown field', body.replace('"title"', '"isAdmin":true,"title"'), 422, 'invalid'],
    ['with an unknown option', body.replace('"jurisdiction":"own"', '"jurisdiction":"mars"'), 422, 'invalid'],
    ['that is null', 'null', 422, 'invalid'],
    ['that is a number', '12', 422, 'invalid'],
  ])('%s', async (_, text, status, rule) => {
    const head = await api.store.head();
    await refusedWith(await raw(text), status, rule, head);
  });

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['application/json; charset=gbk'], ['text/json']])('labelled %s', async (type) => {
    const head = await api.store.head();
    await refusedWith(await raw(body, { 'content-type': type }), 415, 'wrong-content-type', head);
  });

  it('without a type or content', async () => {
    const answer = await api.app.inject({ method: 'POST', url, headers: { 'idempotency-key': 'none', 'x-anjuan-actor': actorHeader(petition) } });
    expect(answer.json()).toMatchObject({ status: 400, rule: 'malformed-json' });
  });

  it.each([['<img src=x onerror=alert(1)>'], ['{{7*7}} ${7*7}'], ["'; DROP TABLE events; --"], ['=cmd|calc!A0'], ['"\\"'], ['100%_']])('with %s in it is only text, kept as it is', async (title) => {
    const answer = await intake(api.app, { title });
    const page = (await get(api.app, answer.json<{ links: { self: string } }>().links.self)).json<{ facts: { field: string; value: unknown }[] }>();
    expect(page.facts.find(({ field }) => field === 'title')?.value).toBe(title);
  });

  it('keeps a name once, whether composed or decomposed', async () => {
    const [nfc, nfd] = ['Zoé'.normalize('NFC'), 'Zoé'.normalize('NFD')];
    await intake(api.app, { title: nfc }, { key: 'accent' });
    const again = await intake(api.app, { title: nfd }, { key: 'accent' });
    expect(again.headers['idempotent-replay']).toBe('true');
  });
});

describe('who sends it', () => {
  const from = (headers: Record<string, string | undefined>) =>
    api.app.inject({ method: 'POST', url, headers: Object.fromEntries(Object.entries({ 'content-type': 'application/json', 'idempotency-key': 'who', 'x-anjuan-actor': actorHeader(petition), ...headers }).filter(([, value]) => value !== undefined)) as Record<string, string>, payload: body });

  it.each<[string, Record<string, string | undefined>, number, string]>([
    ['nobody', { 'x-anjuan-actor': undefined }, 401, 'actor-missing'],
    ['no JSON', { 'x-anjuan-actor': 'me' }, 400, 'invalid-actor'],
    ['broken escapes', { 'x-anjuan-actor': '%E6%9' }, 400, 'invalid-actor'],
    ['nobody’s name', { 'x-anjuan-actor': actorHeader({ ...petition, person: ' ' }) }, 400, 'invalid-actor'],
    ['more than an actor', { 'x-anjuan-actor': actorHeader({ ...petition, admin: true }) }, 400, 'invalid-actor'],
    ['a name turned about', { 'x-anjuan-actor': actorHeader({ ...petition, person: '李\u202e登' }) }, 400, 'invalid-actor'],
    ['a name with nothing in it', { 'x-anjuan-actor': actorHeader({ ...petition, person: '李\u200b登' }) }, 400, 'invalid-actor'],
    ['the engine’s post', { 'x-anjuan-actor': actorHeader({ ...petition, post: 'engine' }) }, 403, 'engine-only'],
    ['the engine’s post with blanks', { 'x-anjuan-actor': actorHeader({ ...petition, post: ' engine ' }) }, 403, 'engine-only'],
    ['no key', { 'idempotency-key': undefined }, 428, 'command-id-missing'],
    ['a key too long', { 'idempotency-key': 'k'.repeat(101) }, 400, 'invalid-command-id'],
    ['a key with blanks', { 'idempotency-key': 'a b' }, 400, 'invalid-command-id'],
    ['a name turned to this machine', { host: 'evil.example' }, 421, 'wrong-host'],
  ])('%s', async (_, headers, status, rule) => {
    const head = await api.store.head();
    await refusedWith(await from(headers), status, rule, head);
  });

  it('an engine’s command to open a case is refused whoever sends it', async () => {
    expect((await post(api.app, '/api/cases/commands/openCase', { body: { asked: {} } })).json()).toMatchObject({ status: 403, rule: 'engine-only' });
  });
});

describe('an address', () => {
  it.each<[string, 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH']>([['/api/nothing', 'GET'], ['/nothing', 'GET'], ['/api/clues', 'DELETE'], ['/api/clues/commands/registerAccusation', 'PUT'], ['/api/%ff', 'GET'], ['/api/meta/../../etc/passwd', 'GET'], ['/api/tours', 'GET'], ['/', 'PATCH']])('%s by %s is a problem', async (path, method) => {
    const answer = await api.app.inject({ method, url: path });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status: answer.statusCode, rule: expect.any(String), detail: expect.any(String) });
  });

  it.each(['limit=0', 'limit=201', 'limit=-1', 'limit=1.5', 'limit=1e3', 'stage=nowhere', 'dueBefore=2026-02-30', 'dueBefore=10000-01-01', 'office=', 'sort=name', 'atLeast=-1', 'atLeast=x', 'stage=filed&stage=closed', 'office[$ne]=x'])('a list asked with %s', async (query) => {
    expect((await get(api.app, `/api/clues?${query}`)).json()).toMatchObject({ status: 400, rule: 'invalid-query', field: expect.any(String) });
  });

  it('a method in a header changes nothing', async () => {
    const id = await registered(api.app);
    const answer = await api.app.inject({ method: 'GET', url: `/api/clues/${id}/commands/addNote`, headers: { 'x-http-method-override': 'POST', 'content-type': 'application/json' } });
    expect(answer.statusCode).toBe(405);
  });

  it.each([
    ['PUT', '/api/clues', 'GET, HEAD'],
    ['DELETE', '/api/clues/clue-aaaaaaaaaaaaaaaaaaaaaaaaaa?really=yes', 'GET, HEAD'],
    ['GET', '/api/clues/clue-aaaaaaaaaaaaaaaaaaaaaaaaaa/commands/addNote', 'POST'],
    ['PATCH', '/api/clues/commands/registerAccusation', 'POST'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['OPTIONS', '/api/meta', 'GET, HEAD'],
  ] as const)('%s of an address that takes other methods: %s', async (method, path, allow) => {
    const answer = await api.app.inject({ method, url: path });
    expect(answer.headers).toMatchObject({ allow, 'content-type': 'application/problem+json; charset=utf-8' });
    expect(answer.json()).toMatchObject({ status: 405, rule: 'method-not-allowed', field: 'method', value: method, detailEn: `this address takes ${allow}, not ${method}` });
  });

  it.each(['/nothing', '/api/clues/a/b/c/d', '/api', '/healthy/live'])('whatever is asked of %s, which nothing takes', async (path) => {
    for (const method of ['PUT', 'POST', 'DELETE'] as const) {
      const answer = await api.app.inject({ method, url: path });
      expect([answer.json(), answer.headers['allow']]).toEqual([expect.objectContaining({ status: 404, rule: 'no-such-route' }), undefined]);
    }
  });

  it('every answer forbids sniffing, framing and keeping', async () => {
    for (const path of ['/api/meta', '/api/nothing', '/health/live']) expect((await get(api.app, path)).headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-security-policy': expect.stringContaining("frame-ancestors 'none'") });
  });
});

describe('on the wire', () => {
  let port: number;
  beforeAll(async () => {
    await api.app.listen(0, '127.0.0.1');
    port = Number(new URL(await api.app.getUrl()).port);
  });

  const exchange = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => { answer += chunk.toString(); if (/\r\n\r\n.*\}/s.test(answer)) socket.destroy(); }).on('close', () => resolve(answer)).on('error', reject);
    });

  it.each([
    ['both lengths', 'POST /api/clues/commands/registerAccusation HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
  ])('%s', async (_, text, status) => {
    const answer = await exchange(text);
    expect(answer).toContain(`HTTP/1.1 ${status}`);
    expect(answer).toContain('application/problem+json');
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });

  it('a hundred megabytes are refused before they are read, and the process lives', async () => {
    const answer = await exchange(`POST ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n`);
    expect(answer).toContain('HTTP/1.1 413');
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });

  it('a body that breaks off leaves nothing behind', async () => {
    const head = await api.store.head();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`POST ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 40)}`, () => socket.end()));
      socket.on('close', () => resolve()).resume();
    });
    expect(await api.store.head()).toBe(head);
    expect((await intake(api.app)).statusCode).toBe(201);
  });

  it('a body of ten megabytes gets its answer', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'a'.repeat(10_000_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ rule: 'too-large' });
  });

  it('chunks without a length stop at the limit', async () => {
    const stream = new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode('a'.repeat(100_000))) });
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: stream, duplex: 'half' } as RequestInit).then(({ status }) => status, () => 'cut off');
    expect([413, 'cut off']).toContain(answer);
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });
});
