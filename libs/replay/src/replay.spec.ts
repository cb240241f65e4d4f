import type { StoredEvent } from '@anjuan/event-store';
import { oneClue } from '../test/one-clue';
import { comparison, pointAt, replay, stateAt, wholeLine, type FoundPoint, type Line } from '.';

let told: Awaited<ReturnType<typeof oneClue>>;
let line: Line;
beforeAll(async () => {
  told = await oneClue();
  line = replay(told.events, told.door);
});

const now = '2026-03-20T02:00:00.000Z';
const asked = (at: string, of = line) => pointAt(of, told.stream, at, now, told.door);
const point = (at: string, of = line): FoundPoint => {
  const found = asked(at, of);
  if ('refused' in found) throw new Error(found.refused.message.en);
  return found.point;
};
const steps = () => wholeLine(told.door, line, told.stream).steps;
const stepOf = (label: string) => steps().find((step) => step.label.zh === label);
const change = (label: string, old?: string, now_?: string) => expect.objectContaining({ label: expect.objectContaining({ zh: label }) as unknown, ...(old !== undefined && { old: expect.objectContaining({ text: expect.objectContaining({ zh: old }) as unknown }) as unknown }), ...(now_ !== undefined && { new: expect.objectContaining({ text: expect.objectContaining({ zh: now_ }) as unknown }) as unknown }) }) as unknown;

describe('Each step', () => {
  test('says who did it and for whom, by whose signature on paper, on which article, with which papers, and old → new', () => {
    expect(stepOf('呈批：分办')).toMatchObject({ by: { person: 'P-02', officeLabel: { zh: '案件监督管理室' }, onBehalfOf: 'P-20' }, papers: [{ label: { zh: '线索分办单' }, sha256: 'a'.repeat(64) }], changes: [change('分办', undefined, '待机关主要负责人签批')] });
    expect(stepOf('分办')).toMatchObject({
      revision: 4, approvals: [{ label: { zh: '机关主要负责人' }, approver: { person: 'P-11' }, signedOn: '2026-03-04', paper: 'b'.repeat(64) }],
      basis: expect.arrayContaining([expect.objectContaining({ text: expect.objectContaining({ zh: expect.stringMatching(/^《.+》第.+条$/) as unknown }) as unknown })]) as unknown,
      changes: expect.arrayContaining([change('环节', '已登记', '已分办'), change('承办部门', undefined, '第三审查调查室'), change('线索分办单')]) as unknown,
    });
    expect(stepOf('机关主要负责人同意')?.why).toMatchObject([{ label: { zh: '审批意见' }, text: { zh: '同意分办' } }]);
  });

  test('tells the date of the act apart from when it was recorded', () => {
    expect(stepOf('告知举报人已受理')).toMatchObject({ on: '2026-03-03', recordedAt: '2026-03-05T02:00:00.000Z' });
  });

  test('tells a limit by when it started and stopped', () => {
    expect(steps()[0]?.changes).toContainEqual(change('告知实名举报人受理', undefined, '计算中，到期日 2026-03-23'));
    expect(stepOf('告知举报人已受理')?.changes).toContainEqual(change('告知实名举报人受理', '计算中，到期日 2026-03-23', '已按期办结，2026-03-03 停止，到期日 2026-03-23'));
  });

  test('tells a correction by old, new and reason, and a taking back by the step it undid', () => {
    expect(stepOf('更正')).toMatchObject({ why: [{ text: { zh: '登记有误' } }], changes: expect.arrayContaining([change('标题', '反映某局采购问题', '反映某局办公设备采购问题')]) as unknown });
    expect(stepOf('撤回上一步')).toMatchObject({ takesBack: { label: { zh: '开始研判' } }, why: [{ text: { zh: '专人另定' } }], changes: expect.arrayContaining([change('环节', '研判处置', '已分办'), change('专人保管', 'P-03')]) as unknown });
  });

  test('never shows what is sealed, in no answer', () => {
    const answers = JSON.stringify([wholeLine(told.door, line, told.stream), stateAt(told.door, line, point('2026-03-20')), comparison(told.door, line, point('1'), point('4'))]);
    expect(answers).not.toMatch(/举报人0001|电话0001|sealed:v1/);
    expect(steps()[0]?.changes).toContainEqual(change('举报人姓名', undefined, '（已密封）'));
  });
});

describe('What the system did by itself', () => {
  test('is told as its act, in each language, and as nobody’s in any office', () => {
    const engine = { person: '系统', office: '系统', post: 'engine' };
    const [step] = wholeLine(told.door, replay(told.events.map((event) => ({ ...event, actor: engine, data: { ...event.data, by: engine } })), told.door), told.stream).steps;
    expect(step).toMatchObject({ by: { officeLabel: { zh: '系统', en: 'the engine' } }, sentence: { zh: expect.stringMatching(/　系统：/) as string, en: expect.stringMatching(/ the engine: /) as string } });
  });
});

describe('A point', () => {
  const matterAt = (at: string) => stateAt(told.door, line, point(at)).matters[0];

  test('asked for by revision shows stage, facts, limits and open proposals as they were when it was recorded', () => {
    expect(matterAt('2')).toMatchObject({ revision: 2, stageLabel: { zh: '已登记' }, proposals: [{ label: { zh: '分办' }, waitsFor: { level: 'chief' } }], papers: [], rules: { policy: 'default-1', sameAsToday: true } });
    expect(matterAt('4')).toMatchObject({ stageLabel: { zh: '已分办' }, proposals: [], papers: [{ kind: 'distributionSheet' }], name: '信〔2026〕17号 反映某局采购问题' });
    expect(matterAt(`${told.stream}@4`)).toEqual(matterAt('4'));
  });

  test('asked for by a day shows what was recorded by its end, and names what had happened but was not known', () => {
    const { at, matters, recordedLater } = stateAt(told.door, line, point('2026-03-04'));
    expect(at).toMatchObject({ step: 4, revision: 4, instant: '2026-03-04T15:59:59.999Z', means: { zh: expect.stringContaining('2026-03-04 终了') as unknown } });
    expect(matters[0]).toMatchObject({ clocks: expect.arrayContaining([expect.objectContaining({ clock: 'L4', status: 'running' })]) as unknown });
    expect(recordedLater).toMatchObject([{ label: { zh: '告知举报人已受理' }, on: '2026-03-03' }]);
  });

  test('that lies in the future, before the first entry, past the last revision, or is no point at all, is refused in words that say so', () => {
    const refused = (at: string) => { const found = asked(at); return 'refused' in found ? [found.refused.rule, found.refused.message.zh] : undefined; };
    expect(refused('2026-03-21')).toEqual(['date-in-the-future', '日期 2026-03-21 晚于今天（2026-03-20）']);
    expect(refused('2026-03-01')).toEqual(['not-found', '2026-03-01 终了时尚无任何记录；最早的一条录入于 2026-03-02']);
    expect(refused('99')).toEqual(['not-found', expect.stringMatching(/没有第 99 版，现为第 \d+ 版/)]);
    expect(refused('clue-aaaaaaaaaaaaaaaaaaaaaaaaaa@1')).toEqual(['not-found', expect.stringContaining('这段历史中没有')]);
    for (const at of ['0', '-1', '2026-02-30', 'yesterday', '1.5', '9007199254740993', '2026-03-04T23:30:00-05:00', '2026-03-08T02:30 America/New_York']) expect(refused(at)?.[0]).toBe('invalid-query');
  });

  test('compared with another says what differs, and nothing of what does not', () => {
    const [matter] = comparison(told.door, line, point('1'), point('2026-03-20')).matters;
    expect(matter?.changes).toEqual(expect.arrayContaining([change('环节', '已登记', '已分办'), change('标题', '反映某局采购问题', '反映某局办公设备采购问题')]));
    expect(matter?.changes.map(({ label }) => label.zh)).not.toContain('线索来源');
    expect(comparison(told.door, line, point('4'), point('4')).matters).toEqual([]);
  });
});

describe('What this build no longer has', () => {
  const altered = (change: (event: StoredEvent) => Partial<StoredEvent>) => replay(told.events.map((event) => ({ ...event, ...change(event) })), told.door);

  test('a policy of the time that is not kept leaves the limits out instead of counting them by another', () => {
    const other = altered(() => ({ policy: 'default-0' }));
    const { matters, step } = stateAt(told.door, other, point('1', other));
    expect(matters[0]).toMatchObject({ rules: { policy: 'default-0', sameAsToday: false } });
    expect(matters[0]).not.toHaveProperty('clocks');
    expect(step.changes.filter(({ what }) => what === 'clock')).toEqual([]);
  });

  test('another table of the time is said', () => {
    const other = altered(() => ({ table: '0'.repeat(64) }));
    expect(other.at({ step: 0, instant: now })[0]?.rules).toMatchObject({ table: '0'.repeat(64), sameAsToday: false });
  });

  test('an event that a newer program stored is told with its label, and to update this one', () => {
    const other = altered(({ revision }) => (revision === 4 ? { schema: 2 } : {}));
    const step = wholeLine(told.door, other, told.stream).steps.find(({ revision }) => revision === 4);
    expect(step).toMatchObject({ label: { zh: '分办' }, unreadable: expect.stringMatching(/请升级本系统 \/ .+update this installation/) as string });
  });

  test('an event it cannot read is told as such, and its matter stands as before from there on', () => {
    const other = altered(({ revision }) => (revision === 4 ? { row: 'strange', type: 'Strange' } : {}));
    const { steps: shown } = wholeLine(told.door, other, told.stream);
    expect(shown.map(({ unreadable }) => unreadable !== undefined)).toEqual(told.events.map(({ revision }) => revision >= 4));
    expect(stateAt(told.door, other, point('2026-03-20', other)).matters[0]).toMatchObject({ revision: 3, stage: 'registered' });
  });
});
