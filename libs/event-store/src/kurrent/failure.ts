import type { ErrorType } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../errors';

/**
 * `overtaken`: a stream does not stand where the append expected it, or holds a part of its events already (the server's
 * corrupted idempotency); nothing was written.
 * `broken`: something a retry cannot mend, such as a missing right or a server too old; nothing was written.
 * `away`: the server or the way to it failed; what was under way may or may not have been written, or may be yet.
 */
export type Failure = 'overtaken' | 'broken' | 'away';

const overtaken: readonly `${ErrorType}`[] = ['append-consistency-violation', 'wrong-expected-version'];
const broken: readonly `${ErrorType}`[] = [
  'access-denied', 'stream-deleted', 'stream-tombstoned', 'maximum-append-size-exceeded', 'append-record-size-exceeded', 'transaction-max-size-exceeded', 'unsupported', 'invalid-argument',
];
/** What the client has no name for it calls unknown and leaves the gRPC code on: invalid argument, permission denied, resource exhausted, unimplemented. */
const brokenCodes: readonly unknown[] = [3, 7, 8, 12];

type Said = { readonly type?: `${ErrorType}`; readonly code?: unknown };

/** By what the error says of itself: the client is loaded only where it is used, and some of its errors are bare. */
export const failureOf = (error: unknown): Failure => {
  const { type, code } = Object(error) as Said; // of whatever was thrown, these are the fields the client sets
  if (type !== undefined && overtaken.includes(type)) return 'overtaken';
  return (type !== undefined && broken.includes(type)) || brokenCodes.includes(code) ? 'broken' : 'away';
};

/** What a caller of the store is told. */
export const told = (error: unknown): unknown =>
  failureOf(error) === 'away' && !(error instanceof StoreUnavailable)
    ? new StoreUnavailable(`the event store is away: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    : error;
