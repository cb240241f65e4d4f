import type { Situation } from '@anjuan/activities';
import { noticeClock, performReaction } from './calls';
import { timerSummary } from './words';

/** One thing the workflow has to do for its stream, and from when. */
export type Job = { readonly id: string; readonly from: number; readonly summary: string; readonly carryOut: () => Promise<Situation> };

/** What follows from the situation: what is owed first, then the next instant. */
export const jobsOf = ({ stream, owed, next }: Situation): readonly Job[] => [
  ...owed.map((each): Job => {
    const summary = `${each.reaction} (${each.revision})`;
    return { id: `${each.reaction}:${each.event}`, from: 0, summary, carryOut: () => performReaction.executeWithOptions({ summary }, [stream, each]) };
  }),
  ...(next ? [{ id: next.id, from: Date.parse(next.at), summary: timerSummary(next), carryOut: () => noticeClock.executeWithOptions({ summary: timerSummary(next) }, [stream, next.id]) }] : []),
];
