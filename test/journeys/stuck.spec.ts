import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../support';
import { runFolder } from '../support/run-folder';
import { breaks, brokenWorkflows } from './support/breaks';
import { eventually } from './support/eventually';
import { filingProposed } from './support/filing-proposed';
import { accepted, done } from './support/http';
import { accusation, people } from './support/people';
import { processes, type Processes } from './support/processes';

type Told = { readonly zh: string };
type Case = {
  readonly stream: string; readonly cause: string; readonly about: string; readonly since: string; readonly waitsFor: Told; readonly helps: Told; readonly offers: readonly string[]; readonly healedAt?: string;
  readonly intervention?: { readonly kind: string; readonly revision: number; readonly outcome?: string };
};
type Line = { readonly type: string; readonly label: Told; readonly revision: number; readonly fields: readonly { readonly field: string; readonly text: Told }[] };

const today = (days = 0) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

needs('temporal')('A case that does not move', () => {
  let product: Processes;
  let broken: ReturnType<typeof breaks>;
  beforeAll(async () => {
    product = await processes();
    broken = breaks(product.database.url);
  }, 120_000);
  afterAll(() => product?.close(), 60_000);

  afterEach(() => broken.caseWorks());

  const cases = async (search: string) => ((await product.api.get(`/api/stuck/cases?limit=200&${search}`)).body as unknown as { items: readonly Case[] }).items;
  const look = () => product.api.get('/api/stuck/look', { method: 'POST' });
  const stuck = async (cause: string, stream: string, is: (found: Case) => boolean = () => true) => {
    await look();
    return eventually(async () => (await cases(`cause=${cause}`)).find((each) => each.stream === stream && is(each)), `${stream} to be stuck: ${cause}`);
  };
  /** With the outcome of the help, if there was any: the list hears of it after the history has it. */
  const healed = (cause: string, stream: string) =>
    eventually(async () => (await cases('healed=true')).find((each) => each.cause === cause && each.stream === stream && (!each.intervention || each.intervention.outcome !== undefined)), `${stream} to be healed of ${cause}`);
  const intervene = async (stream: string, { cause, about }: Case, kind: string) =>
    (await accepted(product.api.send(people.supervision, stream, 'intervene', { asked: { kind, cause, about, reason: '值班人员处理' } }), kind)).body.receipt.revision;
  const history = async (stream: string) => ((await product.api.get(`/api/${stream.split('-')[0]}s/${stream}/history`)).body as unknown as { items: readonly Line[] }).items;
  const judged = (stream: string, revision: number, outcome: string) =>
    eventually(async () => (await history(stream)).some(({ type, label }, i, all) => type === 'InterventionJudged' && label.zh === `干预结果：${outcome}` && all.slice(0, i).some((line) => line.revision === revision)), `intervention ${revision} to be judged: ${outcome}`);
  const registered = async (receivedOn = today()): Promise<string> => (await accepted(product.api.register(people.petition, accusation(receivedOn)), 'register')).body.receipt.stream;
  const caseOf = async (clue: string) => ((await product.api.page(clue))['linked'] as readonly { stream: string }[])[0]?.stream;

  test('an activity that fails is told with its attempts; a retry too early finds the same cause, a later one heals it', async () => {
    const { clue, file } = await filingProposed(product.api, `立〔2026〕${randomUUID()}号`);
    await broken.caseFails('53100');
    await accepted(file(randomUUID()), 'file');
    const found = await stuck('activityFailing', clue);
    expect(found.waitsFor.zh).toMatch(/^「立案建档」办成（已试 \d+ 次）/);
    expect(found.offers).toEqual(['retry', 'skipReaction', 'rebuildWorkflow']);
    expect((await product.api.send(people.handler, clue, 'intervene', { asked: { kind: 'retry', cause: found.cause, about: found.about, reason: '想试一下' } })).status).toBe(403);

    await judged(clue, await intervene(clue, found, 'retry'), '原因未除');
    const still = await stuck('activityFailing', clue, ({ intervention }) => intervention?.outcome === 'sameCause');
    await broken.caseWorks();
    await judged(clue, await intervene(clue, still, 'retry'), '已恢复');
    expect((await healed('activityFailing', clue)).intervention).toMatchObject({ kind: 'retry', outcome: 'healed' });
    await eventually(() => caseOf(clue), 'the case');
    const lines = await history(clue);
    expect(lines.filter(({ type }) => type === 'Intervened').map(({ fields }) => fields.find(({ field }) => field === 'reason')?.text.zh)).toEqual(['值班人员处理', '值班人员处理']);
  }, 120_000);

  test('a reaction that no trying mends is skipped with a reason, and owed no more', async () => {
    const { clue, file } = await filingProposed(product.api, `立〔2026〕${randomUUID()}号`);
    await broken.caseFails('42501');
    await accepted(file(randomUUID()), 'file');
    const found = await stuck('reactionOwed', clue);
    expect(found.waitsFor.zh).toBe('后续动作「立案建档」');
    await judged(clue, await intervene(clue, found, 'skipReaction'), '已恢复');
    await broken.caseWorks();
    expect((await product.api.page(clue))['owed']).toEqual([]);
    expect(await caseOf(clue)).toBeUndefined();
  }, 120_000);

  test('one that was held back is tried again at once when somebody says so', async () => {
    const { clue, file } = await filingProposed(product.api, `立〔2026〕${randomUUID()}号`);
    await broken.caseFails('42501');
    await accepted(file(randomUUID()), 'file');
    const found = await stuck('reactionOwed', clue);
    await broken.caseWorks();
    await judged(clue, await intervene(clue, found, 'retry'), '已恢复');
    await eventually(() => caseOf(clue), 'the case');
  }, 120_000);

  test('a workflow that was ended outside is missed, and begun anew from the events', async () => {
    const clue = await registered();
    const client = await product.temporal();
    const run = async () => (await client.workflow.getHandle(clue).describe().catch(() => undefined))?.status.name;
    await eventually(async () => (await run()) === 'RUNNING', 'the workflow');
    await client.workflow.getHandle(clue).terminate('by hand');
    const found = await stuck('workflowMissing', clue);
    expect(found.offers).toEqual(['rebuildWorkflow']);
    await judged(clue, await intervene(clue, found, 'rebuildWorkflow'), '已恢复');
    expect(await run()).toBe('RUNNING');
  }, 120_000);

  test('a workflow task that fails tells its fault, and heals with a sound build', async () => {
    process.env['WORKFLOW_BUNDLE'] = brokenWorkflows(mkdtempSync(join(runFolder(), 'broken-')));
    await product.armed('worker', 'never');
    const clue = await registered();
    const found = await stuck('workflowTaskFailing', clue);
    expect(found.waitsFor.zh).toContain('a fault of this build');
    delete process.env['WORKFLOW_BUNDLE'];
    await product.armed('worker', 'never');
    await judged(clue, await intervene(clue, found, 'rebuildWorkflow'), '已恢复');
  }, 120_000);

  test('a stream of which no row can be made is parked; tried again it parks again, until it is mended', async () => {
    const clue = await registered();
    await broken.rowRefused(clue);
    await done(product.api, people.petition, clue, 'tellAcceptance');
    const found = await stuck('streamParked', clue);
    expect(found).toMatchObject({ about: 'read-models', offers: ['unpark'] });
    await judged(clue, await intervene(clue, found, 'unpark'), '原因未除');
    await broken.rowTaken();
    await judged(clue, await intervene(clue, await stuck('streamParked', clue), 'unpark'), '已恢复');
    expect((await product.api.page(clue))['revision']).toBeGreaterThan(2);
  }, 120_000);

  test('a stream with an event of another build takes no intervention until a build reads it, and says so', async () => {
    const clue = await registered();
    await broken.unreadable(clue);
    const found = await stuck('streamParked', clue, ({ about }) => about === 'conductor');
    expect(await product.api.send(people.supervision, clue, 'intervene', { asked: { kind: 'unpark', cause: found.cause, about: found.about, reason: '值班人员处理' } })).toMatchObject({ status: 409, body: { rule: 'unreadable-stream' } });
    await broken.readable(clue);
    await judged(clue, await intervene(clue, found, 'unpark'), '已恢复');
    const rows = await stuck('streamParked', clue, ({ about }) => about === 'read-models');
    await judged(clue, await intervene(clue, rows, 'unpark'), '已恢复');
  }, 120_000);

  test('a limit that has ended is listed with who can meet it, and healed by the act that meets it', async () => {
    const clue = await registered(today(-60));
    const found = await eventually(async () => (await cases('cause=clockBreached')).find(({ stream, about }) => stream === clue && about === 'L4'), 'the breached clock');
    expect(found.since < new Date().toISOString()).toBe(true);
    expect(found.waitsFor.zh).toMatch(/已于届满日超期/);
    await done(product.api, people.petition, clue, 'tellAcceptance');
    await eventually(async () => (await cases('healed=true')).some(({ stream, about }) => stream === clue && about === 'L4'), 'the clock to be met');
  }, 60_000);

  test('a proposal whose only known signer is recused is listed, and goes on when another is seen in the post', async () => {
    const clue = await registered();
    await done(product.api, people.supervision, clue, 'recuse', { asked: { person: people.chief.person, post: 'chief', kind: 'self', ground: '与被反映人系近亲属' } }, [people.upperOrgan]);
    await done(product.api, people.supervision, clue, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] });
    const found = await stuck('approverBarred', clue);
    expect(found.waitsFor.zh).toBe('「分办」由机关主要负责人签批；已知任此职的 P-11 均不得签批');
    expect(found.helps.zh).toContain('P-02');
    await accepted(product.api.send(people.otherChief, clue, 'approve', { asked: { proposal: found.about } }), 'approve');
    await healed('approverBarred', clue);
  }, 60_000);

  test('while Temporal is away that is told once, not for every case', async () => {
    const groups = async () => (await product.api.get('/api/stuck')).body as unknown as { away: { temporal?: string }; groups: readonly { cause: string; count: number; label: Told }[]; total: number };
    await product.killTemporal();
    const away = await eventually(async () => (await groups()).away.temporal !== undefined && groups(), 'Temporal to be missed');
    expect(await cases('cause=workflowMissing')).toEqual([]);
    expect(away.away.temporal).toMatch(/^\d{4}-/);
    await product.startTemporal(true);
    await eventually(async () => (await groups()).away.temporal === undefined, 'Temporal to be there again');
  }, 120_000);
});
