import { clockStates, text, type ClockRow } from '../src';
import { clocks, count, permit } from './permit';
import { applied } from './told';

type Pause = { readonly from: string; readonly to?: string };

/** Five days from 1 May, standing still as told, stopped as told. */
const seen = (pauses: readonly Pause[], stop: string | undefined, at: string) => {
  const P8: ClockRow = permit.clock({
    label: text('查车', 'Look at the car'), basis: ['PP 8'], force: 'local', budget: { unit: 'days', n: 5 }, waitsFor: text('检查员', 'the inspector'),
    starts: ({ done }) => done('apply'), stops: () => stop, suspended: () => pauses,
  });
  return clockStates({ ...clocks, P8 }, applied().matter!, count, `${at}T08:00:00.000Z`).find(({ key }) => key === 'P8');
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
  test('one that was corrected to end before it began is none, and breaks nothing', () => {
    expect(seen([{ from: '2026-05-04', to: '2026-05-02' }], undefined, '2026-05-05')).toMatchObject({ excludedDays: 0, due: '2026-05-06', status: 'running' });
  });
});
