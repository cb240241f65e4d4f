import { advance, retryParked } from './advance';
import { alarm } from './alarm';
import { buildBeside } from './build';
import { watchCrowd } from './crowded';
import { asked, lowest, Overtaken, readCheckpoint, type Lead } from './checkpoint';
import { enter, nothing, refuseOtherLog, share } from './lead';
import { keepingAlive, openLeading, standby, type Session } from './leadership';
import { askRetry } from './parked';
import type { Follower, Following, Model, Progress } from './port';
import { watchCheckpoints } from './watch-checkpoints';

/** The store's word that something was appended is a hint; this often we look without one. */
const poll = 1_000;
/** Where the machine has nothing to spare, what followers spend the door cannot: a batch begins so seldom and has so few events, and they catch up afterwards. */
const modest = { pace: 1_000, batch: 100 };
const backoff = { first: 100, longest: 10_000 };
/** A build that failed (the disk is full) is tried again so much later; one under way tells of itself so often. */
const building = { again: 60_000, tell: 5_000 };

const causeOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));

/** The one mechanism of everything that comes after the store: in order, in batches, one leader a name and part. */
export const follow = (following: Following): Follower => {
  const { store, pool, name, log, model, batch = 10_000, pace = 10, apart = 0, crowd = watchCrowd(store), partitions = 1 } = following;
  const bell = alarm();
  /** Rung by `stop` alone, so that a busy store does not hurry the waits for the lead and after a failure. */
  const stopBell = alarm();
  const buildBell = alarm();
  const watch = watchCheckpoints(pool);
  const silence = store.onAppended(bell.ring);
  let stopped = false;
  let lead: Lead = nothing;
  let failing: string | undefined;
  let delay = backoff.first;
  let progress: Progress | undefined;
  let build: Promise<void> | undefined;

  const well = () => {
    failing = undefined;
    delay = backoff.first;
  };

  /** Others are built beside the rows that are there, while these are kept on. */
  const buildAnew = async (model: Model) => {
    const sameBasis = async (tx: Parameters<typeof readCheckpoint>[0]) => (await readCheckpoint(tx, name))?.basis === model.basis;
    for (; !stopped; await buildBell.wait(building.again))
      try {
        let told = Date.now();
        const onProgress = (now: Progress) => {
          progress = now;
          if (Date.now() - told < building.tell) return;
          told = Date.now();
          log.info({ follower: name, ...now }, 'building the rows anew, beside the live ones');
        };
        const position = await buildBeside({ ...following, model, onProgress }, buildBell, () => stopped, sameBasis);
        if (position !== undefined) log.info({ follower: name, position, events: progress?.events, eventsPerSecond: progress?.eventsPerSecond }, 'the rows built anew stand in the place of the old ones');
        return;
      } catch (error) {
        log.error({ follower: name, cause: causeOf(error), againInMs: building.again }, 'the rows could not be built anew; the old ones stay, and it is tried again');
      } finally {
        progress = undefined;
      }
  };

  /** By what rules rows were worked out that this process has built anew once: should they come back, another build has its own. */
  const replaced = new Set<string>();

  const lookAtRules = async (session: Session) => {
    const was = model && (await readCheckpoint(session.client, name))?.basis;
    if (!model || was === undefined || was === model.basis || build || replaced.has(was)) return;
    if (was !== asked) replaced.add(was);
    log.info({ follower: name, was, is: model.basis }, 'the rules have changed since these rows were worked out, or it was asked for: building them anew');
    build = buildAnew(model).finally(() => (build = undefined));
  };

  /** Events that were there when the checkpoint passed them and are gone now would be missed without a word. */
  const refuseAheadOfStore = async () => {
    const head = await store.head();
    const position = Math.max(...lead.places.values());
    if (position > head) throw new Error(`checkpoint ${position} of ${name} lies ahead of the store's head ${head}: the store was put back to an earlier day; rebuild`);
  };

  const leadUntilLost = async (session: Session) => {
    let shared = 0;
    let looked = 0;
    let read = 0;
    let tried = 0;
    let led = false;
    while (!stopped) {
      const began = Date.now();
      if (lead.places.size === 0 || (partitions > 1 && began - shared >= standby)) {
        lead = await share(session, following, lead);
        shared = began;
      }
      if (lead.places.size === 0) {
        // Whoever leads has it now, and says itself if that fails.
        failing = undefined;
        await stopBell.wait(standby);
        continue;
      }
      if (began - looked >= poll) {
        await lookAtRules(session);
        looked = began;
      }
      if (!led) {
        // After the look: rows that were asked to be built anew get out of it.
        await refuseOtherLog(session, following);
        // A newer build may read what the last one could not.
        await askRetry(session.client, name);
        led = true;
      }
      if (apart > 0) await stopBell.wait(Math.max(0, read + apart - Date.now()));
      if (stopped) return;
      read = Date.now();
      const crowded = crowd.isThere();
      const events = await keepingAlive(session, store.readAll(lowest(lead.places), crowded ? Math.min(batch, modest.batch) : batch));
      if (session.lost()) throw new Error('the connection that holds the lead was lost');
      if (events.length > 0) lead = await keepingAlive(session, advance(session.client, following, lead, events));
      else await refuseAheadOfStore();
      // Also where lines keep coming: whoever asked does not wait until nobody writes.
      if (events.length === 0 || began - tried >= poll) {
        await retryParked(session.client, following, lead);
        tried = began;
      }
      well();
      if (session.lost()) continue;
      if (events.length === 0) await bell.wait(partitions > 1 ? standby : poll);
      else if (crowded) await stopBell.wait(Math.max(0, began + Math.max(pace, modest.pace) - Date.now()));
      else if (events.length < batch) await stopBell.wait(Math.max(0, began + pace - Date.now()));
    }
  };

  const once = async () => {
    const session = await openLeading(pool, bell.ring, model !== undefined);
    try {
      for (; !stopped; await stopBell.wait(standby)) {
        if (await enter(session, following)) await leadUntilLost(session);
      }
    } finally {
      lead = nothing;
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
        log[error instanceof Overtaken ? 'info' : 'warn']({ follower: name, cause: failing, againInMs: delay }, 'follower stopped; it tries again');
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
      crowd.stop();
      for (const each of [bell, stopBell, buildBell]) each.ring();
      await running;
      await build;
      await watch.close();
    },
    health: () => ({ leading: lead.places.size > 0, position: lead.places.size > 0 ? lowest(lead.places) : 0, ...(failing !== undefined && { failing }), ...(progress && { building: progress }) }),
    position: () => watch.position(name),
    caughtUp: (wanted, ms) => watch.reached(name, wanted, ms),
  };
};
