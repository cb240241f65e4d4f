import { needs } from '../support';
import { accepted, done, type Http } from './support/http';
import { accusation, filing, people } from './support/people';
import { eventually } from './support/eventually';
import { installation } from './support/time-skipping';

const { petition, supervision, handler, trial, leader, chief, collective } = people;

/** Ten in the morning, Asia/Shanghai. */
const ten = (date: string) => `${date}T02:00:00.000Z`;

// All dates were worked out by hand on the calendar of 2030: Friday 5 April to Sunday 7 April, 1–5 May, 5 June, 12 September
// and 1–7 October are holidays, Sunday 28 April and Sunday 29 September are working days.
needs('timeSkipping')('One clue, from the form to an executed sanction and a closed case', () => {
  let product: Awaited<ReturnType<typeof installation>>;
  let api: Http;
  let clue: string;
  let kase: string;
  const on = { respondent: '被反映人0001' };
  const page = async (stream: string) => (await product.settled(), api.page(stream));
  const clock = async (stream: string, key: string) => ((await page(stream))['clocks'] as { key: string }[]).find((each) => each.key === key);

  beforeAll(async () => {
    product = await installation();
    api = product.api;
    await product.until(ten('2030-03-04'));
  }, 120_000);
  afterAll(() => product?.close(), 60_000);

  test('a named accusation received on Monday 4 March 2030 starts its clocks and its workflow', async () => {
    const answer = await accepted(api.register(petition, accusation('2030-03-04')), 'register');
    clue = answer.body.receipt.stream;
    expect(answer).toMatchObject({ status: 201, body: { stage: 'registered', receipt: { revision: 1, position: 1 } } });
    // Fifteen working days: 5–8, 11–15, 18–22, 25 March. One month: Thursday 4 April, the day before the holiday.
    expect(await clock(clue, 'L4')).toMatchObject({ start: '2030-03-04', due: '2030-03-25', status: 'running', provisional: false });
    expect(await clock(clue, 'L8')).toMatchObject({ due: '2030-04-04', status: 'running' });
    await product.settled();
    expect((await product.describe(clue)).status.name).toBe('RUNNING');
  });

  test('the informant is told, the clue assigned by the chief’s approval and taken up by the department', async () => {
    await product.until(ten('2030-03-05'));
    await done(api, petition, clue, 'tellAcceptance');
    await product.until(ten('2030-03-06'));
    await done(api, supervision, clue, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] }, [chief]);
    await product.until(ten('2030-03-07'));
    await done(api, handler, clue, 'startAssessment', { asked: { custodian: 'P-03' } });
    expect(await page(clue)).toMatchObject({ stage: 'underAssessment' });
    expect(await clock(clue, 'L4')).toMatchObject({ status: 'met', stoppedOn: '2030-03-05' });
  });

  test('nobody proposes an opinion: the engine warns twice, notices the end of 4 April, and escalates by rank', async () => {
    await product.until('2030-04-12T00:00:00.000Z');
    const { history } = await page(clue);
    const notices = (history as { type: string; recordedAt: string; label: { zh: string } }[]).filter(({ type }) => type === 'ClockNoticed');
    // 24:00 Asia/Shanghai of 28 March, 2 April, 4 April, 7 April and 11 April.
    const due = ['2030-03-28T16:00:00.000Z', '2030-04-02T16:00:00.000Z', '2030-04-04T16:00:00.000Z', '2030-04-07T16:00:00.000Z', '2030-04-11T16:00:00.000Z'];
    expect(notices).toHaveLength(due.length);
    notices.forEach(({ recordedAt }, i) => expect(Date.parse(recordedAt)).toBeGreaterThanOrEqual(Date.parse(due[i]!)));
    notices.slice(0, -1).forEach(({ recordedAt }, i) => expect(Date.parse(recordedAt)).toBeLessThan(Date.parse(due[i + 1]!)));
    expect(await clock(clue, 'L8')).toMatchObject({ status: 'breached' });
  });

  test('a verification is opened, late, and concluded for filing by the level that opened it and the chief', async () => {
    await product.until(ten('2030-04-12'));
    await done(api, handler, clue, 'openVerification', { asked: { team: ['P-03', 'P-04'] }, papers: ['disposalOpinion', 'workPlan'] }, [leader]);
    expect(await clock(clue, 'L8')).toMatchObject({ status: 'breached', stoppedOn: '2030-04-12' });
    await product.until(ten('2030-05-06'));
    await done(api, handler, clue, 'concludeVerificationForFiling', { asked: { signedBy: ['P-03', 'P-04'] }, papers: ['verificationReport', 'disposalOpinion'] }, [leader, chief]);
    expect(await page(clue)).toMatchObject({ stage: 'filingProposed' });
  });

  test('filing, with the Party chief’s signature on paper, opens the case once and on its own', async () => {
    await product.until(ten('2030-05-07'));
    const proposed = await done(api, handler, clue, 'fileCase', { asked: filing('立〔2030〕7号'), papers: ['filingReport', 'filingDecision'] }, [chief]);
    const proposal = proposed.body.proposals[0]!;
    expect(proposal.waitsFor.level).toBe('partyChief');
    const onPaper = { approver: people.partyChief, signedOn: '2030-05-07', paper: 'b'.repeat(64) };
    await accepted(api.send(supervision, clue, 'approve', { asked: { proposal: proposal.id, onPaper } }), 'enter the signed sheet');
    const linked = await eventually(async () => ((await page(clue))['linked'] as { stream: string; stage: string }[]).find(({ stream }) => stream.startsWith('case-')), 'the case to be opened');
    kase = linked.stream;
    await eventually(async () => ((await page(clue))['owed'] as unknown[]).length === 0, 'the reaction to be settled');
    expect(await page(kase)).toMatchObject({ stage: 'filed', openedOn: '2030-05-07' });
    expect(await clock(kase, 'L29')).toMatchObject({ start: '2030-05-07', due: '2031-05-07' });
    // Nothing runs in the clue any more: it costs no open workflow.
    await eventually(async () => (await product.describe(clue)).status.name === 'COMPLETED', 'the clue’s workflow to end');
  });

  test('the case is investigated and submitted; nobody who investigated may try it', async () => {
    await product.until(ten('2030-05-08'));
    await done(api, handler, kase, 'approvePlan', { asked: { team: ['P-03', 'P-04'] }, papers: ['investigationPlan'] }, [chief]);
    await product.until(ten('2030-07-01'));
    await done(api, handler, kase, 'concludeInvestigation', { asked: { heard: true, signedBy: ['P-03', 'P-04'] }, papers: ['investigationReport', 'factsMaterial'] }, [collective]);
    await product.until(ten('2030-07-02'));
    await done(api, handler, kase, 'submitToTrial', { papers: ['caseFile'] }, [leader]);
    await product.until(ten('2030-07-03'));
    const refused = await api.send(trial, kase, 'acceptTrial', { asked: { panel: ['P-06', 'P-04'] }, papers: ['acceptanceNote'] });
    expect(refused).toMatchObject({ status: 403, body: { rule: 'IR 222', value: 'P-04' } });
    await done(api, trial, kase, 'acceptTrial', { asked: { panel: ['P-06', 'P-07'] }, papers: ['acceptanceNote'] });
    // One month ends on Saturday 3 August and rolls to Monday.
    expect(await clock(kase, 'L31')).toMatchObject({ start: '2030-07-03', due: '2030-08-05', status: 'running' });
  });

  test('it is decided on each track on Thursday 1 August, and each track has its own limits', async () => {
    await product.until(ten('2030-07-22'));
    await done(api, trial, kase, 'submitTrialReport', { papers: ['trialReport'] }, [chief]);
    await product.until(ten('2030-08-01'));
    for (const [track, kind] of [['party', 'warning'], ['state', 'demerit']]) await done(api, trial, kase, 'decideSanction', { asked: { ...on, track, kind, form: 'form2', heard: true }, papers: ['sanctionDecision'] }, [chief, collective]);
    expect(await clock(kase, 'L31')).toMatchObject({ status: 'met', stoppedOn: '2030-07-22' });
    expect(await clock(kase, 'L29')).toMatchObject({ status: 'met', stoppedOn: '2030-08-01' });
    // 1 September is a Sunday. Fifteen working days: 2, 5–9, 12–16, 19–22 August.
    for (const key of ['L32@被反映人0001/party', 'L33@被反映人0001/state', 'L34@被反映人0001/state']) expect(await clock(kase, key)).toMatchObject({ due: '2030-09-02', status: 'running' });
    expect(await clock(kase, 'L5')).toMatchObject({ due: '2030-08-22', status: 'running' });
  });

  test('it is announced, the informant hears, it is executed and closed, and no workflow stays open', async () => {
    await product.until(ten('2030-08-05'));
    for (const track of ['party', 'state']) await done(api, handler, kase, 'announce', { asked: { ...on, track, to: '某局' }, papers: ['deliverySlip'] });
    await product.until(ten('2030-08-20'));
    await done(api, petition, kase, 'feedbackToInformant', { papers: ['feedbackRecord'] });
    for (const track of ['party', 'state']) await done(api, handler, kase, 'execute', { asked: { ...on, track, unit: '某局' } });
    await product.until(ten('2030-08-30'));
    for (const track of ['party', 'state']) await done(api, handler, kase, 'reportExecution', { asked: { ...on, track, result: '已执行' }, papers: ['executionReport'] });
    await done(api, handler, kase, 'closeCase', { papers: ['archiveList'] }, [leader]);
    const closed = await page(kase);
    expect(closed).toMatchObject({ stage: 'closed' });
    expect((closed['clocks'] as { key: string; status: string }[]).map(({ key, status }) => [key, status])).toEqual([
      ['L29', 'met'], ['L30', 'met'], ['L31', 'met'], ['L32@被反映人0001/party', 'met'], ['L33@被反映人0001/state', 'met'], ['L34@被反映人0001/state', 'met'], ['L35@被反映人0001/party', 'met'], ['L5', 'met'],
    ]);
    await eventually(async () => (await product.describe(kase)).status.name === 'COMPLETED', 'the case’s workflow to end');
  });

  test('the identity of the informant is nowhere in clear', async () => {
    const stored = JSON.stringify([(await product.store.read(clue)).events, await api.page(clue)]);
    expect(stored).not.toContain('举报人0001');
    expect(stored).not.toContain('电话0001');
  });
});
