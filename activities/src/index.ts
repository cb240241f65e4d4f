import type { Ports } from './door';
import { guarded } from './failures';
import { handleCommand } from './handle-command';
import { noticeClock } from './notice-clock';
import { performReaction } from './perform-reaction';
import { readSituation } from './read-situation';

export type { Ports } from './door';
export type { Answer, Handled } from './handle-command';
export { noticeCommand } from './notice-clock';
export type { Situation } from './situation';
export { situationOf, type Reckoning } from './situation-of';

/** All that workflows may ask of the world. */
export const createActivities = (ports: Ports) => {
  const guard = <Args extends readonly unknown[], R>(work: (...args: Args) => Promise<R>) => guarded(ports, work);
  return {
    handleCommand: guard(handleCommand(ports)),
    readSituation: guard(readSituation(ports)),
    performReaction: guard(performReaction(ports)),
    noticeClock: guard(noticeClock(ports)),
  };
};

export type Activities = ReturnType<typeof createActivities>;
