import { situationOf } from '@anjuan/activities';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { memoryEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys, type Handle } from '@anjuan/handle';
import { takeOvers, type LedgerRow } from '@anjuan/ledger';
import { isAtRest } from '@anjuan/workflows/contract';
import { bringIn, sample, supervision } from './bring-in';

const now = '2026-03-02T02:00:00.000Z';
const office = () => {
  const store = memoryEventStore();
  return { store, door: createHandle({ store, clock: { now: () => now }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 5_000 }) };
};
const kinds = (outcomes: readonly { readonly kind: string }[]) => Object.fromEntries([...new Set(outcomes.map(({ kind }) => kind))].map((kind) => [kind, outcomes.filter((each) => each.kind === kind).length]));
const about = (door: Handle) => ({ file: 'c'.repeat(64), vouchedBy: '案管员02', actor: supervision, door });
const row = (over: Partial<LedgerRow> = {}): LedgerRow => ({ row: 3, content: 'd'.repeat(64), number: '徐派-0001', receivedOn: '2018-01-21', source: 'petition', person: '被反映人0001', unit: '某局', ...over });
const landed = (over: Partial<LedgerRow>) => takeOvers([row(over)], about(office().door)).clues[0]?.command;

describe('A ledger through the door', () => {
  test('brings in every row of the sample, and the csv after the xlsx changes nothing', async () => {
    const { door, store } = office();
    expect(kinds(await bringIn(door, await sample('xuzhou-2018.xlsx')))).toEqual({ done: 262 + 40 });
    const head = await store.head();
    expect(kinds(await bringIn(door, await sample('xuzhou-2018.xlsx')))).toEqual({ done: 262 });
    expect(kinds(await bringIn(door, await sample('xuzhou-2018.csv')))).toEqual({ reused: 262 });
    expect(await store.head()).toBe(head);
  });
  test('starts no workflow for what had ended, and leaves one for each of the rest', async () => {
    const { door } = office();
    const outcomes = await bringIn(door, await sample('xuzhou-2018.xlsx'));
    const open = outcomes.flatMap((outcome) => {
      if (outcome.kind !== 'done') throw new Error(outcome.kind);
      const { matter } = outcome;
      return isAtRest(situationOf(door.processes[matter.process]!, matter, { count: door.count, policy: defaultPolicy, now })) ? [] : [matter.stage];
    });
    expect(Object.fromEntries([...new Set(open)].sort().map((stage) => [stage, open.filter((each) => each === stage).length]))).toEqual({ preliminaryVerification: 12, registered: 6, shelved: 8, talkOrInquiry: 10 });
  });
  test('a case has all the people of its rows, and the history of its first clue', async () => {
    const { door } = office();
    const ledger = await sample('xuzhou-2018.csv');
    await bringIn(door, ledger);
    const people = ledger.accepted.filter(({ filing }) => filing?.caseNo === '徐派立〔2018〕合1号');
    const kase = await door.load(door.streamOf('case', '徐派立〔2018〕合1号'));
    expect(kase).toMatchObject({ stage: 'concludedOnPaper', facts: { respondents: people.map(({ person }) => ({ person })), onPaper: people.map(({ row }) => ({ ledger: { row, file: ledger.file } })) } });
    expect(kase?.correlation).toBe((await door.load((kase?.facts['clues'] as string[])[0]!))?.correlation);
  });
});

describe('A row of a ledger', () => {
  const disposed = (way: NonNullable<LedgerRow['disposal']>['way']) => ({ disposal: { way, on: '2018-02-18' } });
  test.each<[Partial<LedgerRow>, string, string]>([
    [{}, 'takeOverRegistered', '2018-01-21'],
    [disposed('talkOrInquiry'), 'takeOverTalkOrInquiry', '2018-02-18'],
    [disposed('preliminaryVerification'), 'takeOverVerification', '2018-02-18'],
    [disposed('modestInquiry'), 'takeOverModestInquiry', '2018-02-18'],
    [disposed('shelved'), 'takeOverShelved', '2018-02-18'],
    [disposed('closed'), 'takeOverAssessed', '2018-02-18'],
    [disposed('filing'), 'takeOverFilingProposed', '2018-02-18'],
    [disposed('forwarded'), 'takeOverForwarded', '2018-02-18'],
    [{ ...disposed('closed'), closedOn: '2018-03-24' }, 'takeOverClosed', '2018-03-24'],
    [{ ...disposed('preliminaryVerification'), filing: { caseNo: '1号', on: '2018-03-06' } }, 'takeOverConverted', '2018-03-06'],
  ])('%j lands by %s on %s, and the door takes it', async (told, name, on) => {
    const { door } = office();
    const command = takeOvers([row(told)], about(door)).clues[0]!.command;
    expect(command).toMatchObject({ name, on });
    expect(await door.handle(command)).toMatchObject({ kind: 'done' });
  });
  test('closed after a talk, a verification or at the desk, says so; with form 1 it was minor', () => {
    expect(landed({ ...disposed('talkOrInquiry'), closedOn: '2018-03-24' })?.asked).toMatchObject({ kind: 'credible', measure: 'none' });
    expect(landed({ ...disposed('preliminaryVerification'), closedOn: '2018-03-24' })?.asked).toMatchObject({ kind: 'unsubstantiated', measure: 'none' });
    expect(landed({ ...disposed('closed'), closedOn: '2018-03-24' })?.asked).toMatchObject({ kind: 'direct', measure: 'none' });
    expect(landed({ ...disposed('closed'), closedOn: '2018-03-24', form: 1, measure: '谈话提醒' })?.asked).toMatchObject({ kind: 'minorHandled', measure: 'reminder' });
  });
  test('names an office of ours when it is ours, whatever the numeral, and else only its own words', () => {
    expect(landed({ handlingOffice: '第1监督检查室' })?.asked).toMatchObject({ handlingOffice: 'supervisionInspectionOffice1', ledger: { office: '第1监督检查室' } });
    expect(landed({ handlingOffice: '第6监督检查室' })?.asked).not.toHaveProperty('handlingOffice');
  });
  test('that names a case again in a later ledger adds its person to it', async () => {
    const { door } = office();
    const filing = { caseNo: '徐派立〔2018〕合9号', on: '2018-03-06' };
    const first = row({ filing, sanction: { kinds: '警告', on: '2018-03-26' }, form: 2 });
    const second = row({ number: '徐派-0002', content: 'e'.repeat(64), person: '被反映人0002', filing });
    await bringIn(door, { accepted: [first], file: 'c'.repeat(64) });
    expect(kinds(await bringIn(door, { accepted: [first, second], file: 'f'.repeat(64) }))).toEqual({ reused: 1, done: 2 });
    expect(await door.load(door.streamOf('case', filing.caseNo))).toMatchObject({ stage: 'filed', facts: { respondents: [{ person: '被反映人0001' }, { person: '被反映人0002' }] } });
  });
});
