import type { Counting, Lifecycle, Matter, PolicyView } from '@anjuan/lifecycle';
import type { Clock, Handle } from '@anjuan/handle';
import { situationOf, toNotice, type Masked } from './situation-of';
import type { Situation } from './situation';

/** What every activity is given: the one door, and what a situation is worked out with. */
export type Ports = {
  readonly handle: Pick<Handle, 'handle' | 'load' | 'performReaction' | 'processes'> & { readonly count: Counting; readonly policy: PolicyView };
  readonly clock: Clock;
  /** Told of failures that no retry will mend; what it logs must hold no facts of a matter. */
  readonly onBug?: (error: unknown) => void;
  /** For fault tests: may end the process at that point. */
  readonly crash?: (point: 'activity.beforeReturn') => void;
};

const tableOf = ({ handle: { processes } }: Ports, { process }: Matter): Lifecycle => {
  const lifecycle = processes[process];
  if (!lifecycle) throw new Error(`no process table '${process}'`);
  return lifecycle;
};

const reckoning = async ({ handle: { count, policy }, clock }: Ports) => ({ count, policy, now: await clock.now() });

export const reckon = async (ports: Ports, matter: Matter): Promise<Situation> => situationOf(tableOf(ports, matter), matter, await reckoning(ports));

export const instantsOf = async (ports: Ports, matter: Matter): Promise<readonly Masked[]> => toNotice(tableOf(ports, matter), matter, await reckoning(ports));
