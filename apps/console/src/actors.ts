/** Coded people who stand in for accounts until accounts come: one for each office and post that acts. */
export type Actor = { readonly person: string; readonly office: string; readonly post: string };

export const people: readonly [Actor, ...Actor[]] = [
  { person: 'P-01', office: 'petitionOffice', post: 'handler' },
  { person: 'P-02', office: 'caseSupervisionOffice', post: 'handler' },
  { person: 'P-03', office: 'investigationOffice1', post: 'handler' },
  { person: 'P-04', office: 'investigationOffice1', post: 'handler' },
  { person: 'P-05', office: 'investigationOffice1', post: 'dept' },
  { person: 'P-06', office: 'trialOffice', post: 'handler' },
  { person: 'P-07', office: 'trialOffice', post: 'handler' },
  { person: 'P-20', office: 'inspectionGroup1', post: 'handler' },
  { person: 'P-21', office: 'tourOffice', post: 'handler' },
  { person: 'P-22', office: 'leadership', post: 'tourLeadingGroup' },
  { person: 'P-10', office: 'leadership', post: 'leader' },
  { person: 'P-11', office: 'leadership', post: 'chief' },
  { person: 'P-12', office: 'leadership', post: 'collective' },
  { person: 'P-13', office: 'leadership', post: 'partyChief' },
  { person: 'P-14', office: 'leadership', post: 'partyCommittee' },
  { person: 'P-15', office: 'leadership', post: 'upperOrgan' },
];

export const personNamed = (person: string | undefined): Actor | undefined => people.find((each) => each.person === person);
