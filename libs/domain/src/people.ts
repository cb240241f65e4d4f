import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { choice, date, line } from './fields';

/** Who a person is decides who must approve (A13, A14) and which tracks apply. */
export const ranks = {
  ordinary: text('一般干部', 'Ordinary'),
  lowerPartyChief: text('下一级党委（党组）主要负责人', 'Chief of a lower Party committee'),
  sameLevelMember: text('同级党委委员、纪委委员', 'Member of the same-level committee'),
} as const;
export type Rank = keyof typeof ranks;

/** A ledger taken over tells no rank: whoever approves reads it as the highest, until it is corrected. */
const knownRanks = { ...ranks, notStated: text('台账未载', 'Not stated in the ledger') } as const;
export type KnownRank = keyof typeof knownRanks;
export const knownRank = choice('干部层级', 'Rank', knownRanks);

export const tracks = { party: text('党纪', 'Party discipline'), state: text('政务', 'State') } as const;
export type Track = keyof typeof tracks;

export const reportedPerson = z
  .strictObject({
    person: line('被反映人（代号）', 'Reported person (coded)', 60),
    unit: line('单位', 'Unit', 100),
    post: line('职务', 'Post', 100).optional(),
    rank: choice('干部层级', 'Rank', ranks),
  })
  .meta({ zh: '被反映人', en: 'Reported person' });
/** As a matter knows them. */
export const knownPerson = reportedPerson.extend({ rank: knownRank }).meta({ zh: '被反映人', en: 'Reported person' });
export type ReportedPerson = z.infer<typeof knownPerson>;

const reportedPersons = <P extends typeof reportedPerson | typeof knownPerson>(person: P) => z.array(person).min(1).max(50).meta({ zh: '被反映人', en: 'Reported persons' });
export const reported = { asked: reportedPersons(reportedPerson), known: reportedPersons(knownPerson) } as const;

const track = choice('轨道', 'Track', tracks);

export const respondent = reportedPerson
  .extend({ tracks: z.array(track).min(1).max(2).meta({ zh: '立案轨道', en: 'Tracks' }) })
  .meta({ zh: '被审查调查人', en: 'Respondent' });
/** As a case knows them: without tracks, which a ledger does not tell, until they are corrected. */
export const knownRespondent = respondent.extend({ rank: knownRank, tracks: z.array(track).max(2).meta({ zh: '立案轨道', en: 'Tracks' }), filedOn: date('立案日期（晚于本案的）', 'Filed on, when later than the case').optional() }).meta({ zh: '被审查调查人', en: 'Respondent' });
export type Respondent = z.infer<typeof knownRespondent>;

const order: readonly KnownRank[] = ['notStated', 'ordinary', 'lowerPartyChief', 'sameLevelMember'];
/** The higher of two ranks; one that is stated goes before one that is not. */
export const higher = (a: KnownRank, b: KnownRank): KnownRank => (order.indexOf(a) > order.indexOf(b) ? a : b);

/** The rank that decides: the highest of all the people in the matter; one not stated may be any. */
export const decidingRank = (people: readonly { readonly rank: KnownRank }[]): Rank => {
  const stated = people.map(({ rank }) => (rank === 'notStated' ? 'sameLevelMember' : rank));
  return order.findLast((rank): rank is Rank => stated.some((each) => each === rank)) ?? 'ordinary';
};
