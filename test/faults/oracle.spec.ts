import { judge, type Op, type Stored } from './support/history';

const row = (position: number, stream: string, revision: number, command: string, n = 0): Stored => ({ position, stream, revision, command, n, data: `{"text":"said by ${command}"}` });
const ok = (command: string, stream: string, revision: number, position: number, began = 0, ended = began + 1): Op =>
  ({ command, text: `said by ${command}`, began, ended, said: { kind: 'ok', receipt: { stream, revision, position } } });
const unanswered = (command: string, kind: 'fail' | 'unknown'): Op => ({ command, text: `said by ${command}`, began: 0, ended: 1, said: { kind } });

const rows = [row(1, 'clue-1', 1, 'a'), row(2, 'clue-2', 1, 'b'), row(3, 'clue-1', 2, 'c', 0), row(4, 'clue-1', 3, 'c', 1), row(5, 'clue-2', 2, 'd')];
const ops = [ok('a', 'clue-1', 1, 1, 0), ok('b', 'clue-2', 1, 2, 2), ok('c', 'clue-1', 3, 4, 4), unanswered('d', 'unknown'), unanswered('e', 'fail'), unanswered('f', 'unknown')];
const without = <T>(list: readonly T[], i: number) => list.toSpliced(i, 1);

describe('the oracle of the fault tests', () => {
  it('finds nothing where each command lies where its sender was told, or where nobody was told anything', () => {
    expect(judge(ops, rows, 5)).toEqual([]);
    expect(judge([], [], 0)).toEqual([]);
  });

  it.each<[planted: string, ops: readonly Op[], rows: readonly Stored[], head: number, said: RegExp]>([
    ['an acknowledged command that is lost', ops, without(rows, 4).toSpliced(1, 1, row(2, 'clue-2', 1, 'd')), 4, /command b was acknowledged at position 2, and is lost/],
    ['a position left out', ops, rows.with(4, row(6, 'clue-2', 2, 'd')), 5, /place 5 of the order holds position 6/],
    ['a head behind the events', ops, rows, 4, /the head stands at 4/],
    ['a revision left out', ops, rows.with(4, row(5, 'clue-2', 3, 'd')), 5, /clue-2 goes from revision 1 to 3/],
    ['a revision given twice', ops, rows.with(4, row(5, 'clue-2', 1, 'd')), 5, /clue-2 goes from revision 1 to 1/],
    ['a command stored twice', ops, [...rows, row(6, 'clue-2', 3, 'a')], 6, /command a left its event 0 at position 6, after 1 of its own/],
    ['a command stored twice, on another stream', ops, [...rows, row(6, 'clue-3', 1, 'd')], 6, /command d left its event 0 at position 6/],
    ['half a batch', ops, without(rows, 2).map((each, i) => ({ ...each, position: i + 1 })), 4, /command c left its event 1 at position 3, after 0/],
    ['a batch cut in two by another', ops, [...rows.slice(0, 3), row(4, 'clue-2', 2, 'd'), row(5, 'clue-1', 3, 'c', 1)], 5, /command c left its event 1 at position 5/],
    ['a refused command that was stored', ops, [...rows, row(6, 'clue-2', 3, 'e')], 6, /command e was refused, and lies at position 6/],
    ['an event of nobody', ops, [...rows, row(6, 'clue-2', 3, 'ghost')], 6, /nobody sent command ghost/],
    ['a receipt of another place', ops.with(1, ok('b', 'clue-2', 1, 5)), rows, 5, /command b was acknowledged at clue-2\/1, position 5, and lies at clue-2\/1, position 2/],
    ['other words than were sent', ops, rows.with(0, { ...rows[0]!, data: '{"text":"other"}' }), 5, /command a did not say what is stored of it/],
    ['an order that is not that of the acknowledgements', [ok('a', 'clue-1', 1, 1, 9), ...ops.slice(1)], rows, 5, /command a was sent after position 4 was acknowledged, and lies at 1/],
  ])('catches %s', (_, said, stored, head, sentence) => {
    expect(judge(said, stored, head).join('\n')).toMatch(sentence);
  });
});
