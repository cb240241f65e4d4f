import type { Actor, Matter } from '@anjuan/lifecycle';
import { at, intake, mustDo, office, paper } from '../test/office';

type Office = ReturnType<typeof office>;
const supervision = at('caseSupervisionOffice');
const department = at('investigationOffice1', 'handler', '张办');

/** A step, signed by whoever must. */
const take = async (door: Office, stream: string, name: string, by: Actor, asked: object = {}, papers: readonly string[] = []) => {
  const id = `${stream}/${name}/${(await door.load(stream))?.revision}`;
  const { matter } = await mustDo(door.handle({ id, stream, name, asked, actor: by, papers: papers.map(paper) }));
  for (const level of matter.proposals.find((proposal) => proposal.id === id)?.chain ?? [])
    await mustDo(door.handle({ id: `${id}/${level}`, stream, name: 'approve', asked: { proposal: id }, actor: at(level === 'dept' ? by.office : 'leadership', level, `签批人${level}`) }));
};

/** Carries out what is owed, on these streams and on those it reaches, until nothing is. */
const carryOut = async (door: Office, ...streams: readonly string[]): Promise<readonly string[]> => {
  const known = new Set(streams);
  const outcomes: string[] = [];
  for (const stream of known)
    for (let owed = (await door.load(stream))?.owed[0]; owed; owed = (await door.load(stream))?.owed[0]) {
      const { outcome, stream: reached } = await door.performReaction(stream, owed);
      outcomes.push(`${owed.reaction} ${outcome}`);
      if (reached !== undefined) {
        known.delete(reached); // looked at again, after this one
        known.add(reached);
      }
    }
  return outcomes;
};

const registered = async (door: Office, id: string, over: Readonly<Record<string, unknown>> = {}) => (await mustDo(door.handle(intake(door, id, over)))).receipt.stream;
const assessed = async (door: Office, id: string, over: Readonly<Record<string, unknown>> = {}) => {
  const stream = await registered(door, id, over);
  await take(door, stream, 'assignClue', supervision, { handlingOffice: 'investigationOffice1' }, ['distributionSheet']);
  await take(door, stream, 'startAssessment', department, { custodian: '专管员' });
  return stream;
};
const close = (door: Office, stream: string) => take(door, stream, 'decideClosing', department, { reason: '无具体内容' }, ['disposalOpinion']);
const merge = (door: Office, stream: string, into: string, ground = 'samePerson') => take(door, stream, 'mergeClue', supervision, { into, ground }, ['mergeNote']);
const loaded = async (door: Office, stream: string): Promise<Matter> => {
  const matter = await door.load(stream);
  if (!matter) throw new Error(`${stream} is not there`);
  return matter;
};

describe('a clue that is merged', () => {
  it('brings its receipt, source and informant to the other, with who took part and who was recused, and hears that it was received', async () => {
    const door = office();
    const into = await assessed(door, 'a', { named: false, informantName: undefined, informantContact: undefined });
    const earlier = await assessed(door, 'b', { receivedOn: '2026-02-02' });
    await take(door, earlier, 'openVerification', department, { team: ['核查甲', '核查乙'] }, ['disposalOpinion', 'workPlan']);
    await take(door, earlier, 'recuse', department, { person: '核查丙', post: 'handler', kind: 'self', ground: '近亲属关系' });
    await merge(door, earlier, into);
    expect(await carryOut(door, earlier)).toEqual(['handOverMerged done', 'confirmMerged done']);
    const [kept, gone] = [await loaded(door, into), await loaded(door, earlier)];
    expect(kept).toMatchObject({ stage: 'underAssessment', facts: { receivedOn: '2026-03-02', merged: [{ clue: earlier, source: 'petition', receivedOn: '2026-02-02', named: true }] }, recused: ['核查丙'] });
    expect(kept.duties).toEqual(expect.arrayContaining([{ duty: 'verification', person: '核查甲' }, { duty: 'verification', person: '核查乙' }]));
    expect(gone).toMatchObject({ stage: 'mergedInto', facts: { merging: { into, confirmedOn: '2026-03-02' } } });
    expect(await door.handle({ id: 'again', stream: earlier, name: 'takeUpAgain', asked: { custodian: '专管员' }, actor: department })).toMatchObject({ kind: 'refused', refusal: { rule: 'merge-stands' } });
  });

  it('passes on what had been merged into it before', async () => {
    const door = office();
    const [first, second, third] = [await assessed(door, 'a'), await assessed(door, 'b'), await assessed(door, 'c')];
    await merge(door, first, second);
    await carryOut(door, first);
    await merge(door, second, third);
    await carryOut(door, second);
    expect((await loaded(door, third)).facts['merged']).toMatchObject([{ clue: second, named: true }, { clue: first, named: true }]);
  });

  it.each([
    ['has ended meanwhile', async (door: Office) => { const into = await assessed(door, 'a'); await close(door, into); return into; }, 'refused', 'wrong-stage'],
    ['reports nobody in common', (door: Office) => assessed(door, 'a', { reported: [{ person: 'P-002', unit: '某单位', rank: 'ordinary' }] }), 'refused', 'IR 207'],
    ['does not exist', () => Promise.resolve(`clue-${'z'.repeat(26)}`), 'skipped', '没有拟并入的线索'],
  ] as const)('is taken up again when the other clue %s: it does not vanish', async (_, other, outcome, why) => {
    const door = office();
    const into = await other(door);
    const stream = await assessed(door, 'b');
    await merge(door, stream, into);
    const again = { id: 'again', stream, name: 'takeUpAgain', asked: { custodian: '专管员' }, actor: department };
    expect(await door.handle(again)).toMatchObject({ kind: 'refused', refusal: { rule: 'merge-stands' } });
    const { owed } = await loaded(door, stream);
    const settled = await door.performReaction(stream, owed[0]!); // a merged clue owes one reaction
    expect(settled.outcome).toBe(outcome);
    expect(settled.reason).toContain(why);
    expect(await door.handle(again)).toMatchObject({ kind: 'done', matter: { stage: 'underAssessment' } });
  });

  it('and the other one cannot each be merged into the other: both are refused and both can be taken up again', async () => {
    const door = office();
    const [one, two] = [await assessed(door, 'a'), await assessed(door, 'b')];
    await merge(door, one, two);
    await merge(door, two, one);
    expect(await carryOut(door, one, two)).toEqual(['handOverMerged refused', 'handOverMerged refused']);
    for (const stream of [one, two]) expect(await door.handle({ id: `again/${stream}`, stream, name: 'takeUpAgain', asked: { custodian: '专管员' }, actor: department })).toMatchObject({ kind: 'done' });
  });

  it('leaves its informant owed feedback in the case that the other becomes', async () => {
    const door = office();
    const [into, earlier] = [await assessed(door, 'a'), await assessed(door, 'b')];
    await merge(door, earlier, into);
    await carryOut(door, earlier);
    await take(door, into, 'decideFiling', department, {}, ['disposalOpinion']);
    await take(door, into, 'fileCase', department, { caseNo: '1', kind: 'person', respondents: [{ person: 'P-001', unit: '某单位', rank: 'ordinary', tracks: ['party'] }] }, ['filingReport', 'filingDecision']);
    expect(await carryOut(door, into)).toContain('openCase done');
    expect((await loaded(door, door.streamOf('case', '1'))).facts['namedClues']).toEqual([into, earlier]);
  });
});

describe('a new clue on a person under verification', () => {
  it('joins the verification once it is approved there', async () => {
    const door = office();
    const [verified, fresh] = [await assessed(door, 'a'), await registered(door, 'b')];
    await take(door, verified, 'openVerification', department, { team: ['核查甲', '核查乙'] }, ['disposalOpinion', 'workPlan']);
    await take(door, verified, 'absorbNewClue', department, { clue: fresh, person: 'P-001', investigable: true }, ['workPlan']);
    expect(await carryOut(door, verified)).toEqual(['absorb done', 'handOverMerged done', 'confirmMerged done']);
    expect(await loaded(door, verified)).toMatchObject({ stage: 'preliminaryVerification', facts: { merged: [{ clue: fresh }] } });
    expect(await loaded(door, fresh)).toMatchObject({ stage: 'mergedInto', facts: { merging: { into: verified, ground: 'samePerson' } } });
  });

  it('stays where it is when it reports somebody else', async () => {
    const door = office();
    const [verified, fresh] = [await assessed(door, 'a'), await registered(door, 'b', { reported: [{ person: 'P-002', unit: '某单位', rank: 'ordinary' }] })];
    await take(door, verified, 'openVerification', department, { team: ['核查甲', '核查乙'] }, ['disposalOpinion', 'workPlan']);
    await take(door, verified, 'absorbNewClue', department, { clue: fresh, person: 'P-001', investigable: true }, ['workPlan']);
    expect(await carryOut(door, verified)).toEqual(['absorb refused']);
    expect(await loaded(door, fresh)).toMatchObject({ stage: 'registered', revision: 1 });
  });
});

describe('a part split off a clue', () => {
  const splitOff = { ground: 'jurisdictions', title: '某企业行贿', summary: '反映某企业行贿', persons: ['P-001'], jurisdiction: 'other', remains: 'own' };
  const split = async (door: Office, over: Readonly<Record<string, unknown>> = {}) => {
    const whole = await assessed(door, 'a', { number: '线〔2026〕1号', jurisdiction: 'partial', receivedOn: '2026-02-25', ...over });
    await take(door, whole, 'splitClue', supervision, splitOff, ['splitNote']);
    const [owed] = (await loaded(door, whole)).owed;
    const { stream } = await door.performReaction(whole, owed!); // a split owes the opening of its part
    if (stream === undefined) throw new Error('the part was not opened');
    return { whole, part: stream };
  };

  it('is a clue of its own in the same history, with the receipt of the whole and without the informant', async () => {
    const door = office();
    const { whole, part } = await split(door);
    const [kept, off] = [await loaded(door, whole), await loaded(door, part)];
    expect(off).toMatchObject({ stage: 'registered', correlation: kept.correlation, facts: { number: '线〔2026〕1号-1', receivedOn: '2026-02-25', jurisdiction: 'other', named: false, parent: { clue: whole, part: 1 } } });
    expect(off.facts).not.toHaveProperty('informantName');
    expect(kept.facts).toMatchObject({ jurisdiction: 'own', children: [{ part: 1, title: '某企业行贿' }] });
  });

  it('holds the whole open until it has ended and said so; reopened, it holds it again', async () => {
    const door = office();
    const { whole, part } = await split(door);
    const closing = { stream: whole, name: 'decideClosing', asked: { reason: '无具体内容' }, actor: department, papers: [paper('disposalOpinion')] };
    expect(await door.handle({ ...closing, id: 'early' })).toMatchObject({ kind: 'refused', refusal: { rule: 'children-open' } });
    await take(door, part, 'forwardClue', supervision, { to: '某市纪委监委' }, ['transferLetter']);
    expect(await carryOut(door, part)).toEqual(['reportChildEnd done']);
    expect((await loaded(door, whole)).facts['children']).toMatchObject([{ part: 1, ended: { how: 'forwarded', clue: part, on: '2026-03-02' } }]);
    await take(door, whole, 'splitClue', supervision, { ...splitOff, title: '另一事项', jurisdiction: 'own' }, ['splitNote']);
    await carryOut(door, whole);
    const settled = (await door.store.read(whole)).events.filter(({ type }) => type === 'ReactionSettled').map(({ data }) => String(data['stream']));
    const second = settled.at(-1)!; // just settled
    expect(settled).toEqual([part, second]);
    await take(door, second, 'assignClue', supervision, { handlingOffice: 'investigationOffice1' }, ['distributionSheet']);
    await take(door, second, 'startAssessment', department, { custodian: '专管员' });
    await close(door, second);
    await carryOut(door, second);
    await take(door, second, 'reopenClue', department, { newEvidence: '新的银行流水' }, ['reopeningNote']);
    expect(await carryOut(door, second)).toEqual(['reportChildReopening done']);
    expect(await door.handle({ ...closing, id: 'still' })).toMatchObject({ kind: 'refused', refusal: { rule: 'children-open' } });
    await close(door, second);
    await carryOut(door, second);
    await close(door, whole);
    expect((await loaded(door, whole)).stage).toBe('closed');
  });

  it('has ended when it was merged into another clue, and not before that one received it', async () => {
    const door = office();
    const { whole, part } = await split(door);
    const into = await assessed(door, 'b');
    await merge(door, part, into);
    expect((await loaded(door, part)).owed.map(({ reaction }) => reaction)).toEqual(['handOverMerged']);
    await carryOut(door, part);
    expect((await loaded(door, whole)).facts['children']).toMatchObject([{ ended: { how: 'merged' } }]);
  });

  it('reopened after the whole has ended goes its way without it', async () => {
    const door = office();
    const { whole, part } = await split(door);
    await door.handle({ id: 'own', stream: part, name: 'correct', asked: { field: 'jurisdiction', old: 'other', new: 'own', reason: '管辖登记有误' }, actor: supervision });
    for (const post of ['leader', 'chief']) await mustDo(door.handle({ id: `own/${post}`, stream: part, name: 'approve', asked: { proposal: 'own' }, actor: at('leadership', post, `签批人${post}`) }));
    await take(door, part, 'assignClue', supervision, { handlingOffice: 'investigationOffice1' }, ['distributionSheet']);
    await take(door, part, 'startAssessment', department, { custodian: '专管员' });
    await close(door, part);
    await carryOut(door, part);
    await close(door, whole);
    await take(door, part, 'reopenClue', department, { newEvidence: '新的银行流水' }, ['reopeningNote']);
    expect(await carryOut(door, part)).toEqual(['reportChildReopening skipped']);
    // One of the two things a filing owes came to nothing; the case that was opened still rests on it.
    await take(door, part, 'decideFiling', department, {}, ['disposalOpinion']);
    await take(door, part, 'fileCase', department, { caseNo: '1', kind: 'person', respondents: [{ person: 'P-001', unit: '某单位', rank: 'ordinary', tracks: ['party'] }] }, ['filingReport', 'filingDecision']);
    expect(await carryOut(door, part)).toEqual(expect.arrayContaining(['openCase done', 'reportChildEnd skipped']));
    expect(await door.handle({ id: 'back', stream: part, name: 'takeBack', asked: { reason: '重新考虑' }, actor: at('leadership', 'partyChief', '签批人partyChief') })).toMatchObject({ kind: 'refused', refusal: { rule: 'something-rests-on-it' } });
  });

  it('a clue that was never split owes nothing when it ends', async () => {
    const door = office();
    const stream = await assessed(door, 'a');
    await close(door, stream);
    expect((await loaded(door, stream)).owed).toEqual([]);
  });
});
