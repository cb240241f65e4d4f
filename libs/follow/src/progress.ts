import type { Progress } from './port';

/** How a build comes on: told at every step, answered when asked. */
export const progressTo = (began: number, tell: (progress: Progress) => void) => {
  let events = 0;
  let position = 0;
  return (phase: Progress['phase'], more: number, at: number, head: number): void => {
    events += more;
    position = Math.max(position, at);
    const seconds = Math.max(0.001, (Date.now() - began) / 1_000);
    tell({ phase, events, position, head, eventsPerSecond: Math.round(events / seconds), left: position === 0 ? 0 : Math.max(0, Math.ceil(((head - position) * seconds) / position)) });
  };
};
