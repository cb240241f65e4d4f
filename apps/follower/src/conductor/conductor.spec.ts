import { devTemporal, freshDatabase, needs, type Database, type DevTemporal } from '@anjuan/test/support';
import { createActivities } from '@anjuan/activities';
import { defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore, type EventStore } from '@anjuan/event-store';
import { askRebuild, isAsked } from '@anjuan/follow';
import { situationQuery } from '@anjuan/workflows/contract';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { assess, assign, closeAtOnce, file, inform, office, proposeFiling, register, reopen, take, tell, workerFor, type Office } from '../../../../workflows/test/rig';
import { sender } from './sender';
import { forgetSent, startConductor, type Conductor } from '.';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date().toISOString() };

needs('temporal')('the conductor', () => {
  let database: Database;
  let pool: Pool;
  let store: EventStore;
  let temporal: DevTemporal;
  let connection: Connection;
  let client: Client;
  let here: Office;
  let conductor: Conductor;

  const conduct = (log: typeof quiet = quiet, crash: (point: string) => void = () => undefined) =>
    startConductor({ pool, store, processes, counting: here.handle.count, policy: defaultPolicy, clock, client, log, crash, searchAttributes: true });
  const today = () => here.handle.count.dateOf(clock.now());
  const statusOf = async (stream: string) => (await client.workflow.getHandle(stream).describe().catch(() => undefined))?.status.name;
  const rowOf = async (stream: string) => (await pool.query('select * from conducted where stream = $1', [stream])).rows[0];
  const working = async <T>(during: () => Promise<T>): Promise<T> => {
    const native = await NativeConnection.connect({ address: temporal.address });
    try {
      const worker = await workerFor(native, createActivities({ handle: here.handle, clock }));
      return await worker.runUntil(during);
    } finally {
      await native.close();
    }
  };
  const eventually = async (check: () => Promise<boolean>) => {
    for (let tries = 0; !(await check()); tries++) {
      if (tries > 400) throw new Error('did not come to be');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  /** The sender without its conductor, which is there again afterwards, come what may: the next test needs it. */
  const byItself = async (given: Partial<Parameters<typeof sender>[0]>, during: (sending: ReturnType<typeof sender>) => Promise<void>) => {
    await conductor.stop();
    const said: unknown[] = [];
    const log = { info: () => undefined, warn: (about: object, text?: string) => said.push({ ...about, text }), error: (about: object, text?: string) => said.push({ ...about, text }) };
    const sending = sender({ pool, client, log, searchAttributes: true, isCrowded: () => false, crash: () => undefined, ...given });
    try {
      await during(sending);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}; the sender said ${JSON.stringify(said)}`, { cause: error });
    } finally {
      await sending.stop();
      conductor = conduct();
    }
  };

  beforeAll(async () => {
    database = await freshDatabase();
    pool = openPool(database.url, { max: 10, role: 'anjuan_app' });
    store = postgresEventStore(pool);
    temporal = await devTemporal();
    connection = Connection.lazy({ address: temporal.address });
    client = new Client({ connection });
    here = office({ clock, store });
    conductor = conduct();
  });
  afterAll(async () => {
    await conductor?.stop();
    await connection?.close();
    await temporal?.stop();
    await store?.close();
    await pool?.end();
    await database?.drop();
  });

  it('starts a workflow for a registered clue, findable by its history and stage', async () => {
    const stream = await register(here, randomUUID(), today());
    expect(await conductor.idle(10_000)).toBe(true);
    const { status, searchAttributes, type } = await client.workflow.getHandle(stream).describe();
    expect([status.name, type]).toEqual(['RUNNING', 'clue']);
    expect(searchAttributes).toMatchObject({ AnjuanHistory: [(await here.handle.load(stream))?.correlation], AnjuanStage: ['registered'] });
    await working(async () => {
      expect(await client.workflow.getHandle(stream).query(situationQuery)).toMatchObject({ stage: 'registered', next: { mark: 'warning' } });
    });
  });

  it('tells a workflow once of many events, and not at all when nothing it waits for has changed', async () => {
    const stream = await register(here, randomUUID(), today());
    expect(await conductor.idle(10_000)).toBe(true);
    const signals = async () => (await client.workflow.getHandle(stream).fetchHistory()).events?.filter((event) => event.workflowExecutionSignaledEventAttributes != null).length;
    const [first, row] = [await signals(), await rowOf(stream)];
    for (let i = 0; i < 20; i++) await here.done({ id: `${stream}/${i}`, stream, name: 'addNote', asked: { text: '已电话联系' }, actor: { person: '李登', office: 'petitionOffice', post: 'handler' } });
    expect(await conductor.idle(10_000)).toBe(true);
    expect(await signals()).toBe(first);
    expect(row).toMatchObject({ revision: 1, sent_key: row.key });
    expect(await rowOf(stream)).toEqual(row);
  });

  it('opens the case of a filed clue exactly once; the clue’s workflow ends, the case’s begins', async () => {
    const stream = await register(here, randomUUID(), today());
    const caseNo = randomUUID();
    await working(async () => {
      for (const step of [assign, assess, tell, proposeFiling, file(caseNo)]) await take(here, stream, step);
      const kase = here.handle.streamOf('case', caseNo);
      await eventually(async () => (await statusOf(stream)) === 'COMPLETED' && (await statusOf(kase)) === 'RUNNING');
      expect((await store.read(kase)).events.filter(({ type }) => type === 'CaseOpened')).toHaveLength(1);
      expect((await here.handle.load(stream))?.owed).toEqual([]);
      // The register of the year gives the filing its number and has told it: nothing keeps its workflow open.
      const register = here.handle.streamOf('register', `filingDecision/${today().slice(0, 4)}`);
      await eventually(async () => (await here.handle.load(kase))?.facts['documents'] !== undefined && (await statusOf(register)) === 'COMPLETED');
      await eventually(async () => !(await rowOf(register)).open);
    });
  });

  it('writes the rows of a batch that was rolled back when it comes again', async () => {
    await conductor.stop();
    let failed = 0;
    conductor = conduct(quiet, (point) => {
      if (point === 'conductor.beforeCheckpoint' && failed++ === 0) throw new Error('the batch fails');
    });
    const stream = await register(here, randomUUID(), today());
    expect(await conductor.idle(10_000)).toBe(true);
    expect(failed).toBeGreaterThan(1);
    expect(await rowOf(stream)).toMatchObject({ stage: 'registered' });
  });

  it.each([3, 4, 5])('goes on telling though the database fails it every time number %i it is asked', async (nth) => {
    const stream = await register(here, randomUUID(), today());
    expect(await conductor.idle(10_000)).toBe(true);
    let [asked, failed] = [0, 0];
    const unsteady = Object.assign(Object.create(pool) as Pool, {
      query: (...given: Parameters<Pool['query']>) => ((asked += 1) % nth === 0 ? ((failed += 1), Promise.reject(new Error('the database is away'))) : pool.query(...given)),
    });
    await byItself({ pool: unsteady }, async ({ ring }) => {
      // Whichever question it is that fails.
      for (let before = 0; before < nth; before++) {
        expect(await forgetSent(pool, stream)).toBe(1);
        asked = before;
        ring();
        await eventually(async () => (await rowOf(stream)).sent_key === (await rowOf(stream)).key);
      }
    });
    expect(failed).toBeGreaterThan(0);
  });

  it('tells nobody twice because the database could not be told of it', async () => {
    const stream = await register(here, randomUUID(), today());
    expect(await conductor.idle(10_000)).toBe(true);
    let failed = 0;
    const forgetful = Object.assign(Object.create(pool) as Pool, {
      query: (given: { readonly name: string }) => (given.name === 'sent' && failed < 3 ? ((failed += 1), Promise.reject(new Error('the database is away'))) : pool.query(given as never)),
    });
    const told: string[] = [];
    await byItself({ pool: forgetful, told: (each) => told.push(each) }, async ({ ring }) => {
      expect(await forgetSent(pool, stream)).toBe(1);
      ring();
      await eventually(async () => (await rowOf(stream)).sent_key === (await rowOf(stream)).key);
    });
    expect({ failed, told }).toEqual({ failed: 3, told: [stream] });
  });

  it('tells again whoever was to be told again while a word to them was under way', async () => {
    const stream = await register(here, randomUUID(), today());
    expect(await conductor.idle(10_000)).toBe(true);
    let asked = 0;
    const late = Object.assign(Object.create(pool) as Pool, {
      query: async (given: { readonly name: string }) => {
        if (given.name === 'sent' && (asked += 1) === 1) await forgetSent(pool, stream);
        return pool.query(given as never);
      },
    });
    const told: string[] = [];
    await byItself({ pool: late, told: (each) => told.push(each) }, async ({ ring }) => {
      expect(await forgetSent(pool, stream)).toBe(1);
      ring();
      await eventually(async () => asked > 1 && (await rowOf(stream)).sent_key === (await rowOf(stream)).key);
    });
    expect(told).toEqual([stream, stream]);
  });

  it('standing back tells one at a time and rests in between, and leaves nobody out', async () => {
    const streams = await Promise.all(Array.from({ length: 3 }, () => register(here, randomUUID(), today())));
    expect(await conductor.idle(10_000)).toBe(true);
    const told: string[] = [];
    let from = 0;
    await byItself({ isCrowded: () => true, told: (stream) => told.push(stream) }, async ({ ring }) => {
      from = performance.now();
      for (const stream of streams) await forgetSent(pool, stream);
      ring();
      await eventually(async () => told.length >= 3);
    });
    // Two rests of half a second lie between three, however slow the machine.
    expect(performance.now() - from).toBeGreaterThan(990);
    expect(told.toSorted()).toEqual(streams.toSorted());
  });

  it('lets a stream at rest have no workflow, and gives it one when something happens again', async () => {
    const stream = await register(here, randomUUID(), today());
    await working(async () => {
      for (const step of [assign, assess, tell, closeAtOnce, inform]) await take(here, stream, step);
      await eventually(async () => (await conductor.idle(5_000)) && (await statusOf(stream)) !== 'RUNNING');
      expect(await rowOf(stream)).toMatchObject({ open: false, stage: 'closed' });
      await take(here, stream, reopen);
      await eventually(async () => (await statusOf(stream)) === 'RUNNING');
      expect(await client.workflow.getHandle(stream).query(situationQuery)).toMatchObject({ stage: 'underAssessment' });
    });
  });

  it('waits while Temporal is away and loses nothing; the door does not notice', async () => {
    const { file: kept, port } = temporal;
    await temporal.stop();
    const said: string[] = [];
    await conductor.stop();
    conductor = conduct({ ...quiet, warn: (_: object, text?: string) => said.push(text ?? '') } as unknown as typeof quiet);
    const streams = await Promise.all(Array.from({ length: 30 }, () => register(here, randomUUID(), today())));
    expect(await conductor.idle(500)).toBe(false);
    await eventually(async () => (await conductor.pending()) === 30);
    await eventually(async () => said.length > 0);
    temporal = await devTemporal({ file: kept, port });
    expect(await conductor.idle(40_000)).toBe(true);
    for (const stream of streams) expect(await statusOf(stream)).toBe('RUNNING');
    expect(said.filter((text) => text.startsWith('Temporal does not answer')).length).toBeLessThan(3);
  }, 90_000);

  it('starts every open workflow again, with the same instants, after Temporal lost its database', async () => {
    const { rows: before } = await pool.query('select stream, next_at, key from conducted where open order by stream');
    await temporal.stop();
    temporal = await devTemporal({ port: temporal.port });
    expect(await statusOf(before[0].stream)).toBeUndefined();
    expect(await forgetSent(pool)).toBe(before.length);
    await eventually(() => conductor.idle(5_000));
    const { rows: after } = await pool.query('select stream, next_at, key from conducted where open order by stream');
    expect(after).toEqual(before);
    await working(async () => {
      // A matter that waits for somebody without a limit has no instant.
      for (const { stream, next_at: at } of before) expect((await client.workflow.getHandle(stream).query(situationQuery))?.next?.at).toBe(at?.toISOString());
    });
    const closed = await pool.query('select stream from conducted where not open');
    for (const { stream } of closed.rows) expect(await statusOf(stream)).toBeUndefined();
  }, 90_000);

  it('tells no workflow anything again when its rows are built anew', async () => {
    expect(await conductor.idle(10_000)).toBe(true);
    const rows = async () => (await pool.query('select stream, key, sent_key, open, next_at from conducted order by stream')).rows;
    const before = await rows();
    const heard = async () => {
      const lengths: (string | undefined)[] = [];
      for (const { stream } of before) lengths.push((await client.workflow.getHandle(stream).describe().catch(() => undefined))?.raw.workflowExecutionInfo?.historyLength?.toString());
      return lengths;
    };
    const told = await heard();
    await pool.query('delete from conducted where stream = $1', [before[0].stream]);
    await askRebuild(pool, 'conductor');
    await eventually(async () => !(await isAsked(pool, 'conductor')));
    expect(await conductor.idle(10_000)).toBe(true);
    expect((await rows()).slice(1)).toEqual(before.slice(1));
    expect((await rows())[0]).toMatchObject({ stream: before[0].stream, key: before[0].key });
    expect((await heard()).slice(1)).toEqual(told.slice(1));
  });

  it('works every row out anew when a limit has changed, and tells those whose instant moved', async () => {
    const stream = await register(here, randomUUID(), today(), { named: false, informantName: undefined, informantContact: undefined });
    expect(await conductor.idle(10_000)).toBe(true);
    const before = await rowOf(stream);
    await conductor.stop();
    const { L8 } = processes.clue.clocks;
    const shorter = { ...processes, clue: { ...processes.clue, clocks: { ...processes.clue.clocks, L8: { ...L8!, budget: { unit: 'days', n: 20 } as const } } } };
    conductor = startConductor({ pool, store, processes: shorter, counting: here.handle.count, policy: defaultPolicy, clock, client, log: quiet, searchAttributes: true });
    await eventually(async () => (await rowOf(stream)).key !== before.key);
    expect(await conductor.idle(20_000)).toBe(true);
    await working(async () => {
      expect((await client.workflow.getHandle(stream).query(situationQuery))?.next?.at).toBe((await rowOf(stream)).next_at.toISOString());
    });
  });
});
