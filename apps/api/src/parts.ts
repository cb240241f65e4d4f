import type { EventStore } from '@anjuan/event-store';
import type { Clock, Handle } from '@anjuan/handle';
import type { Queries } from '@anjuan/read-models';
import type { Logger } from 'pino';
import type { ActorOf } from './actor';

/** What the API stands on; `main.ts` opens it, a test hands in its own. */
export type ApiParts = {
  readonly handle: Handle;
  readonly store: Pick<EventStore, 'read' | 'head'>;
  readonly queries: Pick<Queries, 'list' | 'kept' | 'linked' | 'runningClocks' | 'stuckGroups' | 'stuckCases' | 'askToLook' | 'figures' | 'openAt' | 'yearOnYear' | 'behind' | 'position' | 'waitFor'>;
  readonly clock: Clock;
  readonly actorOf: ActorOf;
  readonly probes: Probes;
  readonly log: Logger;
  /** Where Temporal's own pages are, for links. */
  readonly temporalUiUrl?: string | undefined;
  /** Folder of the built console. */
  readonly consoleDir?: string | undefined;
};

/** Questions of readiness that the stores do not answer themselves. */
export type Probes = { readonly schema: () => Promise<boolean>; readonly temporal: () => Promise<boolean> };

export const PARTS = Symbol('the parts of the API');
