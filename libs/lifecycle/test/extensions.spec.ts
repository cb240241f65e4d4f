import { clockStates, type ClockRow } from '../src';
import { clocks, count, permits } from './permit';
import { applied, approve, clerk, inspector, mayor, when, type Told } from './told';

const asked = { clock: 'P3', n: 10, unit: 'days', reason: '检查员不足' };
const extended = (told: Told, on = '2026-05-20') => approve(when(told, 'extendClock', inspector, { asked, on }), mayor, { on });
const at = '2026-05-21T08:00:00.000Z';

describe('An extension', () => {
  test('lengthens the clock it was granted for, and no other that began the same day', () => {
    const P9: ClockRow = { ...clocks.P3, starts: ({ done }) => done('apply') };
    const states = clockStates({ ...clocks, P9 }, extended(applied()).matter!, count, at);
    expect(states.map(({ key, due, extensions }) => [key, due, extensions])).toEqual([['P3', '2026-06-10', 1], ['P9', '2026-05-31', 0]]);
  });
  test('belongs to the run it was granted in: a clock that begins anew has its plain limit', () => {
    const anew: ClockRow = { ...clocks.P3, starts: ({ done }) => done('tell') ?? done('apply') };
    const told = when(extended(applied()), 'tell', clerk, { on: '2026-05-21' });
    expect(clockStates({ ...clocks, P3: anew }, told.matter!, count, at)).toMatchObject([{ start: '2026-05-21', due: '2026-06-20', extensions: 0 }]);
  });
  test('may be asked for and granted on the last day', () => {
    expect(extended(applied(), '2026-05-31').matter?.extensions).toMatchObject([{ clock: 'P3', start: '2026-05-01', n: 10, unit: 'days' }]);
  });
  test('is not to be had in another unit, in which the same number reaches farther', () => {
    expect(when(applied(), 'extendClock', inspector, { asked: { ...asked, n: 1, unit: 'months' } }).refused).toMatchObject({ rule: 'extension-too-long' });
  });
  test('is not to be had where the rules know none, or where the clock has stopped', () => {
    const judging = when(when(applied(), 'measure', inspector, { asked: { metres: 4 } }), 'startJudging', inspector);
    expect(when(judging, 'extendClock', inspector, { asked }).refused).toMatchObject({ rule: 'clock-not-running' });
    expect(when(judging, 'extendClock', inspector, { asked: { ...asked, clock: 'P6@A1' } }).refused).toMatchObject({ rule: 'no-extension' });
    expect(permits.clocks['P6']).not.toHaveProperty('extension');
  });
});
