import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { notBefore } from '../clue/guards';
import { choice, yes } from '../fields';
import { entryOf, fromDeliberation, owesReview, respondent, withEntry, type Prosecution } from './beside';
import { sanctionApproval } from './approvals';
import { forms, kase, sanctions } from './stages';
import { trackRefusal } from './track';

const judged = (prosecutions: readonly Prosecution[] | undefined, person: string, on: string) => {
  const prosecution = entryOf(prosecutions, person);
  return prosecution && (owesReview(prosecution) || prosecution.state === 'judged')
    ? notBefore(prosecution.decidedOn, on)
    : refusal('IR 262', `${person} 没有不起诉、判决等司法结果，无须复核处分`, `no court or procuratorate has decided on ${person} in a way that asks for a review`, { field: 'respondent', value: person });
};

/** K20: looked at again, and it stands. */
export const upholdSanctionAfterJudicialChange = kase.staying({
  label: text('司法处理后复核处分：维持', 'Review the sanction after the judicial result: it stands'),
  ref: 'K20',
  basis: ['IR 262', 'DL 49'],
  from: [...fromDeliberation, 'closed'],
  by: 'trialOffice',
  needs: ['trialReport'],
  duty: { name: 'trial' },
  approvedBy: () => ['chief', 'collective'],
  asks: respondent,
  records: 'SanctionUpheldAfterJudicialChange',
  refuses: ({ prosecutions }, asked, { on }) => judged(prosecutions, asked.respondent, on),
  then: ({ prosecutions }, asked, { on }) => ({ prosecutions: withEntry(prosecutions, { ...entryOf(prosecutions, asked.respondent)!, reviewedOn: on }) }), // refused when there is none
});

/** K20: looked at again, and decided anew; it is announced and executed like the first (trap 19: in the period of the change). */
export const changeSanctionAfterJudicialChange = kase.lane({
  label: text('司法处理后复核处分：变更', 'Review the sanction after the judicial result: change it'),
  ref: 'K20',
  basis: ['IR 262', 'DL 49'],
  from: ['decided', 'announced', 'executing', 'executed'],
  to: 'decided',
  by: 'trialOffice',
  needs: ['sanctionDecision'],
  duty: { name: 'trial' },
  approvedBy: sanctionApproval,
  asks: z.object({ kind: choice('变更后的处分种类', 'Sanction now', sanctions), form: choice('形态', 'Form', forms), heard: yes('已听取陈述申辩', 'The respondent has been heard') }),
  records: 'SanctionChangedAfterJudicialChange',
  refuses: (_, { respondent: person, kind, track, heard }, { on }, { prosecutions }) =>
    judged(prosecutions, person, on) ?? trackRefusal(track, kind) ?? (heard ? undefined : refusal('DL 43', '作出处分决定前应当听取陈述和申辩', 'the respondent must be heard before the decision', { field: 'heard', value: heard })),
  then: ({ person, track, rank, decision, firstDecidedOn = decision.on, formerDecisions = [] }, { kind, form }, { on }) => ({ person, track, rank, decision: { kind, form, on }, firstDecidedOn, formerDecisions: [...formerDecisions, decision] }),
});
