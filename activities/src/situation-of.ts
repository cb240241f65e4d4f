import { clockStates, instants, type ClockState, type Counting, type Instant, type Lifecycle, type Matter, type PolicyView, type Text } from '@anjuan/lifecycle';
import { isAtEnd } from './at-end';
import { markWords, posts } from '@anjuan/domain';
import type { Situation, Told } from './situation';

/** What the tables, the policy and the calendar in force make of a matter at `now`. */
export type Reckoning = { readonly count: Counting; readonly policy: PolicyView; readonly now: string };

/** An instant as Temporal may see it, beside the one the door knows. */
export type Masked = { readonly shown: Instant; readonly instant: Instant };

/** A lane or item is named after a person: outside it goes by its number. */
const masked = (states: readonly ClockState[], instant: Instant): Instant => {
  const state = states.find(({ key }) => key === instant.clock);
  if (state?.place === undefined) return instant;
  const shown = `${state.clock}@${state.place}`;
  return { ...instant, clock: shown, id: shown + instant.id.slice(instant.clock.length) };
};

const statesOf = (lifecycle: Lifecycle, matter: Matter, { count, now }: Reckoning) => clockStates(lifecycle.clocks, matter, count, now);

const noticesOf = (states: readonly ClockState[], matter: Matter, { count, policy }: Reckoning): readonly Masked[] =>
  instants(states, policy.marks, matter.notices, count).map((instant) => ({ instant, shown: masked(states, instant) }));

/** Everything still to be noticed, soonest first. Pure. */
export const toNotice = (lifecycle: Lifecycle, matter: Matter, reckoning: Reckoning): readonly Masked[] => noticesOf(statesOf(lifecycle, matter, reckoning), matter, reckoning);

const named = (labels: Readonly<Record<string, Text>>, key: string): Text => labels[key] ?? { zh: key, en: key };

const inWords = (lifecycle: Lifecycle, instant: Instant): Told => {
  const { label } = lifecycle.clocks[instant.clock.split('@', 1)[0] ?? ''] ?? { label: { zh: instant.clock, en: instant.clock } };
  return { ...instant, words: { clock: label, mark: named(markWords, instant.mark), to: named(posts, instant.to) } };
};

/** Pure. */
export const situationOf = (lifecycle: Lifecycle, matter: Matter, reckoning: Reckoning): Situation => {
  const states = statesOf(lifecycle, matter, reckoning);
  const shown = noticesOf(states, matter, reckoning)[0]?.shown;
  const next = shown && inWords(lifecycle, shown);
  return {
    stream: matter.stream,
    process: matter.process,
    position: matter.position,
    revision: matter.revision,
    stage: matter.stage,
    final: isAtEnd(lifecycle, matter.stage),
    ...(next && { next }),
    owed: matter.owed,
    clocks: states.filter(({ stoppedOn }) => stoppedOn === undefined).length,
  };
};
