import { follow } from '@anjuan/follow';
import { stuckCauses } from '@anjuan/read-models';
import { fromEvents } from './from-events';
import { carryOut, judge, openInterventions } from './interventions';
import { looker } from './look';
import type { Watching } from './port';
import { book, bringOverSeen, openRows } from './table';

export type { Watching } from './port';

const every = 5_000;
const tick = 1_000;

/**
 * Keeps the book of what does not move, and why; carries out what operators decide about it, and says whether it helped.
 * All of it can be thrown away: the events say what was done, and a look finds the rest again.
 */
export const startStuck = (watching: Watching) => {
  const { pool, store, log } = watching;
  const follower = follow({
    // Read models are kept in the same process: while so many are folded at once, they wait.
    store, pool, log, name: 'stuck', batch: 1_000, pace: 200, apply: fromEvents(watching),
    model: { basis: '1', ...book, build: () => ({ apply: fromEvents(watching) }), bringOver: bringOverSeen },
  });
  const looking = looker(watching);
  let stopped = false;
  let looked = 0;
  let wake = () => {};

  const once = async () => {
    const { rows } = await pool.query<{ asked: boolean }>({ name: 'asked', text: 'select asked from looks' });
    const asked = rows[0]?.asked ?? false;
    const before = await openInterventions(pool);
    for (const intervention of before) if (intervention.carriedOutAt === null) await carryOut(watching, intervention);
    if (!asked && before.length === 0 && Date.now() - looked < every) return;
    const now = await looking.look({ asked, helped: before.map(({ stream }) => stream) });
    looked = Date.now();
    const open = (await openInterventions(pool)).filter(({ carriedOutAt }) => carriedOutAt !== null);
    if (open.length === 0) return;
    const stuck = await openRows(pool, stuckCauses, open.map(({ stream }) => stream));
    for (const intervention of open)
      await judge(watching, intervention, stuck, now).catch((error: Error) => log.warn({ stream: intervention.stream, cause: error.message }, 'an intervention could not be judged; it is tried again'));
  };

  const run = async () => {
    while (!stopped) {
      // Whoever stands by leaves the looking to who leads.
      if (follower.health().leading) await once().catch((error: Error) => log.warn({ cause: error.message }, 'what is stuck could not be looked at; it is tried again'));
      if (!stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, tick);
          wake = () => (clearTimeout(timer), resolve());
        });
    }
  };

  const running = run();
  return {
    told: looking.told,
    stop: async () => {
      stopped = true;
      wake();
      await running;
      await follower.stop();
    },
  };
};
