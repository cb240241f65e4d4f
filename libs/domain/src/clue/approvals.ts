import { decidingRank, type ReportedPerson, type Respondent } from '../people';
import { higherOf, ranks, type Level } from '../vocabulary';

type Weighed = { readonly reported: readonly ReportedPerson[]; readonly important: boolean };

/** A13, A14, A20: about a lower-level Party chief the chief decides, about a same-level member the upper organ hears; important matters are decided collectively as well. */
export const disposalApproval = ({ reported, important }: Weighed): readonly Level[] => {
  const collective: readonly Level[] = important ? ['collective'] : [];
  return { ordinary: ['leader', ...collective] as const, lowerPartyChief: ['leader', 'chief', ...collective] as const, sameLevelMember: ['chief', ...collective, 'upperOrgan'] as const }[decidingRank(reported)];
};

/** A13: verifying a lower-level Party chief needs the Party committee's chief as well. */
export const verificationApproval = ({ reported, important }: Weighed): readonly Level[] => {
  const collective: readonly Level[] = important ? ['collective'] : [];
  return { ordinary: ['leader', ...collective] as const, lowerPartyChief: ['chief', ...collective, 'partyChief'] as const, sameLevelMember: ['chief', ...collective, 'upperOrgan'] as const }[decidingRank(reported)];
};

type Verified = Weighed & { readonly verification: { readonly approvedAt: readonly Level[] } };

/** The level that approved opening, and the chief, to whom report and opinion go in any case (SL 41). Where it was approved on paper, the level that should have. */
export const conclusionApproval = (facts: Verified): readonly Level[] => {
  const { approvedAt } = facts.verification;
  const opened = approvedAt.length > 0 ? approvedAt : verificationApproval(facts);
  return ranks.filter((level) => level === 'chief' || opened.includes(level));
};

/** A15: the department drafts, the chief examines, the Party committee's chief approves; A14 adds the upper organ. */
export const filingApproval = ({ reported }: { readonly reported: readonly ReportedPerson[] }, { respondents }: { readonly respondents: readonly Respondent[] }): readonly Level[] =>
  decidingRank([...reported, ...respondents]) === 'sameLevelMember' ? ['chief', 'partyChief', 'upperOrgan'] : ['chief', 'partyChief'];

type Closed = Weighed & { readonly closing: { readonly level?: Level | undefined } };

/** Trap 29: reopening is approved at least as high as the closing was; closed on paper, at least by the chief. */
export const reopeningApproval = (facts: Closed): readonly Level[] => {
  const chain = disposalApproval(facts);
  const top = chain.at(-1) ?? 'leader';
  const closedAt = facts.closing.level ?? 'chief';
  return higherOf(top, closedAt) === top ? chain : [...chain, closedAt];
};
