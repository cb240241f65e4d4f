import type { EventStore } from '@anjuan/event-store';
import type { Log } from '@anjuan/follow';
import type { Counting, Lifecycle, Matter, PolicyView } from '@anjuan/lifecycle';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';

export type Tables = {
  readonly processes: Readonly<Record<string, Lifecycle>>;
  readonly counting: Counting;
  readonly policy: PolicyView;
};

export type Conducting = Tables & {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly clock: { readonly now: () => string | Promise<string> };
  readonly client: Client;
  readonly log: Log;
  /** False where the server does not know them (the time-skipping one). */
  readonly searchAttributes: boolean;
  /** Hears of every workflow that was told something. */
  readonly told?: (stream: string) => void;
  /** For fault tests: may end the process at that point. */
  readonly crash?: (point: CrashPoint) => void;
};

export type CrashPoint = 'conductor.beforeCheckpoint' | 'conductor.beforeSignal' | 'conductor.afterSignal';

export type Conductor = {
  stop(): Promise<void>;
  /** A stream as it was folded here last, if it is remembered. */
  folded(stream: string): Matter | undefined;
  /** Streams whose workflow does not know yet how they stand. */
  pending(): Promise<number>;
  /** Whether within `ms` all events were followed and all workflows told. */
  idle(ms: number): Promise<boolean>;
};
