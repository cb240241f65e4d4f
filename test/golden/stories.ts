import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processOf } from '@anjuan/domain';
import { clockStates, instants } from '@anjuan/lifecycle';
import { caseCases } from '../../libs/domain/test/case-rows';
import { clueCases } from '../../libs/domain/test/clue-rows';
import { outcome, type Case } from '../../libs/domain/test/each-row';
import { assessed, assigned, at, decide, deliberating, file, on, opened, plan, proposed, start, talk, then, verifying, type Story } from '../../libs/domain/test/matters';
import { begun, registerCases } from '../../libs/domain/test/register-rows';
import { noon, people, type Said } from '../../libs/domain/test/story';

const told = ({ given, when, then: expected }: Case, name: string): readonly Story[] => {
  const one = given();
  return outcome(one, { on, by: people.engine, ...when, name }) === expected && one.said().some((said) => said.name === name) ? [one] : [];
};

/** Every sentence of the rows that comes true. */
const ofRows = () => [clueCases, caseCases, registerCases].flatMap((rows) => Object.entries<readonly Case[]>(rows).flatMap(([name, cases]) => cases.flatMap((one) => told(one, name))));

const openProposal = (one: Story) => ({ proposal: one.matter().proposals.at(-1)?.id });

/** Something said that hangs on how the matter stands. */
const goingOn = (given: () => Story, say: (one: Story) => Said) => {
  const one = given();
  one.done(say(one));
  return one;
};

const proposedOnly = (given: () => Story, said: Said) => () => {
  const one = given();
  one.tell(said);
  return one;
};

const noticed = (given: () => Story, day: string) =>
  goingOn(given, (one) => {
    const count = counting(defaultPolicy, adopted);
    const due = instants(clockStates(processOf(one.matter().stream)!.clocks, one.matter(), count, noon(day)), defaultPolicy.marks, [], count).find((instant) => instant.at <= noon(day));
    return { name: 'noticeClock', asked: { instant: due?.id }, by: people.engine, on: day };
  });

const note = at('addNote', people.supervision, [], { text: '已电话联系' });
const intervene = at('intervene', people.supervision, [], { kind: 'retry', cause: 'reactionOwed', about: '', reason: '值班人员处理' });
const judged = (given: () => Story) => goingOn(then(given, intervene), (one) => at('judgeIntervention', people.engine, [], { intervention: one.matter().interventions.at(-1)?.revision, outcome: 'healed' }));
const recuse = at('recuse', people.handler, [], { person: 'P-04', post: 'handler', kind: 'self', ground: '近亲属关系' });
const extend = (clock: string) => at('extendClock', people.handler, [], { clock, n: 1, unit: 'months', reason: '案情复杂' });
const correct = (field: string, old: unknown, value: unknown) => at('correct', people.handler, [], { field, old, new: value, reason: '登记有误' });

const refused = (given: () => Story, said: Said) => goingOn(proposedOnly(given, said), (one) => at('refuseProposal', people.leader, [], { ...openProposal(one), reason: '理由不足' }));
const withdrawn = (given: () => Story, said: Said) => goingOn(proposedOnly(given, said), (one) => at('withdrawProposal', people.handler, [], { ...openProposal(one), reason: '另行呈报' }));
const settled = (given: () => Story) => goingOn(given, (one) => at('settleReaction', people.engine, [], { ...only(one.matter().owed[0]), outcome: 'done' }));
const only = (owed: { readonly reaction: string; readonly event: string } | undefined) => ({ reaction: owed?.reaction, event: owed?.event });

/** What every process knows beside its rows. */
const standing = () => [
  refused(assessed, talk),
  withdrawn(assessed, talk),
  then(assigned, start, at('takeBack', people.handler, [], { reason: '专人另定' }))(),
  then(assessed, correct('title', '反映某局采购问题', '反映某局办公设备采购问题'), recuse, note)(),
  then(verifying, extend('L12'))(),
  noticed(assessed, '2026-06-30'),
  settled(then(proposed, file)),
  judged(assessed),
  then(opened, plan, at('takeBack', people.chief, [], { reason: '方案另报' }), note, recuse)(),
  then(opened, correct('caseNo', '立〔2026〕1号', '立〔2026〕2号'), extend('L29'))(),
  refused(opened, correct('caseNo', '立〔2026〕1号', '立〔2026〕2号')),
  withdrawn(opened, correct('caseNo', '立〔2026〕1号', '立〔2026〕2号')),
  settled(then(deliberating, decide('party', 'warning'))),
  noticed(opened, '2026-09-30'),
  judged(opened),
  then(begun, note)(),
  settled(begun),
  judged(begun),
];

/** Matters of every process that between them hold every event its table can record. */
export const stories = (): readonly Story[] => [...ofRows(), ...standing()];
