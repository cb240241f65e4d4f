import { createActivities } from '@anjuan/activities';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { openEventStore, openPool } from '@anjuan/event-store';
import { crashAt, createHandle, installationKeys, systemClock, thisRelease } from '@anjuan/handle';
import { readConfig } from './config';
import { bugLine, logTemporalTo, openLog } from './log';
import { runWorker } from './run-worker';

const config = readConfig(process.env);
const log = openLog();
logTemporalTo(log);

const pool = openPool(config.DATABASE_URL, { max: 10, role: 'anjuan_app' });
const store = await openEventStore(config, pool, thisRelease());
const crash = crashAt(config.CRASH_AT);
const handle = createHandle({
  store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(config.key), organ: config.ANJUAN_ORGAN, cacheSize: 10_000, crash,
});
const onBug = (error: unknown) => log.error(bugLine(error), 'a fault in an activity');
const activities = createActivities({ handle, clock: systemClock, onBug, crash });

const worker = runWorker({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE, bundle: config.WORKFLOW_BUNDLE, activities, log });
const end = (signal: string) => {
  log.info({ signal }, 'worker stops when what it is doing is done');
  void worker.stop();
};
process.once('SIGTERM', end).once('SIGINT', end);

await worker.running;
await store.close();
await pool.end();
