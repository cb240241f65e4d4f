import type { counting, Policy } from '@anjuan/domain';
import type { EventStore, Receipt } from '@anjuan/event-store';
import type { Counting, Lifecycle, Matter } from '@anjuan/lifecycle';
import type { Clock } from './clock';
import type { DoorCommand, Outcome } from './door-command';
import type { Keys } from './keys';
import type { Settlement } from './reaction';

export type HandleParts = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly calendar: Parameters<typeof counting>[1];
  readonly keys: Keys;
  readonly organ: string;
  /** How many recently touched streams are kept folded. */
  readonly cacheSize: number;
  /** Tables to decide by, when not those of the domain. */
  readonly processes?: Readonly<Record<string, Lifecycle>>;
  /** Called at named points; a test kills the process there. */
  readonly crash?: (point: CrashPoint) => void;
};

export type CrashPoint = 'append.afterCommit' | 'reaction.beforeTarget' | 'reaction.afterTarget' | 'reaction.afterSettle';

export type Handle = {
  readonly handle: (command: DoorCommand) => Promise<Outcome>;
  /** The matter as the store has it now. */
  readonly load: (stream: string) => Promise<Matter | undefined>;
  readonly receiptOf: (stream: string, command: string) => Promise<Receipt | undefined>;
  readonly streamOf: (process: string, number: string) => string;
  /** Where an opening command lands: by the number it carries, without one by its own id, so that a retry lands there too. */
  readonly openingStream: (process: string, command: Pick<DoorCommand, 'id' | 'name' | 'asked'>) => string;
  readonly performReaction: (stream: string, owed: { readonly reaction: string; readonly event: string }) => Promise<Settlement>;
  readonly processes: Readonly<Record<string, Lifecycle>>;
  readonly policy: Policy;
  readonly count: Counting;
};
