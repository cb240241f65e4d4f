/** The coded people of the journeys, one for each office and post that acts. */
export const people = {
  petition: { person: 'P-01', office: 'petitionOffice', post: 'handler' },
  supervision: { person: 'P-02', office: 'caseSupervisionOffice', post: 'handler' },
  handler: { person: 'P-03', office: 'investigationOffice1', post: 'handler' },
  trial: { person: 'P-06', office: 'trialOffice', post: 'handler' },
  leader: { person: 'P-10', office: 'leadership', post: 'leader' },
  chief: { person: 'P-11', office: 'leadership', post: 'chief' },
  collective: { person: 'P-12', office: 'leadership', post: 'collective' },
  partyChief: { person: 'P-13', office: 'leadership', post: 'partyChief' },
  upperOrgan: { person: 'P-15', office: 'leadership', post: 'upperOrgan' },
  otherChief: { person: 'P-16', office: 'leadership', post: 'chief' },
} as const;
export type Person = (typeof people)[keyof typeof people];

export const paper = (kind: string) => ({ kind, title: kind, sha256: 'a'.repeat(64) });

export const accusation = (receivedOn: string, change: object = {}) => ({
  receivedOn, title: '反映某局采购问题', summary: '反映被反映人0001在采购中收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary', ...change,
});

export const filing = (caseNo: string) => ({ caseNo, kind: 'person', respondents: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary', tracks: ['party', 'state'] }] });
