import fc from 'fast-check';
import type { EventDraft, StoredEvent } from '@anjuan/event-store';
import type { PoolClient } from 'pg';
import { events, rules } from '../test/clues';
import { openOffice, type Office } from '../test/office';
import { readModels } from './index';

let office: Office;
let tx: PoolClient;
beforeAll(async () => {
  office = await openOffice();
  tx = await office.pool.connect();
});
afterAll(async () => {
  tx.release();
  await office.close();
});

/** A case taken over; the same few people turn up in several. */
const paper = fc.record({ person: fc.constantFrom('被反映人甲', '被反映人乙'), on: fc.constantFrom('2018-03-26', '2018-05-02', '2019-01-08') }).map(({ person, on }): EventDraft[] => [events.concludedCase(person, on)]);

/** A life a clue may have: registered, then these in any number, at times an event that no build can read. */
const life = fc.record({
  first: fc.record({ named: fc.boolean(), title: fc.constantFrom('甲', '乙'), source: fc.constantFrom(undefined, 'tour', 'audit') }).map(({ source, ...asked }) => events.registered(source === undefined ? asked : { ...asked, source })),
  then: fc.array(
    fc.constantFrom(events.told(), events.duplicate(), events.noted(), events.titled('丙'), events.assigned('conductOffice'), events.assigned('residentGroup1'), events.closed(), events.forwarded(), events.unheardOf()),
    { maxLength: 8 },
  ),
}).map(({ first, then }): EventDraft[] => [first, ...then]);

/** Deals the streams' events into one order: `choices` says whose turn it is. */
const interleave = (lives: readonly (readonly EventDraft[])[], choices: readonly number[]): StoredEvent[] => {
  const left = lives.map((drafts) => [...drafts]);
  const order: StoredEvent[] = [];
  for (let i = 0; left.some((drafts) => drafts.length > 0); i++) {
    const waiting = left.flatMap((drafts, n) => (drafts.length > 0 ? [n] : []));
    const n = waiting[(choices[i % choices.length] ?? 0) % waiting.length]!;
    const revision = lives[n]!.length - left[n]!.length + 1;
    order.push({ ...left[n]!.shift()!, stream: `clue-${n}`, revision, position: order.length + 1, id: `${n}-${revision}`, command: `${n}-${revision}`, n: 0, body: '' });
  }
  return order;
};

/** Applies in batches as the follower does, skipping parked streams; some batches come twice, as after a crash. */
const rowsAfter = async (order: readonly StoredEvent[], size: number, twice: boolean) => {
  const { apply, model } = readModels({ ...rules, store: { read: async (stream) => ({ events: order.filter((event) => event.stream === stream), commands: [] }) } });
  for (const { name } of model.tables) await tx.query(`delete from ${name}`);
  const parked = new Map<string, string>();
  for (let from = 0; from < order.length; from += size) {
    const batch = order.slice(from, from + size).filter(({ stream }) => !parked.has(stream));
    if (twice) await apply(tx, batch);
    for (const { stream, cause } of await apply(tx, batch)) parked.set(stream, cause);
  }
  const matters = await tx.query('select stream, process, correlation, stage, office, source, number, title, opened_on, due, due_provisional, revision from matters order by stream');
  const clocks = await tx.query('select * from running_clocks order by stream, key');
  const marks = await tx.query('select * from figure_marks order by stream, figure, on_day, by, person');
  // A day may have been counted and counted out again.
  const days = await tx.query('select * from figure_days where n <> 0 or fen <> 0 order by figure, by, day');
  const again = await tx.query('select * from figure_again order by person, day, before');
  // Positions are left out: they are the order itself, and nothing else may tell of it.
  return { matters: matters.rows, clocks: clocks.rows, marks: marks.rows, days: days.rows, again: again.rows, parked: [...parked].sort() };
};

it('rows never depend on the order between streams, nor on where the batches are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ arbitrary: life, weight: 2 }, paper), { minLength: 1, maxLength: 6 }), fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), fc.boolean(),
      async (lives, choices, size, twice) => {
        const inTurn = await rowsAfter(interleave(lives, [0]), 1_000, false);
        expect(inTurn.matters).toHaveLength(lives.length);
        expect(inTurn.marks.filter(({ figure }) => figure === 'received')).toHaveLength(lives.filter(([first]) => first?.process === 'clue').length);
        expect(await rowsAfter(interleave(lives, choices), size, twice)).toEqual(inTurn);
      },
    ),
    { numRuns: 60 },
  );
});
