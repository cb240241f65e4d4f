import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { choice, line } from './fields';

/** Who a person is decides who must approve (A13, A14) and which tracks apply. */
export const ranks = {
  ordinary: text('一般干部', 'Ordinary'),
  lowerPartyChief: text('下一级党委（党组）主要负责人', 'Chief of a lower Party committee'),
  sameLevelMember: text('同级党委委员、纪委委员', 'Member of the same-level committee'),
} as const;
export type Rank = keyof typeof ranks;

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
export type ReportedPerson = z.infer<typeof reportedPerson>;

export const respondent = reportedPerson
  .extend({ tracks: z.array(choice('轨道', 'Track', tracks)).min(1).max(2).meta({ zh: '立案轨道', en: 'Tracks' }) })
  .meta({ zh: '被审查调查人', en: 'Respondent' });
export type Respondent = z.infer<typeof respondent>;

const order: readonly Rank[] = ['ordinary', 'lowerPartyChief', 'sameLevelMember'];
/** The higher of two ranks. */
export const higher = (a: Rank, b: Rank): Rank => (order.indexOf(a) > order.indexOf(b) ? a : b);

/** The rank that decides: the highest of all the people in the matter. */
export const decidingRank = (people: readonly { readonly rank: Rank }[]): Rank => people.reduce<Rank>((top, { rank }) => higher(rank, top), 'ordinary');
