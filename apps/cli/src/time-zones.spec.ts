import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys } from '@anjuan/handle';
import { freshDatabase, type Database } from '@anjuan/test/support';
import { anjuan, buildCommandLine } from '../test/office';

/** Half a day behind, with summer time from this very day on; ours; another day already. */
const zones = ['America/New_York', 'Asia/Shanghai', 'Pacific/Kiritimati'];
const actor = { person: 'P-01', office: 'petitionOffice', post: 'handler' };
const asked = {
  receivedOn: '2026-03-08', number: '信〔2026〕17号', title: '反映某局采购问题', summary: '反映收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }], named: true, informantName: '举报人0001', informantContact: '电话0001',
  jurisdiction: 'own', important: false, concerns: 'ordinary',
};

describe('A program and a server that live in another time zone', () => {
  let database: Database;
  let id: string;

  /** The same words in each zone; the server's is another one each time. */
  const everywhere = async (...words: readonly string[]) => {
    const told = [];
    for (const [i, zone] of zones.entries()) {
      await settle(zones.at(i - 1)!); // as many as there are
      const { code, out } = await anjuan(words, { DATABASE_URL: database.url, TZ: zone });
      told.push({ zone, code, out });
    }
    const [first] = told;
    for (const { zone, ...one } of told) expect({ zone, ...one }).toEqual({ ...first, zone });
    return first!; // there are zones
  };
  const settle = async (zone: string) => {
    const owner = openPool(database.url, { max: 1 });
    await owner.query(`do $$ begin execute format('alter database %I set timezone = %L', current_database(), '${zone}'); end $$`);
    await owner.end();
  };

  beforeAll(async () => {
    await buildCommandLine();
    database = await freshDatabase();
    const pool = openPool(database.url, { max: 1 });
    const store = postgresEventStore(pool);
    let now = '2026-03-08T15:59:59.999Z'; // the last moment of the day in Shanghai
    const door = createHandle({ store, clock: { now: () => now }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 10 });
    id = door.openingStream('clue', { id: 'c1', name: 'registerAccusation', asked });
    expect(await door.handle({ id: 'c1', stream: id, name: 'registerAccusation', asked, actor })).toMatchObject({ kind: 'done' });
    now = '2026-03-08T16:00:00.000Z';
    expect(await door.handle({ id: 'c2', stream: id, name: 'tellAcceptance', asked: {}, actor })).toMatchObject({ kind: 'done' });
    await store.close();
    await pool.end();
  });
  afterAll(() => database.drop());

  it('work out the same rows: those of one are what the events say to each of the others', async () => {
    expect(await anjuan(['rebuild', 'read-models'], { DATABASE_URL: database.url, TZ: zones[0]! })).toMatchObject({ code: 0, out: expect.stringContaining('2 events') as string });
    expect(JSON.parse((await everywhere('rebuild', 'read-models', '--check', '--json')).out)).toMatchObject({ same: true, position: 2 });
  });

  it('tell the same history, by days that end at midnight in Shanghai', async () => {
    expect(JSON.parse((await everywhere('replay', id, '--json')).out)).toMatchObject({ steps: [{ on: '2026-03-08' }, { on: '2026-03-09' }] });
    expect(JSON.parse((await everywhere('replay', id, '--at', '2026-03-08', '--json')).out)).toMatchObject({ at: { step: 1 }, matters: [{ stage: 'registered' }] });
    expect(JSON.parse((await everywhere('replay', id, '--at', '2026-03-09', '--json')).out)).toMatchObject({ at: { step: 2 } });
    expect(await anjuan(['replay', id, '--at', '2026-03-08T23:00-05:00'], { DATABASE_URL: database.url })).toMatchObject({ code: 1, out: expect.stringContaining('neither a revision nor a date') as string });
  });

  it('count the same figures, each on its day', async () => {
    const received = async (from: string, to: string) => (JSON.parse((await everywhere('figures', '--from', from, '--to', to, '--json')).out) as { readonly received: number }).received;
    expect(await received('2026-03-08', '2026-03-09')).toBe(1);
    expect(await received('2026-03-09', '2026-03-10')).toBe(0);
  });
});
