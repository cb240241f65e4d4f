import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line, yes } from '../fields';
import { forms, kase, sanctions } from './stages';
import { trackRefusal } from './track';
import { sanctionApproval } from './approvals';

/** K11: collective decision, the respondent heard; one for each respondent and track. */
export const decideSanction = kase.lane({
  label: text('作出处分决定', 'Decide the sanction'),
  ref: 'K11',
  basis: ['DL 4', 'DL 43', 'WR 56', 'IR 227'],
  from: ['deliberating'],
  to: 'decided',
  by: 'trialOffice',
  needs: ['sanctionDecision'],
  duty: { name: 'trial' },
  approvedBy: sanctionApproval,
  asks: z.object({ kind: choice('处分种类', 'Sanction', sanctions), form: choice('形态', 'Form', forms), heard: yes('已听取陈述申辩', 'The respondent has been heard') }),
  records: 'SanctionDecided',
  refuses: (_, { kind, track, heard }) =>
    trackRefusal(track, kind) ?? (heard ? undefined : refusal('DL 43', '作出处分决定前应当听取陈述和申辩', 'the respondent must be heard before the decision', { field: 'heard', value: heard })),
  then: (lane, { kind, form }, { on }) => ({ ...lane, decision: { kind, form, on } }),
});

/** K12: party sanctions are announced to the members and the person, state sanctions delivered to person and unit, in a month. */
export const announce = kase.lane({
  label: text('宣布（送达）处分决定', 'Announce or deliver the decision'),
  ref: 'K12',
  basis: ['WR 56', 'IR 233'],
  from: ['decided'],
  to: 'announced',
  by: ['handlingDepartment', 'trialOffice'],
  needs: ['deliverySlip'],
  asks: z.object({ to: line('宣布范围（送达单位）', 'Announced or delivered to', 200) }),
  records: 'SanctionAnnounced',
  then: (lane, _, { on }) => ({ ...lane, announcedOn: on }),
});
