import { applied, approve, clerk, form, head, inspector, judge, judging, when, type Told } from './told';

const judged = (told: Told, car: string, on: string) => approve(when(told, 'judge', judge, { asked: { car, fits: true }, on }), head, { on });
const entered = '2026-05-07';

describe('The date of a step', () => {
  test('in a lane follows that lane and the matter, not another lane', () => {
    const one = judged(judging(), 'B2', '2026-05-05');
    expect(when(one, 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-04', entered }).refused).toBeUndefined();
    expect(when(one, 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-02', entered }).refused).toMatchObject({ rule: 'out-of-order', value: '2026-05-02' });
  });
  test('of the whole follows the last step of every lane', () => {
    const both = judged(judged(judging(), 'A1', '2026-05-05'), 'B2', '2026-05-06');
    for (const on of ['2026-05-04', '2026-05-05']) expect(when(both, 'issue', clerk, { on, entered }).refused).toMatchObject({ rule: 'out-of-order', value: on });
    expect(when(both, 'issue', clerk, { on: '2026-05-06', entered }).matter?.stage).toBe('issued');
    const other = judged(judged(judging(), 'A1', '2026-05-06'), 'B2', '2026-05-05');
    expect(when(other, 'issue', clerk, { on: '2026-05-05', entered }).refused).toMatchObject({ rule: 'out-of-order' });
  });
  test('does not follow what was only proposed', () => {
    const open = when(applied(), 'reject', clerk, { asked: { reason: 'no room' }, on: '2026-05-06' });
    expect(when(open, 'measure', inspector, { asked: { metres: 4 }, on: '2026-05-03', entered }).matter?.stage).toBe('measured');
  });
  test('on the day of the step before is in order', () => {
    expect(when(applied(), 'measure', inspector, { asked: { metres: 4 }, on: '2026-05-01', papers: [form] }).matter?.stage).toBe('measured');
  });
});
