import { needs } from '../support';
import { accepted, done, type Http } from './support/http';
import { accusation, filing, people } from './support/people';
import { eventually } from './support/eventually';
import { installation } from './support/time-skipping';

const { petition, supervision, handler, trial, leader, chief, collective, partyChief } = people;
const ten = (date: string) => `${date}T02:00:00.000Z`;
const team = ['P-03', 'P-04'];

type Clock = { readonly key: string; readonly due?: string; readonly status: string; readonly stoppedOn?: string };
type Linked = { readonly stream: string; readonly stage: string };

// Dates were worked out by hand on the calendar of 2030, as in `one-clue.spec.ts`.
needs('timeSkipping')('What does not go straight', () => {
  let product: Awaited<ReturnType<typeof installation>>;
  let api: Http;

  const page = async (stream: string) => (await product.settled(), api.page(stream));
  const clock = async (stream: string, key: string) => ((await page(stream))['clocks'] as readonly Clock[]).find((each) => each.key === key);
  const stage = async (stream: string, expected: string) => eventually(async () => (await page(stream))['stage'] === expected, `${stream} to stand at ${expected}`);
  const linked = async (stream: string, which: (one: Linked) => boolean, what: string) => (await eventually(async () => ((await page(stream))['linked'] as readonly Linked[]).find(which), what)).stream;
  const fact = async <T>(stream: string, name: string) => ((await page(stream))['facts'] as readonly { readonly field: string; readonly value: unknown }[]).find(({ field }) => field === name)?.value as T | undefined;
  const rests = (stream: string) => eventually(async () => (await product.describe(stream)).status.name === 'COMPLETED', `the workflow of ${stream} to end`);

  /** Its workflow runs: one that is closed before anybody looked has none. */
  const registered = async (receivedOn: string, change: object = {}) => {
    const { stream } = (await accepted(api.register(petition, accusation(receivedOn, change)), 'register')).body.receipt;
    await product.settled();
    return stream;
  };
  const assessed = async (receivedOn: string, change: object = {}) => {
    const clue = await registered(receivedOn, change);
    await done(api, supervision, clue, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] }, [chief]);
    await done(api, handler, clue, 'startAssessment', { asked: { custodian: 'P-03' } });
    return clue;
  };
  const close = (clue: string) => done(api, handler, clue, 'decideClosing', { asked: { reason: '无具体内容' }, papers: ['disposalOpinion'] }, [leader]);
  const inTrial = async (caseNo: string) => {
    const clue = await assessed('2030-03-04');
    await done(api, handler, clue, 'decideFiling', { papers: ['disposalOpinion'] }, [leader]);
    await done(api, handler, clue, 'fileCase', { asked: filing(caseNo), papers: ['filingReport', 'filingDecision'] }, [chief, partyChief]);
    const kase = await linked(clue, ({ stream }) => stream.startsWith('case-'), 'the case to be opened');
    await done(api, handler, kase, 'approvePlan', { asked: { team }, papers: ['investigationPlan'] }, [chief]);
    await done(api, handler, kase, 'concludeInvestigation', { asked: { heard: true, signedBy: team }, papers: ['investigationReport', 'factsMaterial'] }, [collective]);
    await done(api, handler, kase, 'submitToTrial', { papers: ['caseFile'] }, [leader]);
    await done(api, trial, kase, 'acceptTrial', { asked: { panel: ['P-06', 'P-07'] }, papers: ['acceptanceNote'] });
    return kase;
  };

  beforeAll(async () => {
    product = await installation();
    api = product.api;
    await product.until(ten('2030-03-04'));
  }, 120_000);
  afterAll(() => product?.close(), 60_000);

  test('a clue merged into another lives on there: the earlier receipt counts, and both informants are owed an answer', async () => {
    const earlier = await assessed('2030-03-04');
    await product.until(ten('2030-03-11'));
    const later = await assessed('2030-03-11');
    for (const clue of [earlier, later]) await done(api, petition, clue, 'tellAcceptance');
    await done(api, handler, earlier, 'mergeClue', { asked: { into: later, ground: 'samePerson' }, papers: ['mergeNote'] }, [leader]);
    await eventually(() => fact<object>(later, 'merged'), 'the other clue to receive it');
    expect(await page(earlier)).toMatchObject({ stage: 'mergedInto' });
    // One month from 4 March, not from 11 March.
    expect(await clock(later, 'L8')).toMatchObject({ start: '2030-03-04', due: '2030-04-04' });
    await rests(earlier);
    await close(later);
    expect(await clock(later, 'L5')).toMatchObject({ status: 'running' });
    for (const _ of ['its own informant', 'the merged one']) await done(api, petition, later, 'feedbackToInformant', { papers: ['feedbackRecord'] });
    expect((await api.send(petition, later, 'feedbackToInformant', { papers: ['feedbackRecord'] })).body).toMatchObject({ rule: 'IR 209' });
  });

  test('a clue is not lost when the one it was merged into has ended meanwhile', async () => {
    const ended = await assessed('2030-03-11');
    await close(ended);
    const clue = await assessed('2030-03-11');
    await done(api, handler, clue, 'mergeClue', { asked: { into: ended, ground: 'samePerson' }, papers: ['mergeNote'] }, [leader]);
    await eventually(async () => ((await page(clue))['owed'] as readonly unknown[]).length === 0, 'the hand-over to be settled');
    await done(api, handler, clue, 'takeUpAgain', { asked: { custodian: 'P-03' } });
    await stage(clue, 'underAssessment');
  });

  test('a part split off goes its own way with the receipt of the whole, and the whole waits for it', async () => {
    const two = [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }, { person: '被反映人0002', unit: '某公司', rank: 'ordinary' }];
    const clue = await assessed('2030-03-08', { reported: two });
    const part = { ground: 'persons', title: '某公司行贿问题', summary: '反映被反映人0002向该局送礼', persons: ['被反映人0002'], jurisdiction: 'other', remains: 'own' };
    await done(api, handler, clue, 'splitClue', { asked: part, papers: ['splitNote'] }, [leader]);
    const child = await linked(clue, ({ stream }) => stream.startsWith('clue-') && stream !== clue, 'the part to be opened');
    // Five working days from Friday 8 March: 11 to 15 March.
    expect(await clock(child, 'L1')).toMatchObject({ start: '2030-03-08', due: '2030-03-15' });
    const early = await api.send(handler, clue, 'decideClosing', { asked: { reason: '无具体内容' }, papers: ['disposalOpinion'] });
    expect(early.status).toBeGreaterThanOrEqual(400);
    await done(api, supervision, child, 'forwardClue', { asked: { to: '某市监委' }, papers: ['transferLetter'] }, [leader]);
    await eventually(async () => (await fact<readonly { readonly ended?: object }[]>(clue, 'children'))?.[0]?.ended, 'the whole to hear of it');
    await close(clue);
    await stage(clue, 'closed');
  });

  test('a clue reopened after its workflow had ended gets a new run, and its clocks go on', async () => {
    const clue = await assessed('2030-03-11', { named: false, informantName: undefined, informantContact: undefined });
    await close(clue);
    await done(api, handler, clue, 'reportHandling', { asked: { to: 'petitionOffice' }, papers: ['handlingReport'] });
    await rests(clue);
    const before = await product.describe(clue);
    await done(api, handler, clue, 'reopenClue', { asked: { newEvidence: '新的银行流水' }, papers: ['reopeningNote'] }, [leader]);
    await done(api, handler, clue, 'shelveClue', { asked: { reason: '关键证人在境外', reviewOn: '2030-09-02' }, papers: ['shelvingNote'] }, [leader]);
    await eventually(async () => (await product.describe(clue)).status.name === 'RUNNING', 'a workflow to run again');
    expect((await product.describe(clue)).runId).not.toBe(before.runId);
    expect(await page(clue)).toMatchObject({ stage: 'shelved' });
  });

  test('a returned trial: a supplement stops the clock, a reinvestigation begins it anew', async () => {
    const kase = await inTrial('立〔2030〕21号');
    await product.until(ten('2030-03-18'));
    // Accepted on 11 March: one month ends on Thursday 11 April.
    expect(await clock(kase, 'L31')).toMatchObject({ due: '2030-04-11', status: 'running' });
    await done(api, trial, kase, 'returnForSupplement', { asked: { reasons: '收款时间不清' }, papers: ['returnNote'] }, [leader]);
    expect(await clock(kase, 'L31')).toMatchObject({ status: 'suspended' });
    await product.until(ten('2030-03-28'));
    await done(api, handler, kase, 'resubmitSupplemented', { asked: { result: 'proved' }, papers: ['supplementReport'] }, [leader]);
    // Ten days later: Sunday 21 April rolls to Monday.
    expect(await clock(kase, 'L31')).toMatchObject({ due: '2030-04-22', status: 'running' });
    await done(api, trial, kase, 'returnForReinvestigation', { asked: { reasons: '主要事实不清' }, papers: ['returnNote'] }, [chief]);
    await product.until(ten('2030-05-06'));
    await done(api, handler, kase, 'resubmitReinvestigated', { asked: { signedBy: team }, papers: ['investigationReport', 'caseFile'] }, [collective]);
    await done(api, trial, kase, 'acceptTrial', { asked: { panel: ['P-06', 'P-07'] }, papers: ['acceptanceNote'] });
    // A new month from 6 May.
    expect(await clock(kase, 'L31')).toMatchObject({ due: '2030-06-06', status: 'running' });
  });

  test('a withdrawn case stays withdrawn; filed anew it is another case of the same history', async () => {
    const kase = await inTrial('立〔2030〕22号');
    await done(api, trial, kase, 'withdrawCase', { asked: { ground: 'insufficient', lifted: true, harmed: false }, papers: ['withdrawalDecision'] }, [chief, collective, partyChief]);
    await stage(kase, 'withdrawn');
    expect(await clock(kase, 'L37')).toMatchObject({ status: 'running' });
    await done(api, trial, kase, 'recordWithdrawalAbove', { papers: ['recordForm'] });
    expect(await clock(kase, 'L37')).toMatchObject({ status: 'met' });
    const anew = { caseNo: '立〔2030〕23号', respondents: filing('').respondents, newFacts: '证人提供了新的转账记录' };
    await done(api, handler, kase, 'refileCase', { asked: anew, papers: ['filingReport', 'filingDecision'] }, [chief, partyChief]);
    const second = await linked(kase, ({ stream, stage: at }) => stream.startsWith('case-') && stream !== kase && at === 'filed', 'the new case to be opened');
    expect(await page(second)).toMatchObject({ stage: 'filed', openedOn: '2030-05-06' });
    expect(await page(kase)).toMatchObject({ stage: 'withdrawn' });
  });
});
