import { clockStates, instants, isFinal, type Counting, type Instant, type Lifecycle, type Matter, type PolicyView } from '@anjuan/lifecycle';
import type { Situation } from './situation';

/** What the tables, the policy and the calendar in force make of a matter at `now`. */
export type Reckoning = { readonly count: Counting; readonly policy: PolicyView; readonly now: string };

/** An instant as Temporal may see it, beside the one the door knows. */
export type Masked = { readonly shown: Instant; readonly instant: Instant };

/** A lane is named after a person: outside it goes by its number. */
const masked = (matter: Matter, instant: Instant): Instant => {
  const [clock, lane] = [instant.clock.split('@', 1)[0]!, instant.clock.slice(instant.clock.indexOf('@') + 1)]; // split gives at least one part
  if (clock === instant.clock) return instant;
  const shown = `${clock}@${Object.keys(matter.lanes).indexOf(lane) + 1}`;
  return { ...instant, clock: shown, id: shown + instant.id.slice(instant.clock.length) };
};

/** Everything still to be noticed, soonest first. Pure. */
export const toNotice = (lifecycle: Lifecycle, matter: Matter, { count, policy, now }: Reckoning): readonly Masked[] =>
  instants(clockStates(lifecycle.clocks, matter, count, now), policy.marks, matter.notices, count).map((instant) => ({ instant, shown: masked(matter, instant) }));

/** Pure. */
export const situationOf = (lifecycle: Lifecycle, matter: Matter, reckoning: Reckoning): Situation => {
  const next = toNotice(lifecycle, matter, reckoning)[0]?.shown;
  return {
    stream: matter.stream,
    process: matter.process,
    position: matter.position,
    revision: matter.revision,
    stage: matter.stage,
    final: isFinal(lifecycle, matter.stage),
    ...(next && { next }),
    owed: matter.owed,
    clocks: clockStates(lifecycle.clocks, matter, reckoning.count, reckoning.now).filter(({ stoppedOn }) => stoppedOn === undefined).length,
  };
};
