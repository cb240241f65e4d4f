import { inTurns } from '@anjuan/follow';
import { diagnose } from './diagnose';
import type { Stuck, Watching } from './port';
import { openStreams, suspects } from './suspects';
import { forgetHealed, keepClocks, keepFound, keepParked, openRows } from './table';
import { inTemporal, running, soon, workersAsk } from './temporal';

const atOnce = 20;
/** Comparing every open stream with every running workflow is dear: it is done now and then, and when somebody asks. */
const compareEvery = 60_000;
/** Of what is known to be stuck, so many are asked again at a look, in turn. */
const again = 500;
/** Given to a workflow to do what it was told; then some of them are asked whether it did. */
const settling = { ms: 8_000, atMost: 50 };

/** Whether somebody asked for it, and the streams that were helped and are not judged yet. */
type Occasion = { readonly asked: boolean; readonly helped: readonly string[] };

export type Looked = { readonly at: string; readonly workflows: boolean };

/** Looks through tables and Temporal for what is stuck. `told` hears of every workflow that was told something. */
export const looker = (watching: Watching) => {
  const { pool, client, clock, counting, policy } = watching;
  const warningDays = -Math.min(0, ...policy.marks.map(({ days }) => days));
  const told = new Map<string, number>();
  /** Seen missing once; a workflow that just ended in good order is gone from the conductor's book by the next look. */
  const doubted = new Set<string>();
  let clocksOf = '';
  let compared = 0;
  let turn = '';

  const lookAtClocks = async (now: string) => {
    const { rows } = await pool.query<{ position: string; built: number }>("select min(position) as position, max(built) as built from checkpoints where follower = 'read-models'");
    const today = counting.dateOf(now);
    const state = `${today} ${rows[0]?.position} ${rows[0]?.built}`;
    if (state === clocksOf) return; // the same clocks on the same day
    await keepClocks(pool, today, warningDays, now);
    clocksOf = state;
  };

  const compare = async (): Promise<readonly string[]> => {
    const open = await openStreams(pool);
    const there = await running(client);
    compared = Date.now();
    return open.filter((stream) => !there.has(stream));
  };

  /** The next of them, so that all have their turn. */
  const someOf = (streams: ReadonlySet<string>): readonly string[] => {
    const sorted = [...streams].sort();
    const next = [...sorted.filter((stream) => stream > turn), ...sorted].slice(0, Math.min(again, sorted.length));
    turn = next.at(-1) ?? '';
    return next;
  };

  const examine = async (now: string, { asked, helped }: Occasion) => {
    const known = new Set((await openRows(pool, inTemporal)).map(({ stream }) => stream));
    const missing = asked || Date.now() - compared > compareEvery ? (await compare()).filter((stream) => !known.has(stream)) : [];
    const before = Date.now() - settling.ms;
    const settled = [...told].flatMap(([stream, at]) => (at < before ? [stream] : [])).slice(0, settling.atMost);
    const looked = await suspects(pool, now, [...new Set([...helped, ...missing, ...someOf(known), ...settled, ...doubted])]);
    const diagnoses = await inTurns(looked, atOnce, async (suspect) => ({ stream: suspect.stream, diagnosis: await soon(client, () => diagnose(client, suspect, now)) }));
    const found: Stuck[] = [];
    const sure: string[] = [];
    for (const { stream, diagnosis } of diagnoses) {
      const gone = typeof diagnosis === 'object' && diagnosis.found.some(({ cause }) => cause === 'workflowMissing');
      const firstTime = gone && !known.has(stream) && !doubted.has(stream);
      if (firstTime) doubted.add(stream);
      else doubted.delete(stream);
      if (diagnosis === 'unsure' || firstTime) continue;
      if ((told.get(stream) ?? before) < before) told.delete(stream);
      sure.push(stream);
      if (typeof diagnosis === 'object') found.push(...diagnosis.found);
    }
    await keepFound(pool, found, { causes: inTemporal, streams: sure, now });
  };

  /** One cause instead of one for every case: what a part that is away holds up is not looked for. */
  const lookAtTemporal = async (now: string, occasion: Occasion): Promise<{ readonly temporal: boolean; readonly workers: boolean }> => {
    try {
      const workers = await workersAsk(client);
      if (workers) await examine(now, occasion);
      return { temporal: true, workers };
    } catch (error) {
      watching.log.warn({ cause: error instanceof Error ? error.message : String(error) }, 'Temporal could not be asked what is stuck');
      return { temporal: false, workers: true };
    }
  };

  return {
    told: (stream: string) => {
      told.delete(stream);
      told.set(stream, Date.now());
      if (told.size > 10_000) told.delete(told.keys().next().value!); // not empty: set above
    },
    /** Answers when it began, and whether the workflows could be looked at. */
    look: async (occasion: Occasion): Promise<Looked> => {
      const now = await clock.now();
      await lookAtClocks(now);
      await keepParked(pool, now);
      const { temporal, workers } = await lookAtTemporal(now, occasion);
      await forgetHealed(pool, now);
      await pool.query({
        name: 'looked',
        text: `update looks set looked_at = $1, asked = asked and not $2,
          temporal_away = case when not $3 then coalesce(temporal_away, $1) end, workers_away = case when not $4 then coalesce(workers_away, $1) end`,
        values: [now, occasion.asked, temporal, workers],
      });
      return { at: now, workflows: temporal && workers };
    },
  };
};
