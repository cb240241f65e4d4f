import { clockStates, instants, text, type ClockRow } from '../src';
import { clocks, count, permit, permits, policy } from './permit';
import { applied, approve, clerk, engine, head, inspector, judge, judging, mayor, measured, proposal, when, type Told } from './told';

describe('Clocks', () => {
  const states = (told: Told, now: string) => clockStates(permits.clocks, told.matter!, count, now);
  test('start, run, are met and breached by the acts’ own dates', () => {
    expect(states(applied(), '2026-05-10T00:00:00.000Z')).toMatchObject([{ key: 'P3', due: '2026-05-31', status: 'running' }]);
    expect(states(applied(), '2026-05-31T23:59:59.999Z')).toMatchObject([{ status: 'running' }]);
    expect(states(applied(), '2026-06-01T00:00:00.000Z')).toMatchObject([{ status: 'breached' }]);
    expect(states(measured(), '2026-09-01T00:00:00.000Z')).toMatchObject([{ status: 'met', stoppedOn: '2026-05-02' }]);
  });
  test('run in each lane', () => {
    expect(states(judging(), '2026-05-04T00:00:00.000Z').map(({ key }) => key)).toEqual(['P3', 'P6@A1', 'P6@B2']);
  });
  test('of one lane are not stopped by what was done in another', () => {
    const one = approve(when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' }), head, { on: '2026-05-03' });
    expect(states(one, '2026-05-04T00:00:00.000Z')).toMatchObject([{ key: 'P3' }, { key: 'P6@A1', status: 'met', stoppedOn: '2026-05-03' }, { key: 'P6@B2', status: 'running' }]);
  });
  const plain = { label: text('查车', 'Look at the car'), basis: ['PP 8'], force: 'local', budget: { unit: 'days', n: 5 }, waitsFor: text('检查员', 'the inspector') } as const;
  const running = (told: Told, extra: Readonly<Record<string, ClockRow>>) => clockStates({ ...clocks, ...extra }, told.matter!, count, '2026-05-10T00:00:00.000Z').filter(({ clock }) => clock in extra);
  test('hear of the last day on which an act was done', () => {
    const P8 = permit.clock({ ...plain, starts: ({ done }) => done('tell'), stops: () => undefined });
    const told = when(when(applied(), 'tell', clerk, { on: '2026-05-02' }), 'tell', clerk, { on: '2026-05-04' });
    expect(running(told, { P8 })).toMatchObject([{ start: '2026-05-04', due: '2026-05-09' }]);
  });
  test('hear of the first day on which a step was handed in, but not of what was refused or withdrawn', () => {
    const P8 = permit.clock({ ...plain, starts: ({ done }) => done('apply'), stops: ({ proposed }) => proposed('reject') });
    const handIn = (told: Told, on: string) => when(told, 'reject', clerk, { asked: { reason: 'no room' }, on });
    const undone = (name: string, by: typeof head) => (told: Told) => when(told, name, by, { asked: { proposal: proposal(told), reason: '理由不足' }, on: '2026-05-03' });
    expect(running(handIn(applied(), '2026-05-02'), { P8 })).toMatchObject([{ status: 'met', stoppedOn: '2026-05-02' }]);
    for (const undo of [undone('refuseProposal', head), undone('withdrawProposal', clerk)]) {
      const open = undo(handIn(applied(), '2026-05-02'));
      expect(running(open, { P8 })).toMatchObject([{ status: 'breached' }]);
      expect(running(handIn(open, '2026-05-04'), { P8 })).toMatchObject([{ status: 'met', stoppedOn: '2026-05-04' }]);
    }
    // Overtaken and handed in again: the first day counts.
    const again = handIn(when(handIn(applied(), '2026-05-02'), 'tell', clerk, { on: '2026-05-03' }), '2026-05-04');
    expect(running(again, { P8 })).toMatchObject([{ stoppedOn: '2026-05-02' }]);
  });
  test('run once for each item that is found in the facts, by its key and by its place', () => {
    const P8 = permit.clock({ ...plain, each: ({ cars }) => (cars ?? []).map((car) => [car, { car }] as const), starts: ({ done }) => done('apply'), stops: ({ item }) => (item.car === 'B2' ? '2026-05-03' : undefined) });
    expect(running(applied(['A1', 'B2']), { P8 })).toMatchObject([
      { key: 'P8@A1', lane: 'A1', place: 1, due: '2026-05-06', status: 'breached' },
      { key: 'P8@B2', lane: 'B2', place: 2, due: '2026-05-06', status: 'met' },
    ]);
  });
  test('may count back from a day, here the end of another clock; without such a day they do not run', () => {
    const before = (end: 'P3' | 'P6') => permit.clock({ ...plain, starts: ({ done }) => done('apply'), stops: ({ done }) => done('tell'), countsBackFrom: ({ due }) => due(end) });
    expect(running(applied(), { P8: before('P3') })).toMatchObject([{ due: '2026-05-26', status: 'running' }]);
    expect(running(applied(), { P8: before('P6') })).toEqual([]);
  });
  test('take another budget in the special case', () => {
    const P8 = permit.clock({ ...plain, special: { label: text('多辆', 'several cars'), budget: { unit: 'days', n: 15 }, when: ({ facts }) => (facts.cars?.length ?? 0) > 1 }, starts: ({ done }) => done('apply'), stops: () => undefined });
    expect(running(applied(['A1', 'B2']), { P8 })).toMatchObject([{ due: '2026-05-16' }]);
    expect(running(applied(), { P8 })).toMatchObject([{ due: '2026-05-06' }]);
  });
  test('stand still while they are suspended, and what was excluded comes on top', () => {
    const P8 = (to?: string) => permit.clock({ ...plain, starts: ({ done }) => done('apply'), stops: () => undefined, suspended: () => [{ from: '2026-05-03', ...(to && { to }) }] });
    expect(running(applied(), { P8: P8() })).toMatchObject([{ status: 'suspended' }]);
    expect(running(applied(), { P8: P8('2026-05-08') })).toMatchObject([{ excludedDays: 5, due: '2026-05-11', status: 'running' }]);
  });
  test('are extended by their approver, once, within bounds and before they end', () => {
    const asked = { clock: 'P3', n: 10, unit: 'days', reason: '检查员不足' };
    expect(when(applied(), 'extendClock', inspector, { asked: { ...asked, n: 11 } }).refused).toMatchObject({ rule: 'extension-too-long', value: 11 });
    expect(when(applied(), 'extendClock', inspector, { asked: { ...asked, clock: 'P9' } }).refused).toMatchObject({ rule: 'clock-not-running' });
    expect(when(applied(), 'extendClock', inspector, { asked, on: '2026-06-01' }).refused).toMatchObject({ rule: 'extension-after-expiry' });
    const open = when(applied(), 'extendClock', inspector, { asked });
    expect(approve(open, mayor, { on: '2026-06-01' }).refused).toMatchObject({ rule: 'extension-after-expiry' });
    const done = approve(open, mayor, { on: '2026-05-20' });
    expect(states(done, '2026-06-05T00:00:00.000Z')).toMatchObject([{ due: '2026-06-10', extensions: 1, status: 'running' }]);
    expect(when(done, 'extendClock', inspector, { asked, on: '2026-05-21' }).refused).toMatchObject({ rule: 'extended-already' });
  });
  test('speak up once at each mark, and a notice never moves the ground', () => {
    const told = applied();
    const [first] = instants(states(told, '2026-05-01T00:00:00.000Z'), policy.marks, [], count);
    expect(first).toMatchObject({ clock: 'P3', mark: 'warning', at: '2026-05-29T00:00:00.000Z' });
    expect(when(told, 'noticeClock', engine, { asked: { instant: first!.id }, on: '2026-05-28' }).refused).toMatchObject({ rule: 'nothing-due' });
    expect(when(told, 'noticeClock', clerk, { asked: { instant: first!.id }, on: '2026-05-29' }).refused).toMatchObject({ rule: 'engine-only' });
    const noticed = when(told, 'noticeClock', engine, { asked: { instant: first!.id }, on: '2026-05-29' });
    expect(noticed.matter).toMatchObject({ ground: 1, notices: [first!.id] });
    expect(when(noticed, 'noticeClock', engine, { asked: { instant: first!.id }, on: '2026-05-29' }).refused).toMatchObject({ rule: 'nothing-due' });
    expect(instants(states(noticed, '2026-05-29T08:00:00.000Z'), policy.marks, noticed.matter!.notices, count)[0]).toMatchObject({ mark: 'expired', at: '2026-06-01T00:00:00.000Z' });
  });
});
