import { order, ordered, pay } from './beside';
import { decided, then, type Story } from './matters';
import type { Said } from './story';

const person = '被反映人0001';
const dated = (said: Said, on: string): Said => ({ ...said, on, entered: '2026-03-11' });

describe('Money that was handed in before it was ordered (L36)', () => {
  const run = (told: Story) => told.clock(`L36@${person}/recover/1`, '2026-06-01');
  test('carries out the order at once', () => {
    const told = then(decided, pay(ordered), dated(order(ordered), '2026-03-10'))();
    expect(run(told)).toMatchObject({ start: '2026-03-10', status: 'met', stoppedOn: '2026-03-10' });
  });
  test('in part, carries it out with the rest; a payment of before that is entered after the order, on the day of the order', () => {
    const told = then(decided, pay({ kind: 'recover', fen: 800_000 }), dated(order(ordered), '2026-03-10'))();
    expect(run(told)).toMatchObject({ status: 'breached' });
    told.done(dated(pay({ kind: 'recover', fen: 1_000_000 }), '2026-03-06'));
    expect(run(told)).toMatchObject({ status: 'met', stoppedOn: '2026-03-10' });
  });
  test('of another kind, or for an earlier order, does not', () => {
    expect(run(then(decided, pay({ kind: 'refund', fen: 1_800_000 }), order(ordered))())).toMatchObject({ status: 'breached' });
    const second = then(decided, order(ordered), pay(ordered), order(ordered))();
    expect(second.clock(`L36@${person}/recover/2`, '2026-06-01')).toMatchObject({ status: 'breached' });
  });
});
