import type { Acknowledged } from './acknowledged';

/** The event at `position` on its way out. Messages of one key arrive in the order they were given in. */
export type Message = { readonly position: number; readonly topic: string; readonly key: string; readonly value: string };

/** A message the brokers would not take for what it is. */
export type Refused = { readonly message: Message; readonly cause: string };

/** Topics that no longer hold what was acknowledged. Nothing goes out until somebody has looked: whoever reads would never know. */
export class TopicLost extends Error {
  override readonly name = 'TopicLost';
}

export interface Publisher {
  /**
   * Resolves when all but the refused is acknowledged by every replica; what follows a refused message under its key is not
   * sent. Throws when the brokers cannot be reached or what was acknowledged is gone (`TopicLost`); the same may then be sent
   * again, and part of it arrives a second time. One call at a time.
   */
  publish(messages: readonly Message[], before: readonly Acknowledged[]): Promise<{ readonly acknowledged: readonly Acknowledged[]; readonly refused: readonly Refused[] }>;
  close(): Promise<void>;
}
