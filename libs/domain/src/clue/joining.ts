import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line, yes } from '../fields';
import { higher, type ReportedPerson } from '../people';
import { verificationApproval } from './approvals';
import { noOpenChild } from './guards';
import { inherited, inherits } from './inherited';
import { clue, clueId, merged, mergeGrounds, openStages, received } from './stages';

const itself = (other: string, stream: string | undefined, field: string) =>
  other === stream ? refusal('same-clue', '不能并入线索自身', 'a clue is not merged into itself', { field, value: other }) : undefined;

const names = (reported: readonly ReportedPerson[], person: string) => reported.some((each) => each.person === person);

/** C20: the same person or the same facts. Whether the other clue is open and fits is found out there; if not, this one is taken up again. */
export const mergeClue = clue.transition({
  label: text('并案', 'Merge into another clue'),
  ref: 'C20',
  basis: ['IR 207', 'CR 14'],
  from: openStages,
  to: 'mergedInto',
  by: ['handlingDepartment', 'caseSupervisionOffice'],
  needs: ['mergeNote'],
  approvedBy: () => ['leader'],
  asks: z.object({ into: clueId.meta({ zh: '并入的线索', en: 'Into clue' }), ground: choice('并案理由', 'Ground', mergeGrounds) }),
  records: 'ClueMerged',
  refuses: (facts, { into }, { stream }) => itself(into, stream, 'into') ?? noOpenChild(facts),
  then: (facts, { into, ground }, { on }) => ({ ...facts, merging: { into, ground, on } }),
});

/** C17: a new clue on the same person joins the verification that is under way; the plan is amended. */
export const absorbNewClue = clue.staying({
  label: text('新线索并入核实', 'Take a new clue into the verification'),
  ref: 'C17',
  basis: ['IR 207'],
  from: ['preliminaryVerification'],
  by: 'handlingDepartment',
  needs: ['workPlan'],
  approvedBy: verificationApproval,
  asks: z.object({ clue: clueId.meta({ zh: '新线索', en: 'New clue' }), person: line('被核查人', 'Person verified', 60), investigable: yes('具有可查性', 'Investigable') }),
  records: 'ClueMergedIntoVerification',
  refuses: ({ reported }, { clue: other, person, investigable }, { stream }) => {
    if (!names(reported, person)) return refusal('IR 207', `${person} 不是本次核实的被核查人，其线索另行处置`, `${person} is not verified here; the clue about them goes its own way`, { field: 'person', value: person });
    if (!investigable) return refusal('IR 207', '不具有可查性的线索不得并入核实', 'a clue that cannot be investigated does not join a verification', { field: 'investigable', value: false });
    return itself(other, stream, 'clue');
  },
  then: () => ({}),
});

/** C17 on the new clue, by reaction. */
export const mergeIntoVerification = clue.transition({
  label: text('并入核实', 'Merge into a verification'),
  ref: 'C17',
  basis: ['IR 207'],
  from: openStages,
  to: 'mergedInto',
  by: 'engine',
  asks: z.object({ into: clueId, person: line('被核查人', 'Person verified', 60) }),
  records: 'ClueMerged',
  refuses: (facts, { person }) =>
    noOpenChild(facts) ?? (names(facts.reported, person) ? undefined : refusal('IR 207', `本件没有反映 ${person}`, `${person} is not reported here`, { field: 'person', value: person })),
  then: (facts, { into }, { on }) => ({ ...facts, merging: { into, ground: 'samePerson', on } }),
});

/** One person reported in both is one reported person, at the higher rank. */
const join = (here: readonly ReportedPerson[], more: readonly ReportedPerson[]): ReportedPerson[] => [
  ...here.map((each) => ({ ...each, rank: more.filter(({ person }) => person === each.person).reduce((rank, other) => higher(rank, other.rank), each.rank) })),
  ...more.filter(({ person }) => !names(here, person)),
];

/** C20 on the clue that goes on: what came with the other stays apart, and L8 counts from the earliest receipt (trap 8). */
export const receiveMerged = clue.staying({
  label: text('接收并案线索', 'Receive a merged clue'),
  ref: 'C20',
  basis: ['IR 207', 'CR 14'],
  from: openStages,
  by: 'engine',
  asks: inherited.extend({ clues: z.array(merged).min(1), ground: z.enum(['samePerson', 'sameFacts']), reported: received.shape.reported, important: z.boolean() }),
  records: 'MergedClueReceived',
  inherits,
  refuses: ({ reported }, { ground, reported: more }) =>
    ground === 'samePerson' && !more.some(({ person }) => names(reported, person))
      ? refusal('IR 207', '两件线索没有同一被反映人，不能以同一人并案', 'the two clues report no person in common', { field: 'reported', value: more.map(({ person }) => person) })
      : undefined,
  then: (facts, { clues, reported, important }) => ({ merged: [...(facts.merged ?? []), ...clues], reported: join(facts.reported, reported), important: facts.important || important }),
});

/** C20 back on the clue that was merged: from here on the merging stands. */
export const confirmMerge = clue.staying({
  label: text('并案已接收', 'The merging was received'),
  ref: 'C20',
  basis: ['IR 207'],
  from: ['mergedInto'],
  by: 'engine',
  asks: z.object({}),
  records: 'MergeConfirmed',
  then: ({ merging }, _, { on }) => ({ merging: { ...merging, confirmedOn: on } }),
});

const back = { ref: 'C20', basis: ['IR 207'], from: ['mergedInto'], by: ['handlingDepartment', 'caseSupervisionOffice'], records: 'MergeUndone' } as const;

const stands = (restedOn: boolean) =>
  restedOn ? refusal('merge-stands', '并案已被对方线索接收，或者尚在办理，不能撤回', 'the other clue has received it, or may yet', { field: 'merging', value: null }) : undefined;

/** The other clue would not have it: it has ended meanwhile, or does not fit. A merged clue must not vanish. */
export const takeUpAgain = clue.transition({
  ...back,
  label: text('并案未成：继续办理', 'The merging failed: take it up again'),
  to: 'underAssessment',
  asks: z.object({ custodian: line('专人保管', 'Custodian', 60) }),
  refuses: ({ handlingOffice }, _, { restedOn }) =>
    stands(restedOn) ?? (handlingOffice ? undefined : refusal('not-assigned', '本件尚未分办，请「恢复登记」', 'it was never assigned; return it to the register', { field: 'handlingOffice', value: null })),
  then: ({ merging: _, ...facts }, { custodian }) => ({ ...facts, custodian }),
});

/** The same for a clue that nobody had been assigned. */
export const returnToRegister = clue.transition({
  ...back,
  label: text('并案未成：恢复登记', 'The merging failed: back to the register'),
  to: 'registered',
  asks: z.object({}),
  refuses: ({ handlingOffice }, _, { restedOn }) =>
    stands(restedOn) ?? (handlingOffice ? refusal('assigned-already', '本件已分办，请「继续办理」', 'it was assigned before; take it up again', { field: 'handlingOffice', value: handlingOffice }) : undefined),
  then: ({ merging: _, ...facts }) => facts,
});
