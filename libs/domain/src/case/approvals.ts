import { filingApproval } from '../clue/approvals';
import { decidingRank, type KnownRank, type Respondent } from '../people';
import type { Level } from '../vocabulary';

/** A19, A20: always collectively; a lower Party chief by the Party committee; committee members agreed with the upper organ first. */
export const sanctionApproval = (lane: { readonly rank: KnownRank }): readonly Level[] =>
  ({ ordinary: ['chief', 'collective'] as const, lowerPartyChief: ['chief', 'collective', 'partyCommittee'] as const, sameLevelMember: ['chief', 'collective', 'upperOrgan', 'partyCommittee'] as const })[decidingRank([lane])];

type Persons = { readonly respondents: readonly Respondent[] };

/** A15: what is filed here is approved like what a clue is filed as. */
export const caseFilingApproval = ({ respondents }: Persons): readonly Level[] => filingApproval({ reported: [] }, { respondents });

/** IR 6, IR 237: discussed collectively, and it ends what the chief of the Party committee approved. */
export const withdrawalApproval = ({ respondents }: Persons): readonly Level[] =>
  decidingRank(respondents) === 'sameLevelMember' ? ['chief', 'collective', 'partyChief', 'upperOrgan'] : ['chief', 'collective', 'partyChief'];
