import { needs, timeSkippingServer } from '@anjuan/test/support';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { assess, assign, closeAtOnce, file, inform, office, proposeFiling, register, take, tell, workerFor, type Office } from '../test/rig';
import { situationChanged, situationQuery, taskQueue, type Situation } from './contract';

needs('timeSkipping')('a clue in time', () => {
  let env: TestWorkflowEnvironment;
  let here: Office;
  let worker: Worker;
  let working: Promise<void>;

  beforeAll(async () => {
    env = await timeSkippingServer();
    here = office({ clock: { now: async () => new Date(await env.currentTimeMs()).toISOString() } });
    worker = await workerFor(env.nativeConnection, here.activities);
    working = worker.run();
  });
  afterAll(async () => {
    worker?.shutdown();
    await working;
    await env?.teardown();
  });

  const today = async () => here.handle.count.dateOf(new Date(await env.currentTimeMs()).toISOString());
  const begin = async (situation: Situation) => env.client.workflow.start('clue', { workflowId: situation.stream, taskQueue, args: [situation] });
  const typesOf = async (stream: string) => (await here.store.read(stream)).events.map(({ type }) => type);
  /** What the conductor does when something changed. */
  const signal = async (stream: string) => env.client.workflow.getHandle(stream).signal(situationChanged, await here.situation(stream));
  const eventually = async (check: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await check()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('did not come to be');
  };
  const noticesOf = async (stream: string) => (await here.store.read(stream)).events.filter(({ type }) => type === 'ClockNoticed').map(({ data, recordedAt }) => ({ mark: data['mark'], clock: data['clock'], due: data['due'], recordedAt }));

  it('warns before a limit, notices when it has passed and who is told next, each at its instant', async () => {
    const stream = await register(here, randomUUID(), await today());
    await begin(await here.situation(stream));
    const { next } = await here.situation(stream);
    expect(next).toMatchObject({ mark: 'warning', to: 'handler' });
    await env.sleep('60 days');
    await eventually(async () => (await noticesOf(stream)).length === 10);
    const notices = await noticesOf(stream);
    expect(notices.filter(({ clock }) => clock === 'L8').map(({ mark }) => mark)).toEqual(['warning', 'lastWarning', 'expired', 'escalated', 'escalatedAgain']);
    expect(notices[0]).toMatchObject({ clock: next?.clock, due: next?.due });
    // Never early, and as soon as the instant has passed.
    for (const { clock, mark, due, recordedAt } of notices) {
      const days = { warning: -7, lastWarning: -2, expired: 0, escalated: 3, escalatedAgain: 7 }[String(mark)] ?? NaN;
      const at = here.handle.count.endOfDay(here.handle.count.addDays(String(due), days));
      const late = Date.parse(recordedAt) - Date.parse(at);
      expect({ clock, mark, early: late < 0, late: late > 60_000 }).toEqual({ clock, mark, early: false, late: false });
    }
    await env.client.workflow.getHandle(stream).terminate();
  });

  it('says what it waits for, in its own words, and ends when nothing can happen any more', async () => {
    const stream = await register(here, randomUUID(), await today());
    const run = await begin(await here.situation(stream));
    expect(await run.query(situationQuery)).toMatchObject({ stage: 'registered', waitingFor: { zh: '案件监督管理室提出分办意见并报批' }, owed: [] });
    for (const step of [assign, assess, tell, closeAtOnce]) await take(here, stream, step);
    await signal(stream);
    await eventually(async () => (await run.query(situationQuery))?.stage === 'closed');
    expect((await run.query(situationQuery))?.next).toMatchObject({ clock: 'L5' });
    expect((await run.describe()).status.name).toBe('RUNNING');
    await take(here, stream, inform);
    await signal(stream);
    await run.result();
  });

  it('takes a command as an Update and hands it to the door as it came; a refusal is an answer', async () => {
    const stream = await register(here, randomUUID(), await today());
    const run = await begin(await here.situation(stream));
    const told = { asked: {}, actor: { person: '李登', office: 'petitionOffice', post: 'handler' } };
    expect(await run.executeUpdate('startAssessment', { args: [told] })).toMatchObject({ kind: 'refused', refusal: { rule: 'wrong-stage' } });
    const updateId = randomUUID();
    const done = await run.executeUpdate('tellAcceptance', { updateId, args: [told] });
    expect(done).toMatchObject({ kind: 'done', receipt: { stream, revision: 2 }, repeated: false });
    expect((await here.store.read(stream)).events.at(-1)).toMatchObject({ command: updateId, type: 'InformantToldOfAcceptance' });
    expect((await run.query(situationQuery))?.position).toBe((await here.situation(stream)).position);
    // An older word than the one it holds, and one meant for another stream.
    const now = await here.situation(stream);
    await run.signal(situationChanged, { ...now, stage: 'shelved', position: now.position - 1 });
    await run.signal(situationChanged, { ...now, stage: 'shelved', stream: 'clue-other', position: now.position + 9 });
    expect(await run.query(situationQuery)).toMatchObject({ stage: 'registered' });
    for (const junk of [undefined, 'text', { asked: 7, actor: null }, { actor: told.actor, asked: {}, stream: 'clue-other', name: 'fileCase' }])
      expect(await run.executeUpdate('noSuchStep', { args: [junk] })).toMatchObject({ kind: 'refused' });
    expect((await here.situation(stream)).revision).toBe(2);
    await run.terminate();
  });

  it('opens the case that a filed clue owes, records it and ends', async () => {
    const stream = await register(here, randomUUID(), await today());
    const run = await begin(await here.situation(stream));
    const caseNo = `立〔2026〕${randomUUID().slice(0, 4)}号`;
    for (const step of [assign, assess, tell, proposeFiling, file(caseNo)]) await take(here, stream, step);
    await signal(stream);
    await run.result();
    expect(await typesOf(here.handle.streamOf('case', caseNo))).toEqual(['CaseOpened']);
    expect((await typesOf(stream)).filter((type) => type === 'ReactionSettled')).toHaveLength(1);
  });

  it('started by hand, without a word, reads its stream', async () => {
    const stream = await register(here, randomUUID(), await today());
    const run = await env.client.workflow.start('clue', { workflowId: stream, taskQueue, args: [] });
    await eventually(async () => (await run.query(situationQuery))?.stage === 'registered');
    await run.terminate();
    const nothing = await env.client.workflow.start('clue', { workflowId: `clue-${'a'.repeat(26)}`, taskQueue, args: [] });
    await expect(nothing.result()).rejects.toThrow('Workflow execution failed');
  });

  it('an hour in which the door finds nothing due costs a few looks, not a spin', async () => {
    const stream = await register(here, randomUUID(), await today());
    const situation = await here.situation(stream);
    // An instant that no table knows, long past.
    const run = await begin({ ...situation, position: situation.position + 1, next: { ...situation.next!, id: 'L99:never', at: '2020-01-01T00:00:00.000Z' } });
    await env.sleep('1 hour');
    const { events } = await run.fetchHistory();
    const looks = events?.filter(({ markerRecordedEventAttributes: marker }) => marker != null).length ?? 0;
    expect(looks).toBeGreaterThan(2);
    expect(looks).toBeLessThan(15);
    expect(await typesOf(stream)).toEqual(['ClueRegistered']);
    await run.terminate();
  });

  it('cancelling it is no decision of the office', async () => {
    const stream = await register(here, randomUUID(), await today());
    const run = await begin(await here.situation(stream));
    await run.cancel();
    await take(here, stream, tell);
    await signal(stream);
    await eventually(async () => (await run.query(situationQuery))?.position === (await here.situation(stream)).position);
    const told = { asked: { text: '已电话联系' }, actor: { person: '李登', office: 'petitionOffice', post: 'handler' } };
    expect(await run.executeUpdate('addNote', { args: [told] })).toMatchObject({ kind: 'done' });
    await run.terminate();
  });
});
