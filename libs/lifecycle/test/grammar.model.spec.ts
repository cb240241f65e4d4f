import fc from 'fast-check';
import { fold, type Actor, type Matter } from '../src';
import { permits, vocabulary } from './permit';
import { applied, clerk, engine, form, head, inspector, judge, mayor, nothing, when, type Told } from './told';

const actors = [clerk, inspector, judge, head, mayor, engine, { ...head, person: 'clerk-1' }, { ...mayor, person: 'head-1' }] as const;
const dates = ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'] as const;

/** Anything a person or a broken client might send, most of it nearly right. */
const saying = fc.record({
  name: fc.constantFrom('apply', 'tell', 'measure', 'reject', 'startJudging', 'judge', 'issue', 'approve', 'approve', 'approve', 'refuseProposal', 'withdrawProposal', 'correct', 'takeBack', 'extendClock', 'recuse', 'addNote', 'noticeClock', 'settleReaction', 'intervene', 'judgeIntervention', 'celebrate'),
  actor: fc.constantFrom<Actor>(...actors),
  backdated: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  cars: fc.constantFrom(['A1'], ['A1', 'B2'], ['A1', 'B2', 'C3']),
  car: fc.constantFrom('A1', 'B2', 'Z9'),
  fits: fc.boolean(),
  metres: fc.constantFrom(3, 3, 3, 25, -1),
  /** Most of the time the sender looks at what the graph offers and sends that, so that the later stages are reached. */
  guided: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
  pick: fc.nat({ max: 100 }),
});
type Said = typeof saying extends fc.Arbitrary<infer T> ? T : never;

const asked = (told: Told, { name, cars, car, fits, metres }: Said): unknown => {
  const proposal = told.matter?.proposals.at(-1)?.id ?? 'none';
  const owed = told.matter?.owed[0];
  const forms: Record<string, unknown> = {
    apply: { applicant: 'a', cars }, measure: { metres }, reject: { reason: 'no room' }, judge: { car, fits },
    approve: { proposal }, refuseProposal: { proposal, reason: 'no' }, withdrawProposal: { proposal, reason: 'no' },
    correct: { field: 'applicant', old: told.matter?.facts['applicant'], new: `a${told.events.length}`, reason: 'typo' },
    takeBack: { reason: 'mistake' }, extendClock: { clock: 'P3', n: 5, unit: 'days', reason: 'holiday' }, recuse: { person: 'inspector-2', post: 'handler', kind: 'self', ground: 'kin' },
    addNote: { text: 'note' }, noticeClock: { instant: 'P3:2026-05-01:2026-05-31:warning' },
    intervene: { kind: owed ? 'skipReaction' : 'retry', cause: 'reactionOwed', about: `${owed?.reaction}:${owed?.event}`, reason: 'stuck' },
    judgeIntervention: { intervention: told.matter?.interventions.at(-1)?.revision ?? 1, outcome: 'healed' },
    settleReaction: { reaction: owed?.reaction ?? 'greet', event: owed?.event ?? 'none', outcome: 'done' },
  };
  return forms[name] ?? {};
};

/** A bare stage graph, written down again by hand: the oracle the table is checked against. */
const graph: Readonly<Record<string, { readonly from: readonly string[]; readonly to: string | 'same' | 'lane'; readonly office: string }>> = {
  tell: { from: ['applied', 'measured'], to: 'same', office: 'clerk' },
  measure: { from: ['applied'], to: 'measured', office: 'inspector' },
  reject: { from: ['applied', 'measured'], to: 'rejected', office: 'clerk' },
  startJudging: { from: ['measured'], to: 'judging', office: 'inspector' },
  judge: { from: ['judging'], to: 'lane', office: 'inspector' },
  issue: { from: ['judged'], to: 'issued', office: 'clerk' },
};

const officers: Readonly<Record<string, readonly Actor[]>> = { clerk: [clerk], inspector: [inspector, judge] };

/** What a sensible person would send next. */
const guided = (told: Told, one: Said): Said => {
  const { matter } = told;
  if (!one.guided || !matter) return one;
  const open = matter.proposals.at(-1);
  if (open && one.pick % 4 > 0) {
    const signers = [head, mayor, { ...head, person: 'clerk-1' }, { ...head, person: 'inspector-2' }, { ...mayor, person: 'head-1' }].filter(({ post }) => post === open.chain[open.given.length]);
    return { ...one, name: 'approve', actor: signers[one.pick % signers.length]! };
  }
  const names = [...Object.keys(graph).filter((name) => name !== 'reject' || one.pick < 20).filter((name) => graph[name]!.from.includes(matter.stage)), ...(one.pick % 7 === 0 ? ['takeBack', 'correct', 'tell'] : [])];
  const name = names[one.pick % names.length];
  if (name === undefined) return one;
  const actor = name === 'takeBack' ? (actors.find(({ person }) => person === matter.before?.approver) ?? clerk) : (officers[graph[name]?.office ?? 'clerk']![one.pick % 3 === 0 ? 0 : -1 + officers[graph[name]?.office ?? 'clerk']!.length] ?? clerk);
  const waiting = Object.keys(matter.lanes).find((car) => matter.lanes[car]?.stage === 'judging');
  return { ...one, name: name as Said['name'], actor, ...(waiting !== undefined && one.pick % 5 > 0 && { car: waiting as Said['car'] }) };
};

const run = (said: readonly Said[], check: (before: Told, after: ReturnType<typeof when>, one: Said) => void): Told =>
  said.reduce<Told>((told, each, i) => {
    const one = guided(told, each);
    const entered = dates[Math.floor((i * dates.length) / said.length)]!;
    const after = when(told, one.name, one.actor, { asked: asked(told, one), papers: [form], entered, on: one.backdated ? dates[0] : entered });
    check(told, after, one);
    return after;
  }, nothing);

// The default size would keep nearly every story under ten commands: too short for the later stages.
const stories = fc.array(saying, { maxLength: 60, size: 'max' });
const property = (check: (before: Told, after: ReturnType<typeof when>, one: Said) => void, end: (told: Told) => void = () => undefined) =>
  // Begun already half of the time, so that the later stages are reached often.
  fc.assert(fc.property(stories, fc.boolean(), (said, begun) => end(run(begun ? [{ name: 'apply', actor: clerk, backdated: false, cars: ['A1', 'B2'], car: 'A1', fits: true, metres: 3, guided: false, pick: 0 }, ...said] : said, check))), { numRuns: 400 });

const without = ({ revision: _, position: __, ...rest }: Matter) => rest;

describe('Whatever is sent, in whatever order', () => {
  test('a refusal leaves nothing behind and says why in both languages', () =>
    property((before, after) => {
      if (!after.refused) return;
      expect(after.events).toBe(before.events);
      expect(after.refused.message.zh.length * after.refused.message.en.length).toBeGreaterThan(0);
    }));

  test('a step is taken only from the stages and by the office that the table names', () =>
    property((before, after, { name, actor }) => {
      const edge = graph[name];
      if (!edge || after.refused) return;
      expect(edge.from.includes(before.matter!.stage) || (edge.to === 'lane' && Object.values(before.matter!.lanes).some(({ stage }) => edge.from.includes(stage)))).toBe(true);
      expect(actor.office).toBe(edge.office);
    }));

  test('the stage moves only by an act of the table, by a lane, or by taking the last step back', () =>
    property((before, after) => {
      if (!before.matter || after.refused || after.matter!.stage === before.matter.stage) return;
      const last = after.events.at(-1)!;
      if (last.type === 'StepTakenBack') return;
      const edge = graph[last.row ?? ''];
      expect(edge?.to === 'lane' ? ['judging', 'judged'] : [edge?.to]).toContain(after.matter!.stage);
    }));

  test('an approved act carries its whole chain, each level signed by another person, none of them the proposer', () =>
    property((_, after) => {
      const last = after.events.at(-1);
      if (after.refused || !last || last.approvals.length === 0 || last.type === 'ProposalRefused') return;
      const signers = last.approvals.map(({ approver }) => approver.person);
      expect(new Set(signers).size).toBe(signers.length);
      expect(signers).not.toContain((last.data['by'] as Actor).person);
      if (last.row === 'reject') expect(last.approvals.map(({ level }) => level)).toEqual((before(after).facts['cars'] as string[]).length > 1 ? ['head', 'mayor'] : ['head']);
    }));

  test('nobody who measured judges, in any lane', () =>
    property(() => undefined, ({ events }) => {
      const did = (row: string) => events.filter((event) => event.row === row).map(({ data }) => (data['by'] as Actor).person);
      expect(did('judge').filter((person) => did('measure').includes(person))).toEqual([]);
    }));

  test('the matter shows its least advanced lane', () =>
    property((_, { matter }) => {
      if (!matter || !['judging', 'judged'].includes(matter.stage)) return;
      expect(matter.stage).toBe(Object.values(matter.lanes).some(({ stage }) => stage === 'judging') ? 'judging' : 'judged');
    }));

  test('notes, notices, settled reactions and interventions never move the ground, acts and corrections always do', () =>
    property((before, after) => {
      const last = after.events.at(-1);
      if (after.refused || !before.matter || !last) return;
      const moves = last.row !== undefined || last.type === 'FactCorrected' || last.type === 'StepTakenBack';
      expect(after.matter!.ground).toBe(moves ? last.revision : before.matter.ground);
    }));

  test('a matter has the same fields in the same order, whatever happened to it', () => {
    const fields = Object.keys(applied().matter!);
    property((_, { matter }) => matter && expect(Object.keys(matter)).toEqual(fields));
  });

  test('taking back restores stage, facts, lanes and acts as they were', () =>
    property((before, after, { name }) => {
      if (name !== 'takeBack' || after.refused) return;
      const kept = fold(permits, before.events.slice(0, before.matter!.before!.revision - 1))!;
      // Only the ground of a lane that went back has moved.
      const stood = ({ stage, facts, lanes }: Matter) => ({ stage, facts, lanes: Object.entries(lanes).map(([key, lane]) => [key, lane.stage, lane.facts]) });
      expect(stood(after.matter!)).toEqual(stood(kept));
      expect(after.matter!.acts.filter(({ kind }) => kind === 'done')).toEqual(kept.acts.filter(({ kind }) => kind === 'done'));
    }));

  test('the fold from zero, the fold step by step, and the fold kept as JSON are one', () =>
    property(() => undefined, ({ events, matter }) => {
      if (!matter) return;
      expect(fold(permits, events)).toEqual(matter);
      const half = Math.floor(events.length / 2);
      const kept = JSON.parse(JSON.stringify(fold(permits, events.slice(0, half)) ?? null)) as Matter | null;
      expect(JSON.parse(JSON.stringify(fold(permits, events.slice(half), kept ?? undefined)))).toEqual(JSON.parse(JSON.stringify(matter)));
      expect(without(matter).openedOn).toBe(events[0]!.occurredAt);
    }));
});

/** Facts at the moment of the act: rejecting keeps the cars. */
const before = (told: Told) => told.matter!;

test('The stories told here reach every stage, or the properties above would say nothing', () => {
  const reached = new Set<string>();
  property((_, { matter }) => void (matter && reached.add(matter.stage)));
  expect([...reached].sort()).toEqual(Object.keys(permits.stages).sort());
});

test('The hand-written graph names every row of the table but the opening, and only those', () => {
  expect(Object.keys(graph).sort()).toEqual(Object.values(permits.rows).filter(({ shape }) => shape !== 'opening').map(({ name }) => name).sort());
  expect(Object.keys(vocabulary.roles)).toEqual(expect.arrayContaining([...new Set(Object.values(graph).map(({ office }) => office))]));
});
