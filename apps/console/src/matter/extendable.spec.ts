import type { Clock } from '../api/matter';
import type { Meta } from '../api/meta';
import { extendable } from './extendable';

const label = { zh: '期限', en: 'limit' };
const extension = { atMost: { unit: 'months', n: 1 }, times: 1, approvedBy: [{ level: 'chief', label }] };
const meta = { processes: { case: { clocks: { L31: { label, extension }, L32: { label } } } } } as unknown as Meta;
const clock = (over: Partial<Clock>) => ({ key: 'L31', clock: 'L31', label, due: '2026-07-03', extensions: 0, ...over }) as Clock;
const offered = (...clocks: readonly Clock[]) => extendable(meta, 'case', clocks, '2026-07-03').map(({ key }) => key);

test('only what the rules let be extended is offered, as often as they let it, up to its last day', () => {
  expect(offered(clock({}), clock({ key: 'L32@甲/party', clock: 'L32' }))).toEqual(['L31']);
  expect(offered(clock({ extensions: 1 }))).toEqual([]);
  expect(offered(clock({ stoppedOn: '2026-06-20' }))).toEqual([]);
  expect(offered(clock({ due: '2026-07-02' }))).toEqual([]);
});
