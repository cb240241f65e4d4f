import { randomUUID } from 'node:crypto';
import { openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { type Database, freshDatabase } from '@anjuan/test/support';
import { events } from '../../../libs/read-models/test/clues';
import { anjuan, buildCommandLine } from '../test/office';

let database: Database;
beforeAll(buildCommandLine);
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

/** More than one hand takes at a time. */
const clues = Array.from({ length: 1_200 }, (_, i) => `clue-${i}`);
/** The helper's, in the order of names. */
const unheardOf = 'clue-700';

it('anjuan rebuild has a second thread fold half of the streams: the rows are the same, and what it cannot read is parked', async () => {
  const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const env = { DATABASE_URL: database.url };
  try {
    const write = (stream: string, expected: number, ...drafts: [EventDraft, ...EventDraft[]]) => store.append({ stream, expected, command: randomUUID(), body: '', events: drafts });
    await Promise.all(clues.map((stream) => write(stream, 0, events.registered({ title: `${stream}\t反映` }), events.told())));
    await write(unheardOf, 2, events.unheardOf());
    const told = await anjuan(['rebuild', 'read-models', '--json'], env);
    expect(told).toMatchObject({ code: 1 });
    expect(JSON.parse(told.out)).toMatchObject({ position: 2_401, events: 2_401, parked: [{ stream: unheardOf, position: 2_401 }] });
    const { rows } = await pool.query<{ n: number; told: number }>('select count(*)::int as n, sum(revision)::int as told from matters');
    expect(rows).toEqual([{ n: 1_200, told: 2_400 }]);
    expect(await anjuan(['rebuild', 'read-models', '--check'], env)).toMatchObject({ code: 0 });
  } finally {
    await store.close();
    await pool.end();
  }
});
