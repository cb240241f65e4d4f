import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { follow } from '@anjuan/follow';
import { createQueries, readModels } from '@anjuan/read-models';
import { freshDatabase } from '@anjuan/test/support';
import { bringIn, sample } from '../../../libs/ledger/test/bring-in';
import { doorOn, get, openApi, type Api } from '../test/api';

type Page = { readonly items: readonly { readonly stream: string; readonly on: string; readonly number?: string }[]; readonly next?: string };

let api: Api;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const database = await freshDatabase();
  const pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  const handle = doorOn(store);
  await bringIn(handle, await sample('xuzhou-2018.xlsx'));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const follower = follow({ store, pool, log, ...readModels({ processes, counting: counting(defaultPolicy, adopted), store }) });
  await follower.caughtUp(await store.head(), 60_000);
  api = await openApi({ store, queries, handle });
  closing.push(() => api.app.close(), () => follower.stop(), () => queries.close(), () => store.close(), () => pool.end(), () => database.drop());
}, 120_000);
afterAll(async () => { for (const close of closing) await close(); });

const period = 'from=2018-01-01&to=2018-07-01';

describe('GET /api/figures', () => {
  it('answers the figures of a period, what was open at its end, the year before, and the words for all of it', async () => {
    const answer = await get(api.app, `/api/figures?${period}`);
    expect(answer.json()).toMatchObject({
      received: 262, disposed: 256, disposedBySource: { 信访举报: 69 }, fourForms: { form1: 162, form2: 16, form3: 23, form4: 5, total: 206 }, recoveredFen: 241110195,
      open: { at: '2018-07-01', shelved: 8 }, yoyPercent: { disposed: null }, previous: { from: '2017-01-01', to: '2017-07-01', received: 0 },
      labels: { figures: { received: { zh: '受理线索（件）' } }, sources: { 信访举报: { en: 'Petition or accusation' } }, stages: { shelved: { zh: '暂存待查' } } },
    });
  });
  it.each([['from=2018-01-01'], ['from=2018-01-01&to=2018-02-30'], ['from=2018-07-01&to=2018-01-01'], [`${period}&until=now`]])('refuses %s and names the field', async (query) => {
    const answer = await get(api.app, `/api/figures?${query}`);
    expect([answer.statusCode, answer.json()]).toEqual([400, expect.objectContaining({ rule: 'invalid-query', field: expect.any(String) })]);
  });
});

describe('GET /api/figures/behind', () => {
  it('lists what stands behind a number, page by page, each with its address', async () => {
    const first = (await get(api.app, `/api/figures/behind?figure=disposed&key=${encodeURIComponent('信访举报')}&${period}&limit=50`)).json<Page>();
    const second = (await get(api.app, `/api/figures/behind?figure=disposed&key=${encodeURIComponent('信访举报')}&${period}&limit=50&after=${first.next}`)).json<Page>();
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 19, undefined]);
    expect(first.items[0]).toMatchObject({ process: 'clue', stageLabel: expect.any(Object), links: { self: `/api/clues/${first.items[0]?.stream}` } });
  });
  it('refuses a figure that there is none of', async () => {
    expect((await get(api.app, `/api/figures/behind?figure=rumours&${period}`)).json()).toMatchObject({ rule: 'invalid-query', field: 'figure' });
  });
  it('is on the OpenAPI page with its figures', async () => {
    const { paths } = (await get(api.app, '/api/openapi.json')).json<{ paths: Record<string, { get?: { parameters?: { name: string }[] } }> }>();
    expect(paths['/api/figures/behind']?.get?.parameters?.map(({ name }) => name)).toEqual(['figure', 'key', 'from', 'to', 'after', 'limit']);
  });
});
