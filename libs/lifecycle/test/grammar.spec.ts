import { z } from 'zod';
import { evolve, openSteps, isFinal, text } from '../src';
import { permit, permits, rows } from './permit';
import { applied, approve, clerk, engine, form, head, inspector, judge, judging, mayor, measured, nothing, proposal, when, type Told } from './told';

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
