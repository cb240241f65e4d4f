import { applied, approve, clerk, engine, head, inspector, judge, judging, mayor, proposal, when } from './told';

const rejecting = () => when(applied(['A1', 'B2']), 'reject', clerk, { asked: { reason: 'no room' } });
const sheet = (approver: typeof head, signedOn: string) => ({ onPaper: { approver, signedOn, paper: 'a'.repeat(64) } });

describe('A signature on paper', () => {
  test('lies after the proposal and after the one below it, and not after today', () => {
    const first = approve(rejecting(), clerk, { on: '2026-05-04', asked: sheet(head, '2026-05-03') });
    expect(first.refused).toBeUndefined();
    expect(approve(first, clerk, { on: '2026-05-04', asked: sheet(mayor, '2026-05-02') }).refused).toMatchObject({ rule: 'impossible-signature-date', value: '2026-05-02' });
    expect(approve(first, clerk, { on: '2026-05-04', asked: sheet(mayor, '2026-05-05') }).refused).toMatchObject({ rule: 'impossible-signature-date', value: '2026-05-05' });
    expect(approve(first, clerk, { on: '2026-05-04', asked: sheet(mayor, '2026-05-03') }).events.at(-1)).toMatchObject({ type: 'Rejected', occurredAt: '2026-05-03' });
  });
  test('is none of someone recused, of the proposer, or of someone at another level, whoever enters it', () => {
    const recused = approve(when(rejecting(), 'recuse', inspector, { asked: { person: 'head-1', post: 'head', kind: 'ordered', ground: '近亲属' } }), { ...head, person: 'head-2' });
    const id = recused.matter?.proposals.find(({ name }) => name === 'reject')?.id;
    expect(when(recused, 'approve', clerk, { asked: { proposal: id, ...sheet(head, '2026-05-01') } }).refused).toMatchObject({ rule: 'recused', value: 'head-1' });
    expect(approve(rejecting(), inspector, { asked: sheet({ ...head, person: clerk.person }, '2026-05-01') }).refused).toMatchObject({ rule: 'proposer-approves' });
    expect(approve(rejecting(), inspector, { asked: sheet(mayor, '2026-05-01') }).refused).toMatchObject({ rule: 'wrong-level' });
  });
});

describe('A proposal', () => {
  const both = () => when(rejecting(), 'extendClock', inspector, { asked: { clock: 'P3', n: 10, unit: 'days', reason: '检查员不足' } });
  test('is withdrawn or refused by itself: the other one stands', () => {
    const told = both();
    const [step, extension] = told.matter!.proposals;
    const withdrawn = when(told, 'withdrawProposal', inspector, { asked: { proposal: extension!.id, reason: 'error' } });
    expect(withdrawn.matter?.proposals).toEqual([step]);
    const refused = when(told, 'refuseProposal', mayor, { asked: { proposal: extension!.id, reason: '理由不足' } });
    expect(refused.matter?.proposals).toEqual([step]);
    expect(when(told, 'withdrawProposal', clerk, { asked: { proposal: step!.id, reason: 'error' } }).matter?.proposals).toEqual([extension]);
  });
  test('that is not there is neither signed, refused nor withdrawn', () => {
    for (const name of ['approve', 'refuseProposal', 'withdrawProposal']) {
      const { refused } = when(both(), name, head, { asked: { proposal: 'c99', ...(name !== 'approve' && { reason: '理由不足' }) } });
      expect(refused).toMatchObject({ rule: 'no-such-proposal', value: 'c99' });
    }
  });
  test('of someone recused falls, and nobody else’s', () => {
    const told = both();
    const open = when(told, 'recuse', { ...clerk, person: 'clerk-2' }, { asked: { person: clerk.person, post: 'handler', kind: 'ordered', ground: '近亲属' } });
    expect(approve(open, head).matter?.proposals.map(({ name }) => name)).toEqual(['extendClock']);
    expect(when(approve(open, head), 'recuse', inspector, { asked: { person: clerk.person, post: 'handler', kind: 'ordered', ground: '近亲属' } }).refused).toMatchObject({ rule: 'recused' });
  });
  test('in a lane is the lane’s own: its approval leaves the other lane’s proposal open', () => {
    const told = when(when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' }), 'judge', judge, { asked: { car: 'B2', fits: false }, on: '2026-05-03' });
    const [a1, b2] = told.matter!.proposals;
    const one = when(told, 'approve', head, { asked: { proposal: a1!.id }, on: '2026-05-03' });
    expect(one.matter?.proposals).toEqual([b2]);
    expect(when(one, 'approve', head, { asked: { proposal: b2!.id }, on: '2026-05-03' }).matter?.stage).toBe('judged');
  });
  test('is signed by no machine', () => {
    expect(when(rejecting(), 'approve', engine, { asked: { proposal: proposal(rejecting()) } }).refused).toMatchObject({ rule: 'wrong-level' });
  });
});

describe('Taking back', () => {
  const measured = () => when(applied(), 'measure', inspector, { asked: { metres: 4 } });
  const back = { asked: { reason: '误操作' } };
  test('waits until what was proposed on the step is withdrawn', () => {
    const open = when(measured(), 'reject', clerk, { asked: { reason: 'no room' } });
    expect(when(open, 'takeBack', inspector, back).refused).toMatchObject({ rule: 'something-rests-on-it', value: proposal(open) });
    const withdrawn = when(open, 'withdrawProposal', clerk, { asked: { proposal: proposal(open), reason: 'error' } });
    expect(when(withdrawn, 'takeBack', inspector, back).matter?.stage).toBe('applied');
  });
  test('does not mind a proposal from before the step', () => {
    const before = when(applied(), 'extendClock', clerk, { asked: { clock: 'P3', n: 10, unit: 'days', reason: '检查员不足' } });
    expect(when(when(before, 'measure', inspector, { asked: { metres: 4 } }), 'takeBack', inspector, back).matter?.stage).toBe('applied');
  });
  test('is not possible once the step was corrected, and never of the opening', () => {
    const corrected = approve(when(measured(), 'correct', clerk, { asked: { field: 'metres', old: 4, new: 5, reason: '笔误' } }), head);
    expect(corrected.matter?.facts['metres']).toBe(5);
    expect(when(corrected, 'takeBack', inspector, back).refused).toMatchObject({ rule: 'nothing-to-take-back' });
    expect(when(applied(), 'takeBack', clerk, back).refused).toMatchObject({ rule: 'nothing-to-take-back' });
  });
  test('puts back the lane that moved, and only that one has moved for whoever looked at it', () => {
    const told = when(when(judging(), 'judge', judge, { asked: { car: 'A1', fits: true }, on: '2026-05-03' }), 'judge', judge, { asked: { car: 'B2', fits: true }, on: '2026-05-03' });
    const one = when(told, 'approve', head, { asked: { proposal: told.matter!.proposals[0]!.id }, on: '2026-05-03' });
    const withdrawn = when(one, 'withdrawProposal', judge, { asked: { proposal: one.matter!.proposals[0]!.id, reason: 'error' }, on: '2026-05-03' });
    const { matter } = when(withdrawn, 'takeBack', head, { ...back, on: '2026-05-03' });
    expect(matter?.lanes).toMatchObject({ A1: { stage: 'judging', ground: matter?.revision }, B2: { stage: 'judging', ground: judging().matter?.lanes['B2']?.ground } });
    expect(matter?.lanes['A1']?.facts).not.toHaveProperty('fits');
  });
});
