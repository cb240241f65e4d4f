import { advance, retryParked } from './advance';
import { alarm } from './alarm';
import { beginAt, Overtaken } from './checkpoint';
import { openSession, takeLead, type Session } from './leadership';
import { askRetry } from './parked';
import type { Follower, Following } from './port';
import { rebuildWithin } from './rebuild';
import { watchCheckpoints } from './watch-checkpoints';

/** The store's word that something was appended is a hint; this often we look without one. */
const poll = 1_000;
/**
 * Under load a batch begins at most this often: it costs nearly the same for one event as for a hundred, and what the
 * followers spend the door cannot. An event that comes alone is followed at once.
 */
const pace = 40;
const backoff = { first: 100, longest: 10_000 };

const causeOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));

/** The one mechanism of everything that comes after the store: in order, in batches, one leader a name. */
export const follow = (following: Following): Follower => {
  const { store, pool, name, log, model, batch = 10_000 } = following;
  const bell = alarm();
  /** Rung by `stop` alone, so that a busy store does not hurry the waits for the lead and after a failure. */
  const stopBell = alarm();
  const watch = watchCheckpoints(pool);
  const silence = store.onAppended(bell.ring);
  let stopped = false;
  let leading = false;
  let position = 0;
  let failing: string | undefined;
  let delay = backoff.first;

  const well = () => {
    failing = undefined;
    delay = backoff.first;
  };

  const takeUp = async ({ client }: Session) => {
    const found = await beginAt(client, name, model);
    position = found.position;
    if (model && found.basis !== model.basis) {
      log.info({ follower: name, was: found.basis, is: model.basis }, 'the rules have changed since these rows were worked out: building them anew');
      position = await rebuildWithin(client, { ...following, model });
    }
    // A newer build may read what the last one could not.
    await askRetry(client, name);
    leading = true;
    log.info({ follower: name, position }, 'following');
  };

  /** Events that were there when the checkpoint passed them and are gone now would be missed without a word. */
  const refuseAheadOfStore = async () => {
    const head = await store.head();
    if (position > head) throw new Error(`checkpoint ${position} of ${name} lies ahead of the store's head ${head}: the store was put back to an earlier day; rebuild`);
  };

  const leadUntilLost = async (session: Session) => {
    await takeUp(session);
    while (!stopped) {
      const began = Date.now();
      const events = await store.readAll(position, batch);
      if (session.lost()) throw new Error('the connection that holds the lead was lost');
      if (events.length > 0) position = await advance(session.client, following, position, events);
      else {
        await refuseAheadOfStore();
        await retryParked(session.client, following, position);
      }
      well();
      if (session.lost()) continue;
      if (events.length === 0) await bell.wait(poll);
      else if (events.length < batch) await stopBell.wait(Math.max(0, began + pace - Date.now()));
    }
  };

  const once = async () => {
    const session = await openSession(pool, bell.ring);
    try {
      const lead = await takeLead(session, name, stopBell, () => stopped);
      if (lead) await leadUntilLost(lead);
    } finally {
      leading = false;
      await session.end();
    }
  };

  const run = async () => {
    while (!stopped) {
      try {
        await once();
      } catch (error) {
        if (stopped) return;
        failing = causeOf(error);
        log[error instanceof Overtaken ? 'info' : 'warn']({ follower: name, position, cause: failing, againInMs: delay }, 'follower stopped; it tries again');
        await stopBell.wait(delay);
        delay = Math.min(2 * delay, backoff.longest);
      }
    }
  };

  const running = run();
  return {
    stop: async () => {
      stopped = true;
      silence();
      bell.ring();
      stopBell.ring();
      await running;
      await watch.close();
    },
    health: () => ({ leading, position, ...(failing !== undefined && { failing }) }),
    position: () => watch.position(name),
    caughtUp: (wanted, ms) => watch.reached(name, wanted, ms),
  };
};
