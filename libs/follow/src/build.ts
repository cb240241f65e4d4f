import pg from 'pg';
import { applyParking } from './advance';
import { alarm, type Alarm } from './alarm';
import { beginAt, lockCheckpoint, type Checkpoint, type Places } from './checkpoint';
import { openSession, takeBuilding } from './leadership';
import { partitionOf } from './partition';
import type { Apply, Following, Model, Progress, StoredEvent, Tx } from './port';
import { progressTo } from './progress';
import { inTransaction } from './transaction';

export type Building = Omit<Following, 'apply'> & { readonly model: Model; readonly onProgress?: (progress: Progress) => void };

/** Asked to, not because anything is wrong. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** As much as is read and applied without letting others on. */
const page = 2_000;
/** So few that the live one can wait for them. */
const near = 500;
/** Milliseconds that readers of the live tables may have to wait behind us. */
const patience = 2_000;

type Built = { readonly tx: Tx; readonly apply: Apply; readonly position: number };

const comments = /^\s*--.*$/gm;
/** `sql` as statements; keys and indexes are made when the rows are in. */
const statementsOf = (sql: string) => {
  const all = sql.replace(comments, '').split(/;\s*$/m).map((text) => text.trim()).filter((text) => text !== '');
  const isIndex = (text: string) => /^create (unique )?index|add primary key/i.test(text);
  return { tables: all.filter((text) => !isIndex(text)), indexes: all.filter(isIndex) };
};

/** Of the sessions in which the tables that are built hide the live ones. */
const options = '-c search_path=building,public -c idle_in_transaction_session_timeout=10s';

const clearAway = async (tx: Tx, { name, model }: Building): Promise<void> => {
  await tx.query(`drop table if exists ${model.tables.map((table) => `building.${table.name}`).join(', ')}`);
  await tx.query('delete from building.parked where follower = $1', [name]);
};

const readOn = async ({ store, name }: Building, after: number, to: number): Promise<readonly StoredEvent[]> => {
  const events = (await store.readAll(after, page)).filter(({ position }) => position <= to);
  if (events.length === 0) throw new Error(`${name}: the store's head is ${to}, but nothing can be read after ${after}`);
  return events;
};

/** Applies what lies between, batch by batch; `each` is told of every batch. */
const applyUpTo = async (by: Building, built: Built, to: number, each: (events: number, position: number) => void = () => undefined): Promise<Built> => {
  let { position } = built;
  while (position < to) {
    const events = await readOn(by, position, to);
    await inTransaction(built.tx, () => applyParking(built.tx, by.name, built.apply, events));
    position = events.at(-1)!.position; // not empty: thrown otherwise
    each(events.length, position);
  }
  return { ...built, position };
};

/** Where something is wrong with a stream, its events come one by one, so that its rows end before the same event as the live ones. */
const oneByOne = async ({ store, name }: Building, { tx, apply }: Built, stream: string, head: number): Promise<void> => {
  const { events } = await store.read(stream);
  for (const event of events)
    if (event.position <= head && (await inTransaction(tx, () => applyParking(tx, name, apply, [event]))).length > 0) return;
};

/** Streams that the live one has parked. */
const parkedLive = async (tx: Tx, name: string): Promise<ReadonlySet<string>> =>
  new Set((await tx.query<{ stream: string }>('select stream from public.parked where follower = $1', [name])).rows.map(({ stream }) => stream));

/** A read model's tables without statistics would be asked by plans made for empty ones. */
const analysesOf = ({ model }: Building): readonly string[] => model.tables.map(({ name }) => `analyze building.${name}`);

/** By the size of the table that a statement names: what takes longest comes first, so that in the end neither session waits for the other. */
const largestFirst = async (tx: Tx, { model }: Building, statements: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await tx.query<{ name: string; size: number }>(
    `select name, pg_relation_size(format('building.%I', name))::float8 as size from unnest($1::text[]) as name`, [model.tables.map(({ name }) => name)]);
  const sizeIn = (statement: string) => Math.max(...rows.map(({ name, size }) => (statement.split(/\W+/).includes(name) ? size : 0)));
  return [...statements].sort((a, b) => sizeIn(b) - sizeIn(a));
};

/** With a second session, since the server keeps one core busy for each. */
const inTwoSessions = async (tx: Tx, { pool }: Building, statements: readonly string[]): Promise<void> => {
  const left = [...statements];
  const second = await openSession(pool, () => undefined, options);
  try {
    await Promise.all([tx, second.client].map(async (session) => {
      for (let statement = left.shift(); statement !== undefined; statement = left.shift()) await session.query(statement);
    }));
  } finally {
    left.length = 0; // where one failed, the other does no more
    await second.end();
  }
};

/** Makes the tables and fills them up to `head`. Nobody sees them. */
export const fill = async (tx: Tx, by: Building, head: number, stopped: () => boolean, tell: ReturnType<typeof progressTo>): Promise<Built> => {
  const { model, name, store } = by;
  await clearAway(tx, by);
  const { tables, indexes } = statementsOf(model.sql);
  const { apply, fill: fillAll } = model.build();
  for (const statement of tables) await tx.query(statement);
  if (!fillAll) {
    tell('indexing', 0, 0, head);
    for (const statement of indexes) await tx.query(statement);
    const built = await applyUpTo(by, { tx, apply, position: 0 }, head, (events, position) => {
      if (stopped()) throw new Stopped();
      tell('reading', events, position, head);
    });
    for (const statement of analysesOf(by)) await tx.query(statement);
    return built;
  }
  const without = await parkedLive(tx, name);
  const doubtful = await fillAll(tx, { store, head, without, stopped, read: (events, position) => tell('reading', events, position, head) });
  if (stopped()) throw new Stopped();
  tell('indexing', 0, 0, head);
  await inTwoSessions(tx, by, [...(await largestFirst(tx, by, analysesOf(by))), ...(await largestFirst(tx, by, indexes))]);
  for (const stream of [...without, ...doubtful]) await oneByOne(by, { tx, apply, position: head }, stream, head);
  return { tx, apply, position: head };
};

/** Places beyond the store's head are of events that are gone: it was put back to an earlier day, and the rows go back with it. */
export const within = (head: number, places: Places): Places => new Map([...places].map(([part, position]) => [part, Math.min(position, head)]));

/** Fills, and goes on until the rest is so little that the live one can wait for it. */
const fillNear = async (tx: Tx, by: Building, stopped: () => boolean): Promise<Built> => {
  const tell = progressTo(Date.now(), by.onProgress ?? (() => undefined));
  let built = await fill(tx, by, await by.store.head(), stopped, tell);
  const furthest = async () => Math.max(...within(await by.store.head(), (await beginAt(tx, by.name, by.model)).places).values());
  for (let live = await furthest(); built.position + near < live; live = await furthest())
    built = await applyUpTo(by, built, live, (events, position) => {
      if (stopped()) throw new Stopped();
      tell('catchingUp', events, position, live);
    });
  return built;
};

/** Within a transaction under way: what each part is to have seen and the build has not. */
export const catchUp = async (by: Building, { tx, apply, position }: Built, { places, partitions }: Pick<Checkpoint, 'places' | 'partitions'>): Promise<void> => {
  const goal = Math.max(...places.values());
  for (let at = position; at < goal; ) {
    const events = await readOn(by, at, goal);
    await applyParking(tx, by.name, apply, events.filter((event) => event.position <= places.get(partitionOf(event.stream, partitions))!)); // a place for every part
    at = events.at(-1)!.position; // not empty: thrown otherwise
  }
};

/** The live rows end and the new ones stand in their place, or nothing happens. Readers wait no longer than for a statement. */
const putInPlace = (by: Building, built: Built): Promise<number> =>
  inTransaction(built.tx, async () => {
    const { name, model, store } = by;
    const { tx } = built;
    const { places } = await lockCheckpoint(tx, name);
    const position = Math.max(built.position, ...within(await store.head(), places).values());
    await catchUp(by, built, { partitions: 1, places: new Map([[0, position]]) });
    await model.bringOver?.(tx);
    await tx.query(`set local lock_timeout = '${patience}ms'`);
    await tx.query('select public.put_in_place($1)', [model.tables.map((table) => table.name)]);
    await tx.query('delete from public.parked live where follower = $1 and not exists (select from building.parked built where built.follower = $1 and built.stream = live.stream)', [name]);
    await tx.query(
      `insert into public.parked (follower, stream, position, cause) select follower, stream, position, cause from building.parked where follower = $1
       on conflict (follower, stream) do update set position = excluded.position, cause = excluded.cause`, [name],
    );
    await tx.query('delete from building.parked where follower = $1', [name]);
    const [first] = await store.readAll(0, 1);
    await tx.query('update checkpoints set position = $3, basis = $2, built = built + 1, moved_at = now(), after = 0, event = $4 where follower = $1', [name, model.basis, position, first?.id]);
    await tx.query(`select pg_notify('anjuan_followed', $1 || ' ' || follower || ' ' || partitions || ' ' || partition) from checkpoints where follower = $2`, [position, name]);
    return position;
  });

const isLocked = (error: unknown) => error instanceof pg.DatabaseError && ['55P03', '40P01'].includes(error.code ?? '');

/** A question that takes minutes, a copy of the database: it is waited for, but nobody behind us waits with us. */
const putInPlaceInTime = async (by: Building, built: Built, bell: Alarm, stopped: () => boolean): Promise<number> => {
  for (;;)
    try {
      return await putInPlace(by, built);
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (stopped()) throw new Stopped();
      by.log.info({ follower: by.name }, 'somebody reads the old rows for long: the new ones wait');
      await bell.wait(patience);
    }
};

/** On a session of its own; what was left behind is cleared away before and after. */
export const onSession = async <T>(by: Building, bell: Alarm, stopped: () => boolean, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const session = await openSession(by.pool, bell.ring, options);
  try {
    if (!(await takeBuilding(session, by.name, bell, stopped))) throw new Stopped();
    try {
      return await work(session.client);
    } finally {
      await clearAway(session.client, by).catch(() => undefined); // the next one does
    }
  } finally {
    await session.end();
  }
};

/**
 * Builds a model beside the live one, which goes on following and answering, and puts it in its place. `unless` is asked
 * when nobody else builds it. Answers the position both stand at, or undefined when it was not done.
 */
export const buildBeside = (by: Building, bell: Alarm, stopped: () => boolean, unless: (tx: Tx) => Promise<boolean>): Promise<number | undefined> =>
  onSession(by, bell, stopped, async (tx) => {
    if (await unless(tx)) return undefined;
    return putInPlaceInTime(by, await fillNear(tx, by, stopped), bell, stopped);
  }).catch((error: unknown) => {
    if (error instanceof Stopped) return undefined;
    throw error;
  });

/** The same for the command line. Answers the position the new rows stand at. */
export const rebuild = async (by: Building): Promise<number> => (await buildBeside(by, alarm(), () => false, async () => false))!; // it is never stopped
