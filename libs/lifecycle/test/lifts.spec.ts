import fc from 'fast-check';
import { decide, lift, liftFrom, UnreadableEvent, WrittenByNewer, type Lifecycle, type Matter, type Recorded } from '../src';
import { count, policy } from './permit';
import { betterWord, builds, clerk, firstBuild, folded, head, inCentimetres, says, secondBuild, thirdBuild } from './three-builds';

const act = fc.record({ centimetres: fc.integer({ min: 1, max: 1_000_000 }), truck: fc.boolean(), secret: fc.option(fc.string(), { nil: undefined }) });
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** The same act, as the form of each release put it. */
const asked = ({ centimetres, truck, secret }: Act) => [
  { metres: centimetres / 100, kind: truck ? 'lorry' : 'car', ...(secret !== undefined && { secret }) },
  { metres: centimetres / 100, kind: truck ? 'truck' : 'car', ...(secret !== undefined && { secret }) },
  { centimetres, kind: truck ? 'truck' : 'car', zone: truck ? '货车区' : '未记', ...(secret !== undefined && { informant: secret }) },
];

const story = (build: Lifecycle, told: readonly (readonly [name: string, actor: typeof clerk, asked: unknown])[], stored: readonly Recorded[] = []): readonly Recorded[] =>
  told.reduce((events, [name, actor, what]) => [...events, ...says(build, events, name, actor, what)], stored);

const measured = (build: Lifecycle, what: unknown) => story(build, [['measure', clerk, what]]);
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};
const meaning = (matter: Matter | undefined) => matter && { stage: matter.stage, facts: matter.facts, proposals: matter.proposals, signedFor: matter.signedFor, acts: matter.acts };

describe('An event of an earlier version', () => {
  test('is folded as the newest would have written it, by every build that knows its version', () =>
    fc.assert(fc.property(act, (one) => {
      const stories = builds.map((build, n) => story(build, [['measure', clerk, asked(one)[n]], ['pay', clerk, asked(one)[n]], ['approve', head, { proposal: 'c2' }]]));
      for (const [reader, build] of builds.entries())
        for (const stored of stories.slice(0, reader + 1)) expect(meaning(folded(build, frozen(stored)))).toEqual(meaning(folded(build, stories[reader]!)));
    })));

  test('is stored under the version of its row; a proposal under that of the row it would carry out', () => {
    const one = asked({ centimetres: 1_235, truck: true, secret: undefined });
    const versions = builds.map((build, n) => story(build, [['measure', clerk, one[n]], ['pay', clerk, one[n]], ['approve', head, { proposal: 'c2' }]]).map(({ type, schema }) => `${type} ${schema}`));
    expect(versions).toEqual([1, 2, 3].map((n) => [`Measured ${n}`, `StepProposed ${n}`, 'StepEndorsed 1', `Paid ${n}`]));
  });

  test('stays as it is stored, and one of today’s version is given back itself', () =>
    fc.assert(fc.property(act, (one) => {
      const [stored] = frozen(measured(firstBuild, asked(one)[0]));
      const before = JSON.stringify(stored);
      const today = lift(thirdBuild, stored!);
      expect(JSON.stringify(stored)).toBe(before);
      expect(today).toMatchObject({ schema: 3, id: stored!.id, data: { asked: asked(one)[2] } });
      expect(lift(thirdBuild, today)).toBe(today);
    })));

  test('with a decimal keeps every cent of it: 12.35 m are 1235 cm', () => {
    const [stored] = measured(firstBuild, { metres: 12.35, kind: 'lorry' });
    expect(folded(thirdBuild, [stored!])?.facts).toEqual({ centimetres: 1235, kind: 'truck', zone: '货车区' });
  });

  test('with a sealed field is lifted as it is stored, encrypted, though the field has another name now', () => {
    const [stored] = measured(firstBuild, { metres: 1, kind: 'car', secret: 'sealed:v1:0000:abcd' });
    expect(folded(thirdBuild, [stored!])?.facts).toMatchObject({ informant: 'sealed:v1:0000:abcd' });
  });
});

describe('A proposal made before an update', () => {
  const one = asked({ centimetres: 1_235, truck: true, secret: 'sealed:v1:0000:abcd' });
  const proposed = story(firstBuild, [['measure', clerk, one[0]], ['pay', clerk, one[0]]]);

  test('is approved after it, and carried out in today’s fields', () => {
    const [, paid] = says(thirdBuild, proposed, 'approve', head, { proposal: 'c2' });
    expect(paid).toMatchObject({ type: 'Paid', schema: 3, data: { asked: one[2] } });
    expect(folded(thirdBuild, proposed)?.proposals).toMatchObject([{ asked: one[2], sealed: ['informant'] }]);
  });

  test('and a correction made before it, of a fact that has another name since, corrects that fact', () => {
    const corrected = story(firstBuild, [['correct', clerk, { field: 'metres', old: 12.35, new: 12.4, reason: '量错' }], ['approve', head, { proposal: 'c2' }]], measured(firstBuild, one[0]));
    expect(folded(secondBuild, corrected)?.facts).toMatchObject({ metres: 12.4 });
    expect(folded(thirdBuild, corrected)?.facts).toEqual({ ...one[2], centimetres: 1240 });
    expect(corrected.map(({ schema }) => schema)).toEqual([1, 1, 1, 1]);
    expect(folded(thirdBuild, corrected.slice(0, 2))?.proposals).toMatchObject([{ asked: { field: 'centimetres', old: 1235, new: 1240 } }]);
  });
});

describe('A build that meets', () => {
  const stored = measured(thirdBuild, asked({ centimetres: 100, truck: true, secret: undefined })[2]);
  const reading = (build: Lifecycle, over: Partial<Recorded>) => () => folded(build, [{ ...stored[0]!, ...over }]);

  test('a schema newer than its own says in both languages to update it', () => {
    expect(reading(firstBuild, {})).toThrow(WrittenByNewer);
    expect(reading(firstBuild, {})).toThrow(/bay-1 第 1 版 Measured \(measure\) 由更新的程序写入（内容格式第 3 版，本程序只认到第 1 版）；请升级本系统 \/ .+schema 3, this build knows up to 1\); update this installation/);
    expect(reading(secondBuild, {})).toThrow(WrittenByNewer);
    expect(reading(thirdBuild, {})).not.toThrow();
  });

  test.each([0, -1, 1.5])('schema %d, which nobody ever wrote, cannot read it', (schema) => expect(reading(thirdBuild, { schema })).toThrow(UnreadableEvent));

  test.each([['a type no row records', { type: 'Weighed' }], ['a row it has not', { row: 'weigh' }], ['a row by the name of a method', { row: 'toString' }]])('%s cannot read it, and says which', (_, over) =>
    expect(reading(thirdBuild, over)).toThrow(/流程表不认识 .+ \/ .+no row of 'bay' reads/));

  test('an old event without the fields its version had cannot read it, and says why', () =>
    expect(reading(thirdBuild, { schema: 1, data: { by: clerk, papers: [] } })).toThrow(/不能由第 1 版转换到第 3 版.+could not be lifted from version 1 to 3/));
});

describe('A table cannot be built', () => {
  const chain = liftFrom(1, betterWord).from(2, inCentimetres);

  test('with a gap between two upcasters', () => {
    // @ts-expect-error the one from version 2 is missing
    expect(() => liftFrom(1, betterWord).from(3, inCentimetres)).toThrow('an upcaster from version 3 stands where the one from version 2 belongs');
  });

  test('with a chain that does not begin at version 1', () => {
    // @ts-expect-error there is nothing before version 1
    expect(() => liftFrom(0, betterWord)).toThrow('version 0');
    // @ts-expect-error the one from version 1 is missing
    expect(() => liftFrom(2, betterWord)).toThrow('version 2');
  });

  test('with one that goes back to an earlier version, or is there twice', () => {
    // @ts-expect-error version 3 is today's; from there nothing goes back to 1
    expect(() => chain.from(1, (asked) => asked)).toThrow('stands where the one from version 3 belongs');
    // @ts-expect-error lifted from version 2 already
    expect(() => chain.from(2, (asked) => asked)).toThrow('never back');
  });
});

test('What was asked before an update is refused or taken by today’s form alone', () => {
  const command = { id: 'c1', stream: 'bay-1', name: 'measure', asked: { metres: 1, kind: 'lorry' }, actor: clerk, on: '2026-05-01' };
  expect(decide(thirdBuild, undefined, command, { now: '2026-05-01T08:00:00.000Z', policy, count })).toMatchObject({ refused: { rule: 'invalid' } });
});
