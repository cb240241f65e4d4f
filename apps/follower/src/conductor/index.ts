import { atOnce, follow, watchCrowd, watchCheckpoints, type Apply } from '@anjuan/follow';
import { standsAsBefore } from '@anjuan/lifecycle';
import { matters } from './matters';
import type { Conducting, Conductor } from './port';
import { rowsOf } from './row';
import { sender } from './sender';
import { bringOverSent, conducted, countPending, upsert } from './table';

export type { Conducting, Conductor, CrashPoint } from './port';
export { forgetSent } from './table';

const name = 'conductor';

/** Rules that instants are worked out by: when they change, every row is worked out anew, and those that moved are sent. */
const basisOf = ({ processes, counting, policy }: Conducting): string => {
  const budgets = Object.values(processes).map(({ process, clocks }) => [process, Object.entries(clocks).map(([clock, { budget, special }]) => [clock, budget, ...(special ? [special.budget] : [])])]);
  return JSON.stringify({ calendar: counting.version, policy, budgets });
};

/**
 * Follows the event store and keeps Temporal in step with it: a workflow for every stream in which something can still
 * happen by itself, told whenever what it waits for has changed. Nothing else starts workflows.
 */
export const startConductor = (conducting: Conducting): Conductor => {
  const { pool, store, processes, clock, log, crash = () => undefined } = conducting;
  const watch = watchCheckpoints(pool);
  // A workflow that hears a second later is late for nothing, and to tell one costs as much as a hundred events.
  const crowd = watchCrowd(store, atOnce);
  const sending = sender({ ...conducting, isCrowded: crowd.isThere, crash });

  /** Most events change nothing that a workflow acts on or shows: no row is written then. */
  const writing = (folds = matters(store, processes)): Apply =>
    async (tx, events) => {
      const { moved, parks } = await folds.fold(events);
      const keys = new Map(moved.map(({ matter: { stream }, known }) => [stream, known?.key]));
      const fresh = moved.filter(({ matter, known }) => known?.key === undefined || !standsAsBefore(matter, known.matter));
      const { rows, parks: unreckoned } = rowsOf(conducting, fresh.map(({ matter }) => matter), await clock.now());
      await upsert(tx, rows.filter(({ situation: { stream }, key }) => key !== keys.get(stream)));
      for (const { situation: { stream }, key } of rows) keys.set(stream, key);
      for (const { matter } of moved) folds.written({ matter, key: keys.get(matter.stream) });
      return [...parks, ...unreckoned];
    };
  const own = matters(store, processes);
  const write = writing(own);

  const apply: Apply = async (tx, events) => {
    const parks = await write(tx, events);
    crash('conductor.beforeCheckpoint');
    // Rows can be seen by the sender once they are committed, and the checkpoint tells when.
    const last = events.at(-1);
    if (last) void watch.reached(name, last.position, 5_000).then(sending.ring, sending.ring);
    return parks;
  };

  // Read models are kept in the same process: while so many are folded at once, they wait.
  // What workflows were told remains true when the rows are worked out again: only those hear of it whose instants moved.
  const follower = follow({ store, pool, name, apply, log, batch: 1_000, pace: 50, model: { basis: basisOf(conducting), ...conducted, build: () => ({ apply: writing() }), bringOver: bringOverSent } });

  const idle = async (ms: number): Promise<boolean> => {
    const until = Date.now() + ms;
    const left = () => Math.max(0, until - Date.now());
    const head = await store.head();
    if (!(await follower.caughtUp(head, left()))) return false;
    while ((await countPending(pool)) > 0) {
      if (left() === 0) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
  };

  return {
    stop: async () => {
      await follower.stop();
      await sending.stop();
      crowd.stop();
      await watch.close();
    },
    folded: own.known,
    pending: () => countPending(pool),
    idle,
  };
};
