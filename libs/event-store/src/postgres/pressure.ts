import { performance } from 'node:perf_hooks';

/** Judged so often, in milliseconds, as flights depart. */
const every = 500;
/** Believed for so long: a word may come late, or be lost, where everything is late. */
const believed = 1_250;
/**
 * No more than this share of the time without a flight under way and without work for this process, and whoever appends
 * waits for the door. A rush of 20 clients leaves it less than a hundredth, ten thousand appends a second that come evenly a fifth.
 */
const rest = 0.05;

type Clock = Pick<typeof performance, 'now' | 'eventLoopUtilization'>;

/** Tells a door that keeps its callers waiting from one that keeps pace with them, and says so by `say` as long as it is so. */
export const pressure = (say: () => void, clock: Clock = performance) => {
  let aloft = 0;
  /** How long this process had slept, of all its life, when the last flight landed. */
  let slept = clock.eventLoopUtilization().idle;
  let rested = 0;
  let judged = clock.now();
  let heard = -Infinity;

  const judge = (now: number) => {
    if (rested <= rest * (now - judged)) {
      heard = now;
      say();
    }
    [judged, rested] = [now, 0];
  };

  return {
    departs: () => {
      if (aloft++ > 0) return;
      rested += clock.eventLoopUtilization().idle - slept;
      const now = clock.now();
      if (now - judged >= every) judge(now);
    },
    lands: () => {
      aloft -= 1;
      slept = clock.eventLoopUtilization().idle;
    },
    /** Another door of the same store said so. */
    hear: () => void (heard = clock.now()),
    isThere: () => clock.now() - heard < believed,
  };
};
