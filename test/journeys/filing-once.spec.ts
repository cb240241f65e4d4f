import { needs } from '../support';
import { eventually } from './support/eventually';
import { filingProposed } from './support/filing-proposed';
import { processes, type Processes } from './support/processes';

type Event = { readonly type: string; readonly row?: string; readonly settled?: { readonly outcome: string; readonly stream: string } };

// Every point between the last signature and the settled reaction at which a process can be gone: the API after its commit;
// the follower around its checkpoint and its signal; the worker around each step of the reaction.
const points = [
  ['api', 'append.afterCommit'],
  ['follower', 'projector.beforeCheckpoint'],
  ['follower', 'conductor.beforeCheckpoint'],
  ['follower', 'conductor.beforeSignal'],
  ['follower', 'conductor.afterSignal'],
  ['worker', 'reaction.beforeTarget'],
  ['worker', 'append.afterCommit'],
  ['worker', 'append.afterCommit:2'],
  ['worker', 'reaction.afterTarget'],
  ['worker', 'reaction.afterSettle'],
  ['worker', 'activity.beforeReturn'],
] as const;

needs('temporal')('Filing a clue opens its case exactly once, whatever dies in between', () => {
  let product: Processes;
  beforeAll(async () => void (product = await processes()), 120_000);
  afterAll(() => product?.close(), 60_000);

  const history = async (stream: string): Promise<readonly Event[]> => (await product.api.get(`/api/${stream.split('-')[0]}s/${stream}/history`)).body['items'] as Event[];

  /** What the filings of clues made of the case, apart from the number of its decision, which comes when it comes. */
  const filings = async (kase: string) => (await history(kase)).map(({ type }) => type).filter((type) => type === 'CaseOpened' || type === 'RespondentJoined');

  /** The clue’s reaction is settled, the case it names was opened once, and nothing else came of it. */
  const openedOnce = async (clue: string) => {
    const settled = await eventually(async () => (await history(clue)).find(({ type }) => type === 'ReactionSettled'), `the case of ${clue}`, 90_000);
    expect(settled.settled).toMatchObject({ outcome: 'done' });
    expect((await history(clue)).filter(({ type }) => type === 'ReactionSettled')).toHaveLength(1);
    const kase = settled.settled!.stream;
    expect(await filings(kase)).toEqual(['CaseOpened']);
    const linked = async () => {
      const { linked: all } = await product.api.page(clue);
      return (all as { stream: string }[] | undefined)?.map(({ stream }) => stream);
    };
    expect(await eventually(async () => ((await linked())?.length ? linked() : undefined), 'the case on the clue’s page')).toEqual([kase]);
  };

  test.each(points)('the %s dies at %s', async (app, point) => {
    const { clue, file } = await filingProposed(product.api, `立〔2026〕${app} ${point}`);
    const dying = await product.armed(app, point);
    const key = `file-${app}-${point}`;
    const first = await file(key).catch(() => undefined);
    expect(await dying.exited).toMatch(/SIGKILL/);
    await product.start(app);
    // The same command again, by the same id: the same receipt, whether or not the first answer arrived.
    const again = await file(key);
    expect(again).toMatchObject({ status: 200, body: { stage: 'convertedToCase' } });
    expect(again.headers.get('idempotent-replay')).toBe('true');
    if (first) expect(again.body['receipt']).toEqual(first.body['receipt']);
    await openedOnce(clue);
  }, 120_000);

  test('Temporal is killed before it hears of it, and comes back', async () => {
    const { clue, file } = await filingProposed(product.api, '立〔2026〕Temporal 1');
    await product.killTemporal();
    expect(await file('file-temporal-1')).toMatchObject({ status: 200, body: { stage: 'convertedToCase' } });
    await product.startTemporal(true);
    await openedOnce(clue);
  }, 120_000);

  test('Temporal is killed while the worker carries the reaction out, and comes back', async () => {
    const { clue, file } = await filingProposed(product.api, '立〔2026〕Temporal 2');
    const dying = await product.armed('worker', 'reaction.afterTarget');
    await file('file-temporal-2');
    expect(await dying.exited).toMatch(/SIGKILL/);
    await product.killTemporal();
    await product.startTemporal(true);
    await product.start('worker');
    await openedOnce(clue);
  }, 120_000);

  test('two clues filed under one case number at the same moment make one case of both', async () => {
    const [a, b] = await Promise.all([filingProposed(product.api, '立〔2026〕同一号'), filingProposed(product.api, '立〔2026〕同一号')]);
    await Promise.all([a.file('file-joint-a'), b.file('file-joint-b')]);
    const settled = await Promise.all([a, b].map(({ clue }) => eventually(async () => (await history(clue)).find(({ type }) => type === 'ReactionSettled'), `the case of ${clue}`, 90_000)));
    const cases = settled.map((event) => event.settled!.stream);
    expect(new Set(cases).size).toBe(1);
    expect(await filings(cases[0]!)).toEqual(['CaseOpened', 'RespondentJoined']);
  }, 120_000);
});
