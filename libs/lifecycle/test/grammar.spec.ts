import { z } from 'zod';
import { evolve, instants, clockStates, openSteps, isFinal, text, type ClockRow } from '../src';
import { clocks, count, permit, permits, policy, rows } from './permit';
import { applied, clerk, engine, form, head, inspector, judge, mayor, nothing, when, type Told } from './told';

const proposal = (told: Told) => told.matter?.proposals.at(-1)?.id;
const approve = (told: Told, who: typeof head, saying: Parameters<typeof when>[3] = {}) => when(told, 'approve', who, { ...saying, asked: { proposal: proposal(told), ...(saying.asked as object) } });
const measured = (cars?: readonly string[]) => when(applied(cars), 'measure', inspector, { asked: { metres: 4 }, on: '2026-05-02' });
const judging = () => when(measured(['A1', 'B2']), 'startJudging', inspector, { on: '2026-05-03' });

describe('A row of the table', () => {
  test('opens a matter with its facts, papers and date', () => {
    const { matter } = applied();
    expect(matter).toMatchObject({ stage: 'applied', facts: { applicant: 'a', cars: ['A1'] }, revision: 1, ground: 1, openedOn: '2026-05-01' });
    expect(matter?.papers).toEqual([{ ...form, revision: 1 }]);
  });
  test('is refused at a stage it does not leave from, naming the stage and where it belongs', () => {
    expect(when(applied(), 'issue', clerk).refused).toMatchObject({ rule: 'wrong-stage', field: 'stage', value: 'applied', message: { en: expect.stringContaining('Judged') } });
  });
  test('is refused to an actor of another office', () => {
    expect(when(applied(), 'measure', clerk, { asked: { metres: 3 } }).refused).toMatchObject({ rule: 'wrong-actor', field: 'actor', value: 'clerk' });
  });
  test('is refused without its papers, naming them', () => {
    expect(when(nothing, 'apply', clerk, { asked: { applicant: 'a', cars: ['A1'] } }).refused).toMatchObject({ rule: 'missing-document', field: 'papers', value: ['form'] });
  });
  test('is refused by its own guard', () => {
    expect(when(applied(), 'measure', inspector, { asked: { metres: 21 } }).refused).toMatchObject({ rule: 'PP 3', field: 'metres', value: 21 });
  });
  test('that the table does not know is refused by name, even one named like an object’s own method', () => {
    for (const name of ['fly', 'constructor', '__proto__', 'toString']) expect(when(applied(), name, clerk).refused).toMatchObject({ rule: 'unknown-command', value: name });
  });
  test('refuses unknown and missing fields, each fault with field, value and both languages', () => {
    const { refused } = when(applied(), 'measure', inspector, { asked: { metres: 'four', colour: 'red' } });
    expect(refused?.faults).toEqual([
      expect.objectContaining({ field: 'metres', value: 'four', message: { zh: expect.stringMatching(/[一-鿿]/), en: expect.stringContaining('expected number') } }),
      expect.objectContaining({ field: 'colour', value: 'red' }),
    ]);
  });
  test('refuses NUL and half a surrogate pair wherever they stand', () => {
    for (const bad of ['a\u0000b', 'a\ud800', '\udc00'])
      for (const saying of [{ asked: { applicant: bad, cars: ['A1'] }, papers: [form] }, { asked: { applicant: 'a', cars: [bad] }, papers: [form] }, { asked: { applicant: 'a', cars: ['A1'] }, papers: [{ ...form, title: bad }] }, { asked: { [bad]: 1 }, papers: [form] }])
        expect(when(nothing, 'apply', clerk, saying).refused?.rule).toBe('unfit-text');
    expect(when(nothing, 'apply', clerk, { asked: { applicant: '😀', cars: ['A1'] }, papers: [form] }).refused).toBeUndefined();
  });
});

describe('Dates', () => {
  test('in the future, before the opening, or not in the calendar are refused', () => {
    expect(when(applied(), 'tell', clerk, { on: '2026-05-02', entered: '2026-05-01' }).refused).toMatchObject({ rule: 'date-in-the-future' });
    expect(when(applied(), 'tell', clerk, { on: '2026-04-30' }).refused).toMatchObject({ rule: 'date-before-opening' });
    expect(when(applied(), 'tell', clerk, { on: '2026-02-30', entered: '2026-05-02' }).refused).toMatchObject({ rule: 'invalid', field: 'on', value: '2026-02-30' });
  });
  test('of a step cannot lie before the step it follows, whatever was noted in between', () => {
    const told = when(measured(), 'tell', clerk, { on: '2026-05-04' });
    expect(when(told, 'startJudging', inspector, { on: '2026-05-03', entered: '2026-05-04' }).refused).toBeUndefined();
    const early = when(measured(), 'tell', clerk, { on: '2026-05-01', entered: '2026-05-02' });
    expect(when(early, 'startJudging', inspector, { on: '2026-05-01', entered: '2026-05-02' }).refused).toMatchObject({ rule: 'out-of-order' });
  });
  test('before 1900 and after 2999 no calendar counts', () => {
    for (const on of ['1899-12-31', '0001-01-01']) expect(when(nothing, 'apply', clerk, { asked: { applicant: 'a', cars: ['A1'] }, papers: [form], on, entered: '2026-05-01' }).refused).toMatchObject({ rule: 'invalid', field: 'on' });
  });
  test('of a step cannot lie before the step it follows', () => {
    expect(when(measured(), 'startJudging', inspector, { on: '2026-05-01' }).refused).toMatchObject({ rule: 'out-of-order', value: '2026-05-01' });
  });
  test('entered more than the policy’s days late need a paper and an approver', () => {
    const late = { asked: { metres: 4 }, on: '2026-05-02', entered: '2026-05-20' };
    expect(when(applied(), 'measure', inspector, late).refused).toMatchObject({ rule: 'late-entry' });
    const proposed = when(applied(), 'measure', inspector, { ...late, papers: [form] });
    expect(proposed.matter).toMatchObject({ stage: 'applied', proposals: [{ name: 'measure', chain: ['head'], on: '2026-05-02' }] });
    const done = approve(proposed, head, { on: '2026-05-20' });
    // The signature vouches for it; the act keeps its own date.
    expect(done.events.at(-1)).toMatchObject({ type: 'Measured', occurredAt: '2026-05-02', approvals: [{ signedOn: '2026-05-20' }] });
    expect(done.matter?.stage).toBe('measured');
  });
});

describe('Approvals', () => {
  const proposed = () => when(applied(['A1', 'B2']), 'reject', clerk, { asked: { reason: 'no room' } });
  test('wait for their chain; the last one carries out the act in one append', () => {
    const first = approve(proposed(), head);
    expect(first.matter?.stage).toBe('applied');
    const second = approve(first, mayor);
    expect(second.events.slice(-2).map(({ type }) => type)).toEqual(['StepEndorsed', 'Rejected']);
    expect(second.events.at(-1)?.approvals.map(({ level, approver }) => [level, approver.person])).toEqual([['head', 'head-1'], ['mayor', 'mayor-1']]);
    expect(second.matter).toMatchObject({ stage: 'rejected', proposals: [] });
  });
  test('are refused out of order, by the proposer, or twice by one person', () => {
    expect(approve(proposed(), mayor).refused).toMatchObject({ rule: 'wrong-level' });
    expect(approve(proposed(), { ...head, person: clerk.person }).refused).toMatchObject({ rule: 'proposer-approves' });
    expect(approve(approve(proposed(), head), { ...mayor, person: head.person }).refused).toMatchObject({ rule: 'signed-already' });
  });
  test('given here are dated today; an earlier one needs the signed paper, apart from who enters it', () => {
    expect(approve(proposed(), head, { on: '2026-05-02', entered: '2026-05-03' }).refused).toMatchObject({ rule: 'signed-today' });
    const onPaper = { approver: head, signedOn: '2026-05-02', paper: 'a'.repeat(64) };
    const done = approve(proposed(), clerk, { on: '2026-05-03', asked: { onPaper } });
    expect(done.events.at(-1)).toMatchObject({ actor: clerk, data: { approver: head, signedOn: '2026-05-02', paper: onPaper.paper } });
    expect(approve(proposed(), clerk, { on: '2026-05-03', asked: { onPaper: { ...onPaper, signedOn: '2026-04-01' } } }).refused).toMatchObject({ rule: 'impossible-signature-date' });
  });
  test('are refused when the ground has moved, and the step can be proposed again', () => {
    const moved = when(proposed(), 'tell', clerk);
    expect(approve(moved, head).refused).toMatchObject({ rule: 'ground-moved' });
    expect(when(moved, 'reject', clerk, { asked: { reason: 'again' } }).matter?.proposals).toHaveLength(1);
  });
  test('look at one proposal at a time; it can be refused or withdrawn with a reason', () => {
    expect(when(proposed(), 'reject', clerk, { asked: { reason: 'again' } }).refused).toMatchObject({ rule: 'one-proposal-at-a-time' });
    expect(when(proposed(), 'refuseProposal', head, { asked: { proposal: proposal(proposed()), reason: '理由不足' } }).matter?.proposals).toEqual([]);
    expect(when(proposed(), 'withdrawProposal', inspector, { asked: { proposal: proposal(proposed()), reason: 'error' } }).refused).toMatchObject({ rule: 'not-the-proposer' });
    expect(when(proposed(), 'withdrawProposal', clerk, { asked: { proposal: proposal(proposed()), reason: 'error' } }).matter?.proposals).toEqual([]);
  });
});

describe('Lanes', () => {
  const judged = (told: Told, car: string) => approve(when(told, 'judge', judge, { asked: { car, fits: true }, on: '2026-05-03' }), head, { on: '2026-05-03' });
  test('go on singly, and the matter shows the least advanced', () => {
    const one = judged(judging(), 'A1');
    expect(one.matter).toMatchObject({ stage: 'judging', lanes: { A1: { stage: 'judged', facts: { fits: true } }, B2: { stage: 'judging' } } });
    expect(judged(one, 'B2').matter?.stage).toBe('judged');
  });
  test('that do not exist are refused by name', () => {
    expect(when(judging(), 'judge', judge, { asked: { car: 'Z9', fits: true }, on: '2026-05-03' }).refused).toMatchObject({ rule: 'unknown-lane', value: 'Z9' });
  });
  test('do not disturb one another: a proposal in one stands while another moves', () => {
    const open = when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' });
    const other = judged(open, 'B2');
    expect(other.matter?.lanes['B2']?.stage).toBe('judged');
    const id = open.matter?.proposals[0]?.id;
    expect(when(other, 'approve', head, { asked: { proposal: id }, on: '2026-05-03' }).matter?.stage).toBe('judged');
  });
});

describe('Duties', () => {
  test('exclude each other in one history: who measured may not judge', () => {
    expect(when(judging(), 'judge', inspector, { asked: { car: 'A1', fits: true }, on: '2026-05-03' }).refused).toMatchObject({ rule: 'PP 7', value: 'inspector-1' });
  });
  test('bar the approver as well', () => {
    const proposal = when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' });
    expect(when(proposal, 'approve', { ...head, person: inspector.person }, { asked: { proposal: proposal.matter?.proposals[0]?.id }, on: '2026-05-03' }).refused).toMatchObject({ rule: 'PP 7', value: 'inspector-1' });
  });
  test('end with recusal: what the recused person proposed falls, they approve nothing, and nobody decides on their own', () => {
    const recuse = (told: Told, person: string) => when(told, 'recuse', clerk, { asked: { person, post: 'head', kind: 'ordered', ground: '近亲属' } });
    expect(approve(recuse(applied(), head.person), head).refused).toMatchObject({ rule: 'own-recusal' });
    const other = { ...head, person: 'head-2' };
    const open = when(applied(), 'reject', clerk, { asked: { reason: 'no room' } });
    const recused = (person: string) => { const told = when(open, 'recuse', inspector, { asked: { person, post: 'head', kind: 'ordered', ground: '近亲属' } }); return when(told, 'approve', other, { asked: { proposal: told.matter?.proposals.at(-1)?.id } }); };
    expect(recused(clerk.person).matter?.proposals).toEqual([]);
    expect(when(recused(head.person), 'approve', head, { asked: { proposal: recused(head.person).matter?.proposals[0]?.id } }).refused).toMatchObject({ rule: 'recused' });
    expect(when(recused(clerk.person), 'addNote', clerk, { asked: { text: 'x' } }).refused).toMatchObject({ rule: 'recused' });
  });
  test('end with recusal, which the head decides', () => {
    const told = when(applied(), 'recuse', clerk, { asked: { person: inspector.person, post: 'handler', kind: 'self', ground: '近亲属' } });
    const done = approve(told, head);
    expect(when(done, 'measure', inspector, { asked: { metres: 3 } }).refused).toMatchObject({ rule: 'recused' });
  });
});

describe('Correction and taking back', () => {
  test('a correction names old and new, is approved, and moves the ground', () => {
    const asked = { field: 'applicant', old: 'a', new: 'b', reason: '笔误' };
    expect(when(applied(), 'correct', clerk, { asked: { ...asked, old: 'x' } }).refused).toMatchObject({ rule: 'old-value-differs' });
    expect(when(applied(), 'correct', clerk, { asked: { ...asked, field: 'colour' } }).refused).toMatchObject({ rule: 'unknown-field' });
    expect(when(applied(), 'correct', clerk, { asked: { ...asked, new: 7 } }).refused).toMatchObject({ field: 'new' });
    const done = approve(when(applied(), 'correct', clerk, { asked }), head);
    expect(done.matter).toMatchObject({ facts: { applicant: 'b' }, ground: 4 });
  });
  test('what was signed for is corrected by those who signed, not by fewer', () => {
    const judged = approve(when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' }), head, { on: '2026-05-03' });
    const correct = (field: string, old: unknown, value: unknown) => when(judged, 'correct', clerk, { asked: { lane: 'A1', field, old, new: value, reason: '笔误' }, on: '2026-05-03' });
    expect(judged.matter?.signedFor).toMatchObject({ 'A1|fits': ['head'] });
    expect(correct('fits', true, false).matter?.proposals.at(-1)?.chain).toEqual(['head']);
  });
  test('a sealed fact is corrected under seal, and is never repeated', () => {
    const told = when(nothing, 'apply', clerk, { asked: { applicant: 'a', cars: ['A1'], secret: 'x' }, papers: [form] });
    const open = when(told, 'correct', clerk, { asked: { field: 'secret', new: 'y', reason: '笔误' } });
    expect(open.events.at(-1)).toMatchObject({ type: 'StepProposed', data: { sealed: ['old', 'new'] } });
    expect(when(told, 'correct', clerk, { asked: { field: 'secret', new: 7, reason: '笔误' } }).refused).toMatchObject({ value: { sealed: true } });
  });
  test('a correction keeps what the form would have kept, and no day to come', () => {
    const told = when(applied(), 'tell', clerk);
    expect(when(told, 'correct', clerk, { asked: { field: 'toldOn', old: '2026-05-01', new: '2026-06-01', reason: '笔误' } }).refused).toMatchObject({ rule: 'date-in-the-future', value: '2026-06-01' });
    expect(when(told, 'correct', clerk, { asked: { field: 'toldOn', old: '2026-05-01', new: '2026-04-30', reason: '笔误' }, on: '2026-05-01', entered: '2026-05-20' }).refused).toMatchObject({ rule: 'late-entry' });
  });
  test('the last step goes back to exactly how it was, by whoever approved it, while nothing rests on it', () => {
    const before = applied();
    const after = measured();
    expect(when(after, 'takeBack', clerk, { asked: { reason: '误操作' }, on: '2026-05-02' }).refused).toMatchObject({ rule: 'not-the-approver' });
    const back = when(after, 'takeBack', inspector, { asked: { reason: '误操作' }, on: '2026-05-02' });
    const withPaper = when(before, 'measure', inspector, { asked: { metres: 4 }, on: '2026-05-02', papers: [{ ...form, kind: 'photo' }] });
    expect(withPaper.matter?.papers).toHaveLength(2);
    expect(when(withPaper, 'takeBack', inspector, { asked: { reason: '误操作' }, on: '2026-05-02' }).matter?.papers).toEqual(before.matter?.papers);
    expect([back.matter?.stage, back.matter?.facts, back.matter?.acts]).toEqual([before.matter?.stage, before.matter?.facts, before.matter?.acts]);
    expect(when(back, 'takeBack', inspector, { asked: { reason: '误操作' }, on: '2026-05-02' }).refused).toMatchObject({ rule: 'nothing-to-take-back' });
  });
  test('a step that led to another act stays', () => {
    const one = approve(when(when(when(applied(), 'measure', inspector, { asked: { metres: 4 } }), 'startJudging', inspector), 'judge', judge, { asked: { car: 'A1', fits: true } }), head);
    const issued = when(one, 'issue', clerk);
    expect(issued.matter?.owed).toEqual([{ reaction: 'greet', revision: issued.matter?.revision, event: `e${issued.events.length}` }]);
    expect(when(issued, 'takeBack', clerk, { asked: { reason: '误操作' } }).refused).toMatchObject({ rule: 'something-rests-on-it' });
    const settle = (outcome: string) => when(issued, 'settleReaction', engine, { asked: { reaction: 'greet', event: `e${issued.events.length}`, outcome } });
    expect(settle('done').matter).toMatchObject({ owed: [], ground: issued.matter?.ground });
    expect(when(settle('done'), 'takeBack', clerk, { asked: { reason: '误操作' } }).refused).toMatchObject({ rule: 'something-rests-on-it' });
    // Where nothing came of it nothing rests on it: it may be done otherwise.
    for (const outcome of ['refused', 'skipped']) expect(when(settle(outcome), 'takeBack', clerk, { asked: { reason: '误操作' } }).matter?.stage).toBe('judged');
  });
});

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

describe('Stale eyes', () => {
  test('are refused when something that matters moved, not for notes', () => {
    expect(when(measured(), 'startJudging', inspector, { on: '2026-05-02', ifMatch: 1 }).refused).toMatchObject({ rule: 'stale-revision', value: 1 });
    const noted = when(measured(), 'addNote', clerk, { asked: { text: '催办' }, on: '2026-05-02' });
    expect(when(noted, 'startJudging', inspector, { on: '2026-05-02', ifMatch: 2 }).matter?.stage).toBe('judging');
  });
  test('are not made stale by what the engine notes beside the matter, and taking back the last step keeps the note', () => {
    const remark = permit.staying({ label: text('备注', 'Remark'), ref: 'P8', basis: ['PP 8'], from: ['measured'], by: 'engine', aside: true, asks: z.object({}), records: 'Remarked', then: (_, __, { on }) => ({ toldOn: on }) });
    const table = permit.lifecycle({ rows: { ...rows, remark } });
    const told = measured();
    const noted = evolve(table, told.matter, { ...told.events[0]!, id: 'e3', revision: 3, position: 3, type: 'Remarked', row: 'remark', occurredAt: '2026-05-03', data: { asked: {}, by: engine, papers: [] } });
    expect(noted).toMatchObject({ stage: 'measured', revision: 3, ground: 2, facts: { metres: 4, toldOn: '2026-05-03' }, acts: told.matter!.acts });
    const back = when({ matter: noted, events: [...told.events, told.events[1]!] }, 'takeBack', inspector, { asked: { reason: '误操作' }, on: '2026-05-03' });
    expect(back.matter).toMatchObject({ stage: 'applied', facts: { applicant: 'a', toldOn: '2026-05-03' } });
  });
});

describe('Help for what is stuck', () => {
  const help = (kind: string, about = '') => ({ asked: { kind, cause: 'reactionOwed', about, reason: '目标流已人工建立' } });
  test('is an event with its reason, by the office that may, of today, and moves nothing', () => {
    expect(when(applied(), 'intervene', inspector, help('retry')).refused).toMatchObject({ rule: 'wrong-actor', value: 'inspector' });
    expect(when(applied(), 'intervene', clerk, { ...help('retry'), on: '2026-05-01', entered: '2026-05-02' }).refused).toMatchObject({ rule: 'acts-today' });
    expect(when(applied(), 'intervene', clerk, { asked: { kind: 'retry', cause: 'reactionOwed' } }).refused).toMatchObject({ rule: 'invalid', field: 'reason' });
    expect(when(applied(), 'intervene', clerk, help('restart')).refused).toMatchObject({ rule: 'invalid', field: 'kind' });
    const told = when(applied(), 'intervene', clerk, help('retry'));
    expect(told.events.at(-1)).toMatchObject({ type: 'Intervened', data: { kind: 'retry', reason: '目标流已人工建立' } });
    expect(told.matter).toMatchObject({ ground: 1, stage: 'applied', interventions: [{ revision: 2, kind: 'retry', cause: 'reactionOwed' }] });
    expect(told.matter?.interventions[0]).not.toHaveProperty('outcome');
  });
  test('skips a reaction that is owed, in one append, and none that is not', () => {
    const issued = when(approve(when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' }), head, { on: '2026-05-03' }), 'judge', judge, { asked: { car: 'B2', fits: true }, on: '2026-05-03' });
    const owing = when(approve(issued, head, { on: '2026-05-03' }), 'issue', clerk, { on: '2026-05-03' });
    const about = `greet:e${owing.events.length}`;
    expect(when(owing, 'intervene', clerk, { ...help('skipReaction', 'greet:e1'), on: '2026-05-03' }).refused).toMatchObject({ rule: 'nothing-owed' });
    const told = when(owing, 'intervene', clerk, { ...help('skipReaction', about), on: '2026-05-03' });
    expect(told.events.slice(-2).map(({ type, data }) => [type, data['outcome']])).toEqual([['Intervened', undefined], ['ReactionSettled', 'skipped']]);
    expect(told.matter?.owed).toEqual([]);
  });
  test('is judged once, by the engine alone', () => {
    const told = when(applied(), 'intervene', clerk, help('retry'));
    const asked = { intervention: 2, outcome: 'healed' };
    expect(when(told, 'judgeIntervention', clerk, { asked }).refused).toMatchObject({ rule: 'engine-only' });
    expect(when(told, 'judgeIntervention', engine, { asked: { ...asked, intervention: 1 } }).refused).toMatchObject({ rule: 'nothing-to-judge' });
    const judged = when(told, 'judgeIntervention', engine, { asked });
    expect(judged.matter).toMatchObject({ ground: 1, interventions: [{ revision: 2, outcome: 'healed' }] });
    expect(when(judged, 'judgeIntervention', engine, { asked }).refused).toMatchObject({ rule: 'nothing-to-judge' });
  });
});

describe('What may be done next', () => {
  test('is read from the table, with who may', () => {
    const steps = openSteps(permits, applied().matter!, inspector);
    expect(steps.map(({ row, mayAct }) => [row.name, mayAct])).toEqual([['tell', false], ['measure', true], ['reject', false]]);
    expect(openSteps(permits, judging().matter!, judge).find(({ row }) => row.name === 'judge')?.lanes).toEqual(['A1', 'B2']);
  });
  test('is nothing at a final stage, and no flag says so', () => {
    expect(['issued', 'rejected'].every((stage) => isFinal(permits, stage))).toBe(true);
    expect(isFinal(permits, 'judging')).toBe(false);
  });
});
