import type { Rank } from '../people';
import type { Level } from '../vocabulary';

/** A19, A20: always collectively; a lower Party chief by the Party committee; committee members agreed with the upper organ first. */
export const sanctionApproval = ({ rank }: { readonly rank: Rank }): readonly Level[] =>
  ({ ordinary: ['chief', 'collective'] as const, lowerPartyChief: ['chief', 'collective', 'partyCommittee'] as const, sameLevelMember: ['chief', 'collective', 'upperOrgan', 'partyCommittee'] as const })[rank];
