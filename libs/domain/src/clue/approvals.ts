import { decidingRank, type ReportedPerson } from '../people';
import { atLeast, ranks, type Level } from '../vocabulary';

type Weighed = { readonly reported: readonly ReportedPerson[]; readonly important: boolean };

/** A13, A20: an inquiry about a lower-level Party chief goes to the chief; important matters are decided collectively. */
export const disposalApproval = ({ reported, important }: Weighed): readonly Level[] => {
  if (important) return ['leader', 'collective'];
  return { ordinary: ['leader'] as const, lowerPartyChief: ['leader', 'chief'] as const, sameLevelMember: ['chief', 'upperOrgan'] as const }[decidingRank(reported)];
};

/** A13: verifying a lower-level Party chief needs the Party committee's chief as well. */
export const verificationApproval = ({ reported, important }: Weighed): readonly Level[] => {
  const collective: readonly Level[] = important ? ['collective'] : [];
  return { ordinary: ['leader', ...collective] as const, lowerPartyChief: ['chief', ...collective, 'partyChief'] as const, sameLevelMember: ['chief', ...collective, 'upperOrgan'] as const }[decidingRank(reported)];
};

type Verified = { readonly verification: { readonly approvedAt: readonly Level[] } };

/** The level that approved opening, and the chief, to whom report and opinion go in any case (SL 41). */
export const conclusionApproval = ({ verification: { approvedAt } }: Verified): readonly Level[] =>
  ranks.filter((level) => level === 'chief' || approvedAt.includes(level));

/** A15: the department drafts, the chief examines, the Party committee's chief approves; A14 adds the upper organ. */
export const filingApproval = ({ reported }: { readonly reported: readonly ReportedPerson[] }): readonly Level[] =>
  decidingRank(reported) === 'sameLevelMember' ? ['chief', 'partyChief', 'upperOrgan'] : ['chief', 'partyChief'];

type Closed = Weighed & { readonly closing: { readonly level: Level } };

/** Trap 29: reopening is approved at least as high as the closing was. */
export const reopeningApproval = (facts: Closed): readonly Level[] => {
  const chain = disposalApproval(facts);
  const top = chain.at(-1) ?? 'leader';
  return atLeast(top, facts.closing.level) === top ? chain : [...chain, facts.closing.level];
};
