import pg from 'pg';
import { NewerRelease, StoreUnavailable } from '../errors';

/**
 * `refused`: the server would not take these rows and kept nothing.
 * `away`: the server or the way to it failed; a statement under way may or may not have been committed.
 * `broken`: something a retry cannot mend, such as a missing table or right.
 */
export type Failure = 'refused' | 'away' | 'broken';

const refused = ['22', '23', '54'];
/** Connection, cached plan outdated, read-only stand-by, prepared statement lost, serialization, limits of the machine, shut-down or cancel, disk, internal. */
const away = ['08', '0A', '25', '26', '40', '53', '55', '57', '58', 'XX'];

export const failureOf = (error: unknown): Failure => {
  if (error instanceof NewerRelease) return 'broken';
  if (!(error instanceof pg.DatabaseError)) return 'away';
  const kind = error.code?.slice(0, 2) ?? '';
  return refused.includes(kind) ? 'refused' : away.includes(kind) ? 'away' : 'broken';
};

const guards = ['events_stream_revision', 'events_stream_command', 'events_opening'];

/** Whether what refused the rows was one of the unique guards or the check that no revision is left out. */
export const isGuard = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  (guards.includes(error.constraint ?? '') || (error.code === '23502' && error.column === 'revision'));

/** What a caller of the store is told. */
export const told = (error: unknown): unknown =>
  failureOf(error) === 'away'
    ? new StoreUnavailable(`the event store is away: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    : error;
