/** Longest pause after something that did not work. */
const longest = 3_600_000;
const first = 5_000;

/**
 * Work that was done and yet is still to be done: a clock that does not agree with ours, or a fault. It waits ever
 * longer instead of spinning, and other work goes on meanwhile.
 */
export const heldBack = () => {
  const held = new Map<string, { readonly until: number; readonly pause: number }>();
  return {
    hold: (job: string, now: number) => {
      const pause = Math.min(longest, 2 * (held.get(job)?.pause ?? first / 2));
      held.set(job, { until: now + pause, pause });
    },
    isHeld: (job: string, now: number) => (held.get(job)?.until ?? 0) > now,
    until: (job: string) => held.get(job)?.until,
    keepOnly: (jobs: readonly string[]) => [...held.keys()].filter((job) => !jobs.includes(job)).forEach((job) => held.delete(job)),
    release: () => held.clear(),
    jobs: () => [...held.keys()],
  };
};
