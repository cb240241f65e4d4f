import { needs } from '../support';
import { eventually } from './support/eventually';
import { filingProposed } from './support/filing-proposed';
import { accepted, done } from './support/http';
import { accusation, people } from './support/people';
import { processes, type Processes } from './support/processes';

type Standing = { readonly stage: string; readonly position: number; readonly next?: { readonly id: string; readonly at: string } };

needs('temporal')('A lost Temporal database', () => {
  let product: Processes;
  beforeAll(async () => void (product = await processes()), 120_000);
  afterAll(() => product?.close(), 60_000);

  const standing = async (stream: string): Promise<Standing | undefined> => {
    const client = await product.temporal();
    return client.workflow.getHandle(stream).query<Standing>('situation').catch(() => undefined);
  };
  const open = async (): Promise<readonly string[]> => {
    const client = await product.temporal();
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) ids.push(workflowId);
    return ids.sort();
  };

  test('costs no case: every open workflow is rebuilt from the events and waits for the same instants', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const { api } = product;
    const streams: string[] = [];
    for (let i = 0; i < 3; i++) streams.push((await accepted(api.register(people.petition, accusation(today)), 'register')).body.receipt.stream);
    await done(api, people.supervision, streams[1]!, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] }, [people.chief]);
    const { clue, file } = await filingProposed(api, '立〔2026〕9号');
    await file('file-lost');
    const kase = await eventually(async () => ((await api.page(clue))['linked'] as { stream: string }[] | undefined)?.[0]?.stream, 'the case');
    const expected = [...streams, kase].sort();

    // All that is open runs and waits; the filed clue has ended.
    await eventually(async () => JSON.stringify(await open()) === JSON.stringify(expected), 'the open workflows');
    const before = await Promise.all(expected.map(async (stream) => [stream, await eventually(async () => standing(stream), stream)] as const));
    for (const [, { next }] of before) expect(next).toBeDefined();

    await product.killTemporal();
    await product.startTemporal(false);
    expect(await open()).toEqual([]);
    expect(await product.anjuan('rebuild', 'workflows')).toMatch(/0/);

    await eventually(async () => JSON.stringify(await open()) === JSON.stringify(expected), 'the workflows to be rebuilt');
    for (const [stream, was] of before) {
      const now = await eventually(async () => standing(stream), stream);
      expect([stream, now.stage, now.next]).toEqual([stream, was.stage, was.next]);
    }
    // And they are alive: the next step of a rebuilt one is followed.
    await done(api, people.handler, streams[1]!, 'startAssessment', { asked: { custodian: 'P-03' } });
    await eventually(async () => (await standing(streams[1]!))?.stage === 'underAssessment', 'the rebuilt workflow to follow');
  }, 180_000);
});
