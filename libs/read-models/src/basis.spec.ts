import { rules } from '../test/clues';
import { basisOf } from './basis';

const { processes, counting } = rules;
const { clue } = processes;
type Changed = Parameters<typeof basisOf>;

/** Of another version: as if an older event had to be lifted once more than today. */
const once = { toToday: [...Array.from({ length: clue.corrections?.toToday.length ?? 0 }, () => (data: never) => data), (data: never) => data] } as never;

describe('The rows are worked out anew', () => {
  const [L8, name] = [clue.clocks.L8!, Object.keys(clue.rows)[0] as keyof typeof clue.rows];
  it.each<[string, Changed]>([
    ['another holiday calendar is adopted', [processes, { ...counting, version: 'another' }, 'sql']],
    ['another policy is in force', [processes, { ...counting, policy: { ...counting.policy, version: 'another' } as never }, 'sql']],
    ['a process table gives another limit', [{ ...processes, clue: { ...clue, clocks: { ...clue.clocks, L8: { ...L8, budget: { months: 7 } as never } } } }, counting, 'sql']],
    ['corrections are read in another way', [{ ...processes, clue: { ...clue, corrections: once } }, counting, 'sql']],
    ['an event is read in another way', [{ ...processes, clue: { ...clue, rows: { ...clue.rows, [name]: { ...clue.rows[name], lifts: once } } } }, counting, 'sql']],
    ['a table has another column', [processes, counting, 'other sql']],
  ])('when %s', (_, changed) => {
    expect(basisOf(...changed)).not.toBe(basisOf(processes, counting, 'sql'));
  });

  it('but not when nothing of that has changed', () => {
    expect(basisOf({ ...processes, clue: { ...clue, clocks: { ...clue.clocks, L8: { ...L8, starts: (...given: Parameters<typeof L8.starts>) => L8.starts(...given) } } } }, counting, 'sql')).toBe(basisOf(processes, counting, 'sql'));
  });
});
