import { randomUUID } from 'node:crypto';
import { openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { freshDatabase } from '@anjuan/test/support';
import { follow, type Apply, type Follower, type Following, type Log, type Model, type ParkStream } from '../src/index';

const draft = (text: string): EventDraft => ({
  process: 'diary', type: 'LineWritten', schema: 1, table: '', data: { text }, sealed: [], organ: 'organ',
  actor: { person: '被反映人0001', office: 'office', post: 'handler' }, approvals: [], basis: [], policy: '', calendar: '', read: {},
  confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:00:00.000Z', correlation: 'history',
});

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A database with diaries: each stream is a list of lines, and the follower under test copies them into `copied`. */
export const openDiaries = async () => {
  const database = await freshDatabase();
  const owner = openPool(database.url, { max: 4 });
  await owner.query('create table copied (position bigint, stream text, text text); create index copied_stream on copied (stream)');
  await owner.query('grant select, insert, delete on copied to anjuan_app');
  const pool = openPool(database.url, { max: 6, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const lengths = new Map<string, number>();
  const writeAtOnce = async (stream: string, lines: readonly string[]) => {
    const expected = lengths.get(stream) ?? 0;
    const answer = await store.append({ stream, expected, command: randomUUID(), body: '', events: lines.map(draft) as [EventDraft, ...EventDraft[]] });
    if (answer.kind !== 'appended') throw new Error(answer.kind);
    lengths.set(stream, expected + lines.length);
  };
  return {
    pool, owner, store,
    writeAtOnce,
    write: async (stream: string, ...lines: string[]) => {
      for (const line of lines) await writeAtOnce(stream, [line]);
    },
    copied: async () => (await owner.query<{ stream: string; text: string }>('select stream, text from copied order by position')).rows.map(({ stream, text }) => `${stream}: ${text}`),
    parked: async () => (await owner.query<{ stream: string; position: string; cause: string }>('select stream, position, cause from parked order by stream')).rows.map(({ stream, position, cause }) => ({ stream, position: Number(position), cause })),
    /** Ends the follower's session as a crash of its process would. */
    killSessions: () => owner.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`),
    /** The session that moves the checkpoint dies as it does so, the first so many times. */
    dieAtCheckpoint: (times: number) => owner.query(`
      create sequence deaths;
      create function die() returns trigger language plpgsql security definer as $$
      begin
        if nextval('deaths') <= ${times} then perform pg_terminate_backend(pg_backend_pid()); end if;
        return new;
      end $$;
      create trigger die before update on checkpoints for each row execute function die()`),
    deaths: async () => Number((await owner.query<{ n: string }>('select last_value as n from deaths')).rows[0]?.n),
    close: async () => {
      await store.close();
      await Promise.all([pool.end(), owner.end()]);
      await database.drop();
    },
  };
};

/** Copies every line. Nothing but the checkpoint keeps it from copying one twice. */
export const copy = (readable: (text: string) => boolean = () => true): Apply => async (tx, events) => {
  const bad = new Map<string, ParkStream>();
  for (const { position, stream, data } of events) {
    if (bad.has(stream)) continue;
    if (!readable(String(data.text))) bad.set(stream, { stream, position, cause: `cannot read ${String(data.text)}` });
    else await tx.query('insert into copied values ($1, $2, $3)', [position, stream, data.text]);
  }
  return [...bad.values()];
};

/** The copies as a model, made by `apply` when it is built beside. */
export const copies = (basis: string, apply: Apply = copy()): Model => ({
  basis, sql: 'create table copied (position bigint, stream text, text text);\ncreate index copied_stream on copied (stream)', tables: [{ name: 'copied', key: ['position'] }], build: () => ({ apply }),
});

/** Diaries of its own for each test of a file, and followers that end with it. */
export const diariesForEach = () => {
  let diaries: Awaited<ReturnType<typeof openDiaries>>;
  const followers: Follower[] = [];
  beforeEach(async () => {
    diaries = await openDiaries();
  });
  afterEach(async () => {
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    await diaries.close();
  });
  /** A follower that copies, unless told otherwise. */
  const start = (own: Partial<Following> = {}): Follower => {
    const follower = follow({ store: diaries.store, pool: diaries.pool, name: 'copier', apply: copy(), log: silent, ...own });
    followers.push(follower);
    return follower;
  };
  return {
    get diaries() {
      return diaries;
    },
    /** All that were started. */
    followers,
    start,
    /** What `rebuild` and `checkRows` are to look at. */
    by: () => ({ store: diaries.store, pool: diaries.pool, name: 'copier', log: silent }),
    /** A follower with copies as its model, which is built anew when the basis changes. */
    live: (basis = '1', apply: Apply = copy(), log = silent) => start({ apply, model: copies(basis, apply), log }),
  };
};

export const soon = async (what: () => boolean | Promise<boolean>, ms = 10_000) => {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((done) => setTimeout(done, 20))) if (await what()) return;
  throw new Error(`not within ${ms} ms: ${what}`);
};
