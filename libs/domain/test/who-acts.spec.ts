import type { Actor } from '@anjuan/lifecycle';
import { clueLifecycle, handlingOffices, levels, offices, vocabulary } from '../src';
import { assign, assessed, at, clue, discovered, find, talk, then } from './matters';
import { people, story, type Said } from './story';

const { plays, signs } = vocabulary;
const someone = (office: string, post = 'handler'): Actor => ({ person: 'P-90', office, post });
const ranks = Object.keys(levels);

describe('Who signs at a level', () => {
  test.each(ranks)('%s: whoever holds that post, and nobody else', (level) => {
    expect(ranks.filter((post) => signs(level, someone('leadership', post), {}))).toEqual([level]);
    expect(signs(level, someone('leadership'), {})).toBe(false);
  });
  test('the head of the handling department, not of another one; while none is named, of any', () => {
    const facts = { handlingOffice: 'investigationOffice1' };
    expect(signs('dept', someone('investigationOffice1', 'dept'), facts)).toBe(true);
    expect(signs('dept', someone('trialOffice', 'dept'), facts)).toBe(false);
    expect(signs('dept', someone('trialOffice', 'dept'), {})).toBe(true);
    expect(signs('chief', someone('leadership', 'chief'), facts)).toBe(true);
  });
  test('nobody above or below in their place', () => {
    const told = then(assessed)();
    told.tell(talk);
    const asked = { proposal: told.matter().proposals[0]?.id };
    for (const by of [people.dept, people.chief, people.collective, people.upperOrgan, people.second]) expect(told.tell({ name: 'approve', asked, by, on: talk.on })).toMatchObject({ rule: 'wrong-level', value: by.post });
    expect(told.tell({ name: 'approve', asked, by: people.leader, on: talk.on })).toBeUndefined();
  });
});

describe('Who acts for an office', () => {
  test('its own people; the handling department is the one the clue was assigned to', () => {
    const facts = { handlingOffice: 'investigationOffice1' };
    expect(Object.keys(offices).filter((office) => plays('handlingDepartment', someone(office), facts))).toEqual(['investigationOffice1']);
    expect(Object.keys(offices).filter((office) => plays('handlingDepartment', someone(office), {}))).toEqual([]);
    expect(Object.keys(offices).filter((office) => plays('trialOffice', someone(office), facts))).toEqual(['trialOffice']);
  });
  test('the engine is nobody’s office, and not a post of that name either unless it is its own', () => {
    expect(plays('engine', people.engine, {})).toBe(true);
    expect(plays('engine', someone('engine'), {})).toBe(false);
  });
  test('either inspection group finds clues, and each keeps to its own', () => {
    const other: Actor = { ...people.inspector, person: 'P-91', office: 'inspectionGroup2' };
    const theirs = story(clueLifecycle);
    expect(theirs.tell({ ...find, by: other })).toBeUndefined();
    const asking: Said = at('requestProfessionalAssistance', other, ['assistanceRequest'], { kind: 'records', purpose: '核对车辆台账', inquired: true });
    expect(theirs.tell(asking)).toBeUndefined();
    expect(discovered().tell(asking)).toMatchObject({ rule: 'wrong-actor' });
  });
  test('A3, A5: clues are assigned to departments that handle them, not to those that receive or try', () => {
    const assignable = Object.keys(offices).filter((handlingOffice) => clue().tell({ ...assign, asked: { handlingOffice } }) === undefined);
    expect(assignable).toEqual(['conductOffice', 'supervisionInspectionOffice1', 'supervisionInspectionOffice2', 'investigationOffice1', 'investigationOffice2', 'internalSupervisionOffice', 'residentGroup1']);
    expect(assignable).toEqual(handlingOffices);
  });
});

describe('Who signs for what every matter knows', () => {
  const chain = (told: ReturnType<typeof clue>, said: Said) => {
    expect(told.tell(said)).toBeUndefined();
    return told.matter().proposals.at(-1)?.chain;
  };
  const recuse = (post: string) => at('recuse', people.supervision, [], { person: 'P-92', post, kind: 'ordered', ground: '近亲属' });
  test('A9: the chief decides on a recusal, on the chief’s own the upper organ', () => {
    for (const post of ['handler', 'dept', 'leader', 'collective']) expect(chain(clue(), recuse(post))).toEqual(['chief']);
    expect(chain(clue(), recuse('chief'))).toEqual(['upperOrgan']);
  });
  test('what nobody signed for is corrected under two signatures, what was signed for by those who signed', () => {
    const correct = (field: string, old: unknown, value: unknown) => at('correct', people.supervision, [], { field, old, new: value, reason: '登记笔误' });
    expect(chain(assessed(), correct('title', '反映某局采购问题', '反映某局采购、用车问题'))).toEqual(['leader', 'chief']);
    expect(chain(assessed(), correct('assignedOn', '2026-03-02', '2026-03-01'))).toEqual(['chief']);
  });
  test('an act entered late by the leader, where the step itself asks nobody', () => {
    const late: Said = { ...at('tellAcceptance', people.petition, ['otherPaper']), entered: '2026-03-10' };
    expect(chain(clue(), late)).toEqual(['leader']);
  });
  test('five working days are not late yet, six are', () => {
    const on = (entered: string): Said => ({ ...at('tellAcceptance', people.petition), entered });
    expect(clue().tell(on('2026-03-09'))).toBeUndefined();
    expect(clue().tell(on('2026-03-10'))).toMatchObject({ rule: 'late-entry' });
  });
  test('the case supervision office, and no other, helps what is stuck', () => {
    const help = (by: Actor) => at('intervene', by, [], { kind: 'retry', cause: 'reactionOwed', reason: '目标流已人工建立' });
    expect(clue().tell(help(people.supervision))).toBeUndefined();
    for (const by of [people.petition, people.handler, people.trial, people.leader]) expect(clue().tell(help(by))).toMatchObject({ rule: 'wrong-actor' });
  });
});
