import { clockStates, instants, text, type ClockRow, type Counting, type Mark } from '../src';
import { count, permit } from './permit';
import { applied } from './told';

const marks: readonly Mark[] = [{ name: 'escalated', days: 3, to: 'mayor' }, { name: 'expired', days: 0, to: 'head' }, { name: 'warning', days: -3, to: 'inspector' }];
type Change = Partial<Pick<ClockRow, 'stops' | 'suspended' | 'countsBackFrom' | 'budget'>>;

const clock = (change: Change = {}): ClockRow => ({
  ...permit.clock({ label: text('查车', 'Look at the car'), basis: ['PP 8'], force: 'local', budget: { unit: 'days', n: 10 }, waitsFor: text('检查员', 'the inspector'), starts: ({ done }) => done('apply'), stops: () => undefined }),
  ...change,
});
/** What is said of clocks that begin on 1 May. */
const said = (clocks: Readonly<Record<string, ClockRow>>, counting: Counting = count, noticed: readonly string[] = []) =>
  instants(clockStates(clocks, applied().matter!, counting, '2026-05-02T08:00:00.000Z'), marks, noticed, counting).map(({ clock, mark, at }) => [clock, mark, at.slice(0, 10)]);

describe('What the engine speaks up about', () => {
  test('comes soonest first, whatever the order of the marks and of the clocks', () => {
    expect(said({ P9: clock(), P8: clock({ budget: { unit: 'days', n: 6 } }) })).toEqual([
      ['P8', 'warning', '2026-05-05'], ['P8', 'expired', '2026-05-08'], ['P9', 'warning', '2026-05-09'], ['P8', 'escalated', '2026-05-11'], ['P9', 'expired', '2026-05-12'], ['P9', 'escalated', '2026-05-15'],
    ]);
  });
  test('of two at the same time comes in the same order every time', () => {
    const [one, other] = [said({ P8: clock(), P9: clock() }), said({ P9: clock(), P8: clock() })];
    expect(one).toEqual(other);
    expect(one.map(([key]) => key)).toEqual(['P8', 'P9', 'P8', 'P9', 'P8', 'P9']);
  });
  test('is nothing while a clock stands still, and nothing once it has stopped', () => {
    expect(said({ P8: clock({ suspended: () => [{ from: '2026-05-02' }] }) })).toEqual([]);
    expect(said({ P8: clock({ stops: () => '2026-05-02' }) })).toEqual([]);
  });
  test('leaves out the warning that would fall on the first day or before it', () => {
    for (const n of [2, 3]) expect(said({ P8: clock({ budget: { unit: 'days', n } }) }).map(([, mark]) => mark)).toEqual(['expired', 'escalated']);
    expect(said({ P8: clock({ budget: { unit: 'days', n: 4 } }) }).map(([, mark]) => mark)).toEqual(['warning', 'expired', 'escalated']);
  });
  test('leaves out what has been noticed', () => {
    expect(said({ P8: clock() }, count, ['P8:2026-05-01:2026-05-11:expired']).map(([, mark]) => mark)).toEqual(['warning', 'escalated']);
  });
  test('warns of an end that no holiday calendar reaches, and declares nothing from it', () => {
    const beyond: Counting = { ...count, lastDay: (...asked) => ({ ...count.lastDay(...asked), provisional: true }) };
    expect(said({ P8: clock() }, beyond).map(([, mark]) => mark)).toEqual(['warning']);
  });
  test('is never a day beyond the calendar, on which nothing could be counted', () => {
    const counted: Counting = { ...count, addDays: (date, days) => { const sum = count.addDays(date, days); if (sum < '1900' || sum >= '3000' || sum.startsWith('+')) throw new RangeError(sum); return sum; } };
    const until = (day: string) => said({ P8: clock({ countsBackFrom: () => day, budget: { unit: 'days', n: 0 } }) }, counted);
    expect(until('2999-12-31')).toEqual([['P8', 'warning', '2999-12-29'], ['P8', 'expired', '3000-01-01']]);
    expect(until('2999-12-28').map(([, mark]) => mark)).toEqual(['warning', 'expired', 'escalated']);
    expect(until('1900-01-01')).toEqual([]);
  });
});
