import { createActivities } from '@anjuan/activities';
import { defaultPolicy, processes } from '@anjuan/domain';
import { askRebuild, isAsked } from '@anjuan/follow';
import { devTemporal, needs, type DevTemporal } from '@anjuan/test/support';
import { situationQuery } from '@anjuan/workflows/contract';
import { NativeConnection } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { assess, assign, closeAtOnce, file, inform, proposeFiling, register, reopen, take, tell, workerFor } from '../../../../workflows/test/rig';
import { eventually } from '../../test/eventually';
import { clock, given, quiet } from './given';
import { forgetSent, startConductor, type Conductor } from '.';

needs('temporal')('the conductor', () => {
  let temporal: DevTemporal;
  let at: Awaited<ReturnType<typeof given>>;
  let conductor: Conductor;

  const statusOf = async (stream: string) => (await at.client.workflow.getHandle(stream).describe().catch(() => undefined))?.status.name;
  const working = async <T>(during: () => Promise<T>): Promise<T> => {
    const native = await NativeConnection.connect({ address: temporal.address });
    try {
      const worker = await workerFor(native, createActivities({ handle: at.here.handle, clock }));
      return await worker.runUntil(during);
    } finally {
      await native.close();
    }
  };

  beforeAll(async () => {
    temporal = await devTemporal();
    at = await given(temporal);
    conductor = at.conduct();
  });
  afterAll(async () => {
    await conductor?.stop();
    await at?.end();
    await temporal?.stop();
  });

  it('starts a workflow for a registered clue, findable by its history and stage', async () => {
    const stream = await register(at.here, randomUUID(), at.today());
    expect(await conductor.idle(10_000)).toBe(true);
    const { status, searchAttributes, type } = await at.client.workflow.getHandle(stream).describe();
    expect([status.name, type]).toEqual(['RUNNING', 'clue']);
    expect(searchAttributes).toMatchObject({ AnjuanHistory: [(await at.here.handle.load(stream))?.correlation], AnjuanStage: ['registered'] });
    await working(async () => {
      expect(await at.client.workflow.getHandle(stream).query(situationQuery)).toMatchObject({ stage: 'registered', next: { mark: 'warning' } });
    });
  });

  it('tells a workflow once of many events, and not at all when nothing it waits for has changed', async () => {
    const stream = await register(at.here, randomUUID(), at.today());
    expect(await conductor.idle(10_000)).toBe(true);
    const signals = async () => (await at.client.workflow.getHandle(stream).fetchHistory()).events?.filter((event) => event.workflowExecutionSignaledEventAttributes != null).length;
    const [first, row] = [await signals(), await at.rowOf(stream)];
    for (let i = 0; i < 20; i++) await at.here.done({ id: `${stream}/${i}`, stream, name: 'addNote', asked: { text: '已电话联系' }, actor: { person: '李登', office: 'petitionOffice', post: 'handler' } });
    expect(await conductor.idle(10_000)).toBe(true);
    expect(await signals()).toBe(first);
    expect(row).toMatchObject({ revision: 1, sent_key: row.key });
    expect(await at.rowOf(stream)).toEqual(row);
  });

  it('opens the case of a filed clue exactly once; the clue’s workflow ends, the case’s begins', async () => {
    const stream = await register(at.here, randomUUID(), at.today());
    const caseNo = randomUUID();
    await working(async () => {
      for (const step of [assign, assess, tell, proposeFiling, file(caseNo)]) await take(at.here, stream, step);
      const kase = at.here.handle.streamOf('case', caseNo);
      await eventually(async () => (await statusOf(stream)) === 'COMPLETED' && (await statusOf(kase)) === 'RUNNING');
      expect((await at.store.read(kase)).events.filter(({ type }) => type === 'CaseOpened')).toHaveLength(1);
      expect((await at.here.handle.load(stream))?.owed).toEqual([]);
      // The register of the year gives the filing its number and has told it: nothing keeps its workflow open.
      const register = at.here.handle.streamOf('register', `filingDecision/${at.today().slice(0, 4)}`);
      await eventually(async () => (await at.here.handle.load(kase))?.facts['documents'] !== undefined && (await statusOf(register)) === 'COMPLETED');
      await eventually(async () => !(await at.rowOf(register)).open);
    });
  });

  it('writes the rows of a batch that was rolled back when it comes again', async () => {
    await conductor.stop();
    let failed = 0;
    conductor = at.conduct(quiet, (point) => {
      if (point === 'conductor.beforeCheckpoint' && failed++ === 0) throw new Error('the batch fails');
    });
    const stream = await register(at.here, randomUUID(), at.today());
    expect(await conductor.idle(10_000)).toBe(true);
    expect(failed).toBeGreaterThan(1);
    expect(await at.rowOf(stream)).toMatchObject({ stage: 'registered' });
  });

  it('lets a stream at rest have no workflow, and gives it one when something happens again', async () => {
    const stream = await register(at.here, randomUUID(), at.today());
    await working(async () => {
      for (const step of [assign, assess, tell, closeAtOnce, inform]) await take(at.here, stream, step);
      await eventually(async () => (await conductor.idle(5_000)) && (await statusOf(stream)) !== 'RUNNING');
      expect(await at.rowOf(stream)).toMatchObject({ open: false, stage: 'closed' });
      await take(at.here, stream, reopen);
      await eventually(async () => (await statusOf(stream)) === 'RUNNING');
      expect(await at.client.workflow.getHandle(stream).query(situationQuery)).toMatchObject({ stage: 'underAssessment' });
    });
  });

  it('waits while Temporal is away and loses nothing; the door does not notice', async () => {
    const { file: kept, port } = temporal;
    await temporal.stop();
    const said: string[] = [];
    await conductor.stop();
    conductor = at.conduct({ ...quiet, warn: (_: object, text?: string) => said.push(text ?? '') } as unknown as typeof quiet);
    const streams = await Promise.all(Array.from({ length: 30 }, () => register(at.here, randomUUID(), at.today())));
    expect(await conductor.idle(500)).toBe(false);
    await eventually(async () => (await conductor.pending()) === 30);
    await eventually(async () => said.length > 0);
    temporal = await devTemporal({ file: kept, port });
    expect(await conductor.idle(40_000)).toBe(true);
    for (const stream of streams) expect(await statusOf(stream)).toBe('RUNNING');
    expect(said.filter((text) => text.startsWith('Temporal does not answer')).length).toBeLessThan(3);
  }, 90_000);

  it('starts every open workflow again, with the same instants, after Temporal lost its database', async () => {
    const { rows: before } = await at.pool.query('select stream, next_at, key from conducted where open order by stream');
    await temporal.stop();
    temporal = await devTemporal({ port: temporal.port });
    expect(await statusOf(before[0].stream)).toBeUndefined();
    expect(await forgetSent(at.pool)).toBe(before.length);
    await eventually(() => conductor.idle(5_000));
    const { rows: after } = await at.pool.query('select stream, next_at, key from conducted where open order by stream');
    expect(after).toEqual(before);
    await working(async () => {
      // A matter that waits for somebody without a limit has no instant.
      for (const { stream, next_at: instant } of before) expect((await at.client.workflow.getHandle(stream).query(situationQuery))?.next?.at).toBe(instant?.toISOString());
    });
    const closed = await at.pool.query('select stream from conducted where not open');
    for (const { stream } of closed.rows) expect(await statusOf(stream)).toBeUndefined();
  }, 90_000);

  it('tells no workflow anything again when its rows are built anew', async () => {
    expect(await conductor.idle(10_000)).toBe(true);
    const rows = async () => (await at.pool.query('select stream, key, sent_key, open, next_at from conducted order by stream')).rows;
    const before = await rows();
    const heard = async () => {
      const lengths: (string | undefined)[] = [];
      for (const { stream } of before) lengths.push((await at.client.workflow.getHandle(stream).describe().catch(() => undefined))?.raw.workflowExecutionInfo?.historyLength?.toString());
      return lengths;
    };
    const told = await heard();
    await at.pool.query('delete from conducted where stream = $1', [before[0].stream]);
    await askRebuild(at.pool, 'conductor');
    await eventually(async () => !(await isAsked(at.pool, 'conductor')));
    expect(await conductor.idle(10_000)).toBe(true);
    expect((await rows()).slice(1)).toEqual(before.slice(1));
    expect((await rows())[0]).toMatchObject({ stream: before[0].stream, key: before[0].key });
    expect((await heard()).slice(1)).toEqual(told.slice(1));
  });

  it('works every row out anew when a limit has changed, and tells those whose instant moved', async () => {
    const stream = await register(at.here, randomUUID(), at.today(), { named: false, informantName: undefined, informantContact: undefined });
    expect(await conductor.idle(10_000)).toBe(true);
    const before = await at.rowOf(stream);
    await conductor.stop();
    const { L8 } = processes.clue.clocks;
    const shorter = { ...processes, clue: { ...processes.clue, clocks: { ...processes.clue.clocks, L8: { ...L8!, budget: { unit: 'days', n: 20 } as const } } } };
    conductor = startConductor({ pool: at.pool, store: at.store, processes: shorter, counting: at.here.handle.count, policy: defaultPolicy, clock, client: at.client, log: quiet, searchAttributes: true });
    await eventually(async () => (await at.rowOf(stream)).key !== before.key);
    expect(await conductor.idle(20_000)).toBe(true);
    await working(async () => {
      expect((await at.client.workflow.getHandle(stream).query(situationQuery))?.next?.at).toBe((await at.rowOf(stream)).next_at.toISOString());
    });
  });
});
