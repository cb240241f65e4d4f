import { clockStates, text, type ClockRow, type Counting } from '../src';
import { clocks, count, permit } from './permit';
import { applied } from './told';

type Pause = { readonly from: string; readonly to?: string };

/** Five days from 1 May, standing still as told, stopped as told. */
const seen = (pauses: readonly Pause[], stop: string | undefined, at: string, counting = count) => {
  const P8: ClockRow = permit.clock({
    label: text('查车', 'Look at the car'), basis: ['PP 8'], force: 'local', budget: { unit: 'days', n: 5 }, waitsFor: text('检查员', 'the inspector'),
    starts: ({ done }) => done('apply'), stops: () => stop, suspended: () => pauses,
  });
  return clockStates({ ...clocks, P8 }, applied().matter!, counting, `${at}T08:00:00.000Z`).find(({ key }) => key === 'P8');
};

describe('What a pause does to a limit', () => {
  test('one from the first day on counts whole, one from before the clock began not at all', () => {
    expect(seen([{ from: '2026-05-01', to: '2026-05-04' }], undefined, '2026-05-05')).toMatchObject({ excludedDays: 3, due: '2026-05-09' });
    expect(seen([{ from: '2026-04-30', to: '2026-05-04' }], undefined, '2026-05-05')).toMatchObject({ excludedDays: 0, due: '2026-05-06' });
  });
  test('several count together', () => {
    expect(seen([{ from: '2026-05-02', to: '2026-05-04' }, { from: '2026-05-05', to: '2026-05-08' }], undefined, '2026-05-09')).toMatchObject({ excludedDays: 5, due: '2026-05-11', status: 'running' });
  });
  test('one that is still open ends when the clock stops: what was in time stays so, however late one looks', () => {
    for (const at of ['2026-05-10', '2027-05-10']) expect(seen([{ from: '2026-05-03' }], '2026-05-09', at)).toMatchObject({ excludedDays: 6, due: '2026-05-12', status: 'met', stoppedOn: '2026-05-09' });
  });
  test('one that began after the clock stopped repairs no breach', () => {
    for (const to of [undefined, '2026-05-30']) expect(seen([{ from: '2026-05-10', ...(to && { to }) }], '2026-05-08', '2026-06-30')).toMatchObject({ excludedDays: 0, due: '2026-05-06', status: 'breached' });
  });
  test('one that begins when the time has run out neither repairs the breach nor hides it; on the very last day the time has not run out', () => {
    const breach = { excludedDays: 0, due: '2026-05-06', status: 'breached' };
    expect(seen([{ from: '2026-05-07' }], undefined, '2026-05-20')).toMatchObject(breach);
    expect(seen([{ from: '2026-05-07', to: '2026-06-30' }], undefined, '2026-07-20')).toMatchObject(breach);
    expect(seen([{ from: '2026-05-07' }], '2026-05-08', '2026-05-20')).toMatchObject(breach);
    expect(seen([{ from: '2026-05-06' }], undefined, '2026-05-20')).toMatchObject({ excludedDays: 14, due: '2026-05-20', status: 'suspended' });
  });
  test('one that begins within what an earlier one has added counts, in whatever order they were written down', () => {
    const [first, second, third] = [{ from: '2026-05-02', to: '2026-05-04' }, { from: '2026-05-08', to: '2026-05-09' }, { from: '2026-05-10' }];
    for (const pauses of [[first, second, third], [third, second, first]]) expect(seen(pauses, undefined, '2026-05-30')).toMatchObject({ excludedDays: 3, due: '2026-05-09', status: 'breached' });
  });
  test('a limit whose holidays nobody knows yet is not called breached, not even when it was met behind that day; pauses count', () => {
    const beyond: Counting = { ...count, lastDay: (...asked) => ({ ...count.lastDay(...asked), provisional: true }) };
    expect(seen([], '2026-05-07', '2026-05-20', beyond)).toMatchObject({ due: '2026-05-06', status: 'met', provisional: true });
    expect(seen([{ from: '2026-05-07' }], undefined, '2026-05-20', beyond)).toMatchObject({ due: '2026-05-19', status: 'suspended' });
  });
  test('one that was corrected to end before it began is none, and breaks nothing', () => {
    expect(seen([{ from: '2026-05-04', to: '2026-05-02' }], undefined, '2026-05-05')).toMatchObject({ excludedDays: 0, due: '2026-05-06', status: 'running' });
  });
});
