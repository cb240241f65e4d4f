import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { freshDatabase } from '../../../../test/support/fresh-database';
import { append, batch } from '../contract/given';
import type { EventStore, FoldedEvent, StreamRange } from '../port';
import { archive } from './archive';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Pool;
let pool: Pool;
let folder: string;
let store: EventStore;
beforeEach(async () => {
  database = await freshDatabase();
  owner = openPool(database.url, { max: 2 });
  pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  folder = await mkdtemp(join(tmpdir(), 'anjuan-streams-'));
  store = postgresEventStore(pool, { archives: folder });
});
afterEach(async () => {
  await store.close();
  await Promise.all([owner.end(), pool.end()]);
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Events of several streams turn by turn; one has more than is read at once. */
const names = ['clue-z', 'clue-a', 'clue-A', 'case-线', 'clue-a2'];
const laid = async () => {
  for (let revision = 0; revision < 700; revision += 350) for (const stream of names) await store.append(append(stream, revision, { events: batch(stream === 'clue-a' || revision === 0 ? 350 : 3) }));
};
const inTurn = ['case-线', 'clue-A', 'clue-a', 'clue-a2', 'clue-z'];

/** An archived event comes with all there is of it. */
const asFolded = ({ id, stream, revision, position, process, type, row, schema, data, approvals, correlation, occurredAt, recordedAt }: FoldedEvent): FoldedEvent =>
  ({ id, stream, revision, position, process, type, row, schema, data, approvals, correlation, occurredAt, recordedAt });

const collected = async (range: StreamRange, to: number): Promise<readonly FoldedEvent[]> => {
  const events: FoldedEvent[] = [];
  for await (const page of store.streams!.read(range, to)) events.push(...page.map(asFolded)); // Postgres has it
  return events;
};
const readOneByOne = async (streams: readonly string[], to: number) => (await Promise.all(streams.map(async (stream) => (await store.read(stream)).events))).flat().filter(({ position }) => position <= to).map(asFolded);

it('all streams are read one after another, each to its end, whatever came between its events', async () => {
  await laid();
  const head = await store.head();
  expect(await collected({ after: '' }, head)).toEqual(await readOneByOne(inTurn, head));
  expect(await collected({ after: 'clue-A', last: 'clue-a2' }, head)).toEqual(await readOneByOne(['clue-a', 'clue-a2'], head));
  expect(await collected({ after: 'clue-z' }, head)).toEqual([]);
});

it('of a stream nothing is read that lies beyond the position, so that what comes meanwhile is not there by half', async () => {
  await laid();
  const head = await store.head();
  await store.append(append('clue-A', 353, { events: batch(2) }));
  await store.append(append('clue-B', 0));
  expect(await collected({ after: '' }, head)).toEqual(await readOneByOne(inTurn, head));
  expect(await collected({ after: '' }, 400)).toEqual(await readOneByOne(inTurn, 400));
});

it('ranges of so many streams go from the first to the last and leave none out', async () => {
  await laid();
  const { streams } = store;
  expect(await streams!.end('', 2)).toBe('clue-A');
  expect(await streams!.end('clue-A', 2)).toBe('clue-a2');
  expect(await streams!.end('clue-a2', 2)).toBeUndefined();
});

it('events whose texts lie in a file are among them with their texts', async () => {
  await laid();
  const head = await store.head();
  const before = await collected({ after: '' }, head);
  await archive(owner, { streams: ['clue-a', 'clue-z'], keep: (name, bytes) => writeFile(join(folder, name), bytes), readBack: (name) => readFile(join(folder, name)) });
  expect(await collected({ after: '' }, head)).toEqual(before);
});
