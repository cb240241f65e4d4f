import type { Situation } from '@anjuan/activities';
import type { EventStore, Log } from '@anjuan/follow';
import type { Handle } from '@anjuan/handle';
import type { Counting, Lifecycle, Matter, PolicyView } from '@anjuan/lifecycle';
import type { StuckCause } from '@anjuan/read-models';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';

export type Watching = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly processes: Readonly<Record<string, Lifecycle>>;
  readonly counting: Counting;
  readonly policy: PolicyView;
  readonly clock: { readonly now: () => string | Promise<string> };
  readonly client: Client;
  /** Through it alone it is recorded whether an intervention helped. */
  readonly handle: Handle['handle'];
  readonly load: Handle['load'];
  /** A stream as another follower of this process has folded it, which may be behind the store. */
  readonly folded?: (stream: string) => Matter | undefined;
  readonly log: Log;
};

/** One thing that is stuck. `signAt`: when the last sign of it was seen, an instant as `since`. */
export type Stuck = { readonly cause: StuckCause; readonly stream: string; readonly about: string; readonly since: string; readonly signAt: string; readonly detail: object };

/** A stream as the conductor has it, whose workflow is worth a look. `owes`: with the instant each act was recorded. */
export type Suspect = Pick<Situation, 'stream' | 'next'> & { readonly open: boolean; readonly told: boolean; readonly overdue: boolean; readonly owes: readonly { readonly reaction: string; readonly event: string; readonly since: string }[] };

export type Intervention = { readonly stream: string; readonly revision: number; readonly kind: string; readonly cause: StuckCause; readonly about: string; readonly at: string; readonly carriedOutAt: string | null; readonly nextEvent: number | null };
