import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { limits, openPool, postgresEventStore } from '@anjuan/event-store';
import { follow } from '@anjuan/follow';
import { createHandle, installationKeys, isSealed, type DoorCommand, type Handle, type HandleParts } from '@anjuan/handle';
import { createQueries, readModels } from '@anjuan/read-models';
import { freshDatabase } from '../support';
import { eventually } from '../journeys/support/eventually';
import { accusation, people } from '../journeys/support/people';
import { asking } from './support/own-postgres';

const now = () => '2026-03-02T02:00:00.000Z';
const keys = installationKeys('07'.repeat(32));

const opened = async () => {
  const database = await freshDatabase();
  const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  return { database, pool, store, close: async () => {
    await store.close();
    await pool.end();
    await database.drop();
  } };
};
type Opened = Awaited<ReturnType<typeof opened>>;

let office: Opened;
beforeEach(async () => {
  office = await opened();
});
afterEach(() => office.close());

const door = (parts: Partial<HandleParts> = {}): Handle =>
  createHandle({ store: office.store, clock: { now }, policy: defaultPolicy, calendar: adopted, keys, organ: 'organ', cacheSize: 100, ...parts });

const intake = (by: Handle, id: string): DoorCommand => {
  const command = { id, name: 'registerAccusation', asked: accusation('2026-03-02'), actor: people.petition };
  return { ...command, stream: by.openingStream('clue', command) };
};
const note = (stream: string, id: string, text = '已电话联系'): DoorCommand => ({ id, stream, name: 'addNote', asked: { text }, actor: people.petition });

/** Tables of which one row has a fault. */
const throwing = {
  ...processes,
  clue: { ...processes.clue, rows: { ...processes.clue.rows, tellAcceptance: { ...processes.clue.rows.tellAcceptance!, then: () => { throw new TypeError('a fault of this row'); } } } },
} as typeof processes;

const registered = async (by: Handle, id: string): Promise<string> => {
  const command = intake(by, id);
  expect(await by.handle(command)).toMatchObject({ kind: 'done' });
  return command.stream;
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A projector with these tables comes to list these clues, and no others: how far each has come, and whether it stopped there. */
const lists = async (tables: typeof processes, wanted: Readonly<Record<string, readonly [revision: number, stale: boolean]>>) => {
  const follower = follow({ store: office.store, pool: office.pool, log: silent, ...readModels({ processes: tables, counting: counting(defaultPolicy, adopted), store: office.store }) });
  const queries = createQueries(office.pool);
  try {
    await eventually(async () => {
      const page = await queries.list('clue', { limit: 10 });
      return 'items' in page && page.items.length === Object.keys(wanted).length && page.items.every(({ stream, revision, stale }) => wanted[stream]?.[0] === revision && wanted[stream][1] === stale);
    }, `the list to show ${JSON.stringify(wanted)}`);
  } finally {
    await queries.close();
    await follower.stop();
  }
};

describe('a bad event', () => {
  it('a command of nobody, or of somebody half named, is refused by name, whoever passes it on', async () => {
    const by = door();
    for (const actor of [undefined, null, {}, 'P-01', { person: 'P-01', office: 'petitionOffice' }, { ...people.petition, admin: true }])
      for (const id of ['nobody', 'engine:nobody'])
        expect(await by.handle({ ...intake(by, id), actor: actor as never })).toMatchObject({ kind: 'refused', refusal: { field: expect.stringMatching(/^(actor|id)/) as string } });
    expect(await office.store.head()).toBe(0);
    await registered(by, 'next');
  });

  it('a process whose clock is an hour ahead or behind changes no order: each act lies where it was committed', async () => {
    const at = (instant: string) => door({ clock: { now: () => instant } });
    const [behind, right, ahead] = [at('2026-03-02T01:00:00.000Z'), door(), at('2026-03-02T03:00:00.000Z')];
    const stream = await registered(ahead, 'intake');
    for (const [i, by] of [behind, right, ahead, behind].entries()) expect(await by.handle(note(stream, `note-${i}`))).toMatchObject({ kind: 'done', receipt: { revision: i + 2, position: i + 2 } });
    // Around midnight an hour is a day: what is dated tomorrow for whoever decides is refused, and no other's clock makes it so.
    const tomorrow = { ...note(stream, 'tomorrow'), on: '2026-03-03' };
    expect(await at('2026-03-02T15:30:00.000Z').handle(tomorrow)).toMatchObject({ kind: 'refused', refusal: { rule: 'date-in-the-future', field: 'on' } });
    expect(await at('2026-03-02T16:30:00.000Z').handle(tomorrow)).toMatchObject({ kind: 'done', receipt: { revision: 6 } });
    expect((await office.store.read(stream)).events.map(({ recordedAt }) => recordedAt.slice(11, 13))).toEqual(['03', '01', '02', '03', '01', '16']);
  });

  it.each(['2026-03-02T10:00', '2026-03-02T10:00:00Z', '2026-03-02T02:30:00-05:00', '2026-03-02+08:00', '2026-03-02 CST', '2026-03-02[Asia/Shanghai]', '20260302', '2/3/2026', '2026-W10-1', '2026-03-02 ', 1772416800000])(
    'a date of an act given as %j is refused by name: a day is a day, and no time zone or summer time moves it', async (on) => {
      const by = door();
      expect(await by.handle({ ...intake(by, 'zoned'), on: on as never })).toMatchObject({ kind: 'refused', refusal: { field: 'on' } });
      const command = intake(by, 'zoned');
      expect(await by.handle({ ...command, asked: { ...accusation('2026-03-02'), receivedOn: on } })).toMatchObject({ kind: 'refused', refusal: { field: 'receivedOn' } });
      expect(await office.store.head()).toBe(0);
      await registered(by, 'next');
    });

  it('a row that cannot be folded stores nothing; other rows go on, and the row once it is mended', async () => {
    const by = door({ processes: throwing });
    const stream = await registered(by, 'intake');
    await expect(by.handle({ id: 'told', stream, name: 'tellAcceptance', asked: {}, actor: people.petition })).rejects.toThrow('a fault of this row');
    expect(await office.store.head()).toBe(1);
    expect(await by.handle(note(stream, 'note'))).toMatchObject({ kind: 'done', receipt: { revision: 2 } });
    // The same build mended takes the very same command.
    expect(await door().handle({ id: 'told', stream, name: 'tellAcceptance', asked: {}, actor: people.petition })).toMatchObject({ kind: 'done', receipt: { revision: 3 } });
  });

  it('a clue with a row that cannot be folded stops in the list where it was; the others are listed as ever, and it as well once the row is mended', async () => {
    const [bad, good] = [await registered(door(), 'bad'), await registered(door(), 'good')];
    expect(await door().handle({ id: 'told', stream: bad, name: 'tellAcceptance', asked: {}, actor: people.petition })).toMatchObject({ kind: 'done' });
    for (const stream of [bad, good]) expect(await door().handle(note(stream, `note-${stream}`))).toMatchObject({ kind: 'done' });
    await lists(throwing, { [bad]: [1, true], [good]: [2, false] });
    expect((await office.pool.query('select stream, position::int, cause from parked')).rows).toEqual([{ stream: bad, position: 3, cause: expect.stringContaining('a fault of this row') as string }]);
    await lists(processes, { [bad]: [3, false], [good]: [2, false] });
  });

  it('an event sealed under a key that is gone is still read, folded and gone on from; what was sealed stays shut', async () => {
    const stream = await registered(door(), 'intake');
    const { events: [event] } = await office.store.read(stream);
    expect(Object.values(event!.data['asked'] as object).filter(isSealed).length).toBeGreaterThan(0);
    const without = door({ keys: { ...installationKeys('08'.repeat(32)), opaque: keys.opaque, body: keys.body } });
    expect(await without.handle(note(stream, 'note'))).toMatchObject({ kind: 'done', receipt: { revision: 2 } });
    expect(JSON.stringify(await without.load(stream))).not.toMatch(/举报人0001|电话0001/);
  });

  it('a stream as long as any may be is still read and gone on with; it grows no longer, and the next clue is taken', async () => {
    const by = door();
    const stream = await registered(by, 'intake');
    expect(await by.handle(note(stream, 'first'))).toMatchObject({ kind: 'done' });
    await asking(office.database.url, (owner) => owner.query(`insert into events
      select r, stream, r, 'planted-' || r, 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope
      from events e, generate_series(3, ${limits.eventsPerStream - 1}) as r where e.position = 2`).then(() => owner.query('update head set position = $1', [limits.eventsPerStream - 1])));
    expect(await door().handle(note(stream, 'last'))).toMatchObject({ kind: 'done', receipt: { revision: limits.eventsPerStream } });
    expect(await by.handle(note(stream, 'beyond'))).toMatchObject({ kind: 'refused', refusal: { rule: 'too-large' } });
    expect(await office.store.head()).toBe(limits.eventsPerStream);
    await lists(processes, { [stream]: [limits.eventsPerStream, false] });
    // One more, made past the store: no reader takes it all into memory.
    await asking(office.database.url, (owner) => owner.query(`insert into events
      select 0, stream, ${limits.eventsPerStream + 1}, 'planted', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events where position = 2`));
    await expect(door().handle(note(stream, 'planted-on'))).rejects.toThrow(`holds more than ${limits.eventsPerStream} events`);
    await registered(by, 'next');
  });
});
