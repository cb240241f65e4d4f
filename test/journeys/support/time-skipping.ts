import { randomBytes } from 'node:crypto';
import { createActivities } from '@anjuan/activities';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys } from '@anjuan/handle';
import { createQueries } from '@anjuan/read-models';
import { taskQueue } from '@anjuan/workflows/contract';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { actorFromHeader } from '../../../apps/api/src/actor';
import { createApi } from '../../../apps/api/src/create-api';
import { startConductor } from '../../../apps/follower/src/conductor';
import { startProjector } from '../../../apps/follower/src/projector';
import { freshDatabase, timeSkippingServer } from '../../support';
import { calendarOf2030 } from './calendar-of-2030';
import { eventually } from './eventually';
import { http } from './http';

/**
 * The whole product in one process on real Postgres and the time-skipping server. The door's clock is the server's: time
 * passes when `until` says so, and a year takes a moment.
 */
export const installation = async () => {
  const [database, env] = await Promise.all([freshDatabase(), timeSkippingServer()]);
  const log = pino({ level: 'warn' });
  const clock = { now: async () => new Date(await env.currentTimeMs()).toISOString() };
  const pool = openPool(database.url, { max: 12, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const queries = createQueries(pool);
  const rules = { processes, counting: counting(defaultPolicy, calendarOf2030), policy: defaultPolicy };
  const keys = installationKeys(randomBytes(32).toString('hex'));
  const door = () => createHandle({ store, clock, policy: defaultPolicy, calendar: calendarOf2030, keys, organ: 'organ', cacheSize: 1_000 });

  const handle = door();
  const api = await createApi({ handle, store, queries, clock, actorOf: actorFromHeader, probes: { schema: async () => true, temporal: async () => true }, log });
  await api.listen(0, '127.0.0.1');
  const projector = startProjector({ ...rules, store, pool, log, crash: () => undefined });
  const conductor = startConductor({ ...rules, store, pool, client: env.client, clock, log, searchAttributes: false });
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: require.resolve('@anjuan/workflows'), logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
  // The worker's own door, as in another process: its cache is not the API's.
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle, activities: createActivities({ handle: door(), clock }) });
  const running = worker.run();

  /** Everything appended is followed, and every workflow has been told. */
  const settled = async () => {
    await eventually(async () => conductor.idle(1_000), 'the conductor to be idle');
    await projector.caughtUp(await store.head(), 60_000);
  };

  /** Every open workflow has taken in what it was told: it answers a question after whatever came before. */
  const takenIn = async () => {
    const { rows } = await pool.query<{ stream: string }>('select stream from conducted where open');
    await Promise.all(rows.map(({ stream }) => env.client.workflow.getHandle(stream).query('situation')));
    await settled();
  };

  /** When the next workflow wakes; undefined while one that should have woken has not said so. */
  const nextWaking = async (): Promise<number | undefined> => {
    await settled();
    await takenIn();
    const { rows } = await pool.query<{ at: Date | null }>('select min(next_at) as at from conducted where open');
    const at = rows[0]?.at?.getTime() ?? Infinity;
    return at > (await env.currentTimeMs()) ? at : undefined;
  };

  return {
    api: http(await api.getUrl()),
    store, settled,
    /**
     * Lets time pass to that instant, with a halt wherever a workflow wakes on the way: what falls due is carried out before
     * the next hour strikes. This server fails the task of a workflow that takes a timer back while it fires; a real one does not.
     */
    until: async (instant: string) => {
      for (let now = -Infinity, end = Date.parse(instant); now < end; now = await env.currentTimeMs()) {
        const halt = Math.min(end, await eventually(nextWaking, 'what fell due to be carried out'));
        await env.sleep(Math.max(1, halt - (await env.currentTimeMs())));
      }
      await eventually(nextWaking, 'what fell due to be carried out');
    },
    describe: (stream: string) => env.client.workflow.getHandle(stream).describe(),
    close: async () => {
      await api.close();
      await conductor.stop();
      await projector.stop();
      worker.shutdown();
      await running;
      await queries.close();
      await store.close();
      await pool.end();
      await env.teardown();
      await database.drop();
    },
  };
};
