import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { topicOf } from '@anjuan/derive';
import { openEventStore, openPool } from '@anjuan/event-store';
import { readingOnce } from '@anjuan/follow';
import { crashAt, createHandle, installationKeys, systemClock, thisRelease } from '@anjuan/handle';
import { kafkaPublisher, startPublisher } from '@anjuan/publish';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { startConductor } from './conductor';
import { readConfig } from './config';
import { tellHealth } from './health';
import { serveMetrics } from './metrics';
import { startProjector } from './projector';
import { startStuck } from './stuck';

const config = readConfig(process.env);
const log = pino({ base: { name: 'follower' } });
const crash = crashAt(config.CRASH_AT);

const pool = openPool(config.DATABASE_URL, { max: 8, role: 'anjuan_app' });
const store = readingOnce(await openEventStore(config, pool, thisRelease()));
// Lazily: Temporal may come later than we do, and the read models do not wait for it. No interceptors: the client would
// try again by itself, which is the conductor's work and keeps it from stopping.
const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS, interceptors: [] });
const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
const rules = { processes, counting: counting(defaultPolicy, adopted) };

const projector = startProjector({ ...rules, store, pool, log, crash, partitions: config.ANJUAN_PARTITIONS });
const keys = installationKeys(config.key);
const publisher = config.KAFKA_BROKERS === undefined ? undefined : startPublisher({ processes, store, pool, log, crash, secret: keys.opaque, publisher: kafkaPublisher(config.KAFKA_BROKERS, Object.keys(processes).map(topicOf)) });
const { handle, load } = createHandle({ store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys, organ: config.ANJUAN_ORGAN, cacheSize: 1_000 });
const watching = { ...rules, policy: defaultPolicy, store, pool, client, log, clock: systemClock };
const conductor = startConductor({ ...watching, crash, searchAttributes: true, told: (stream) => stuck.told(stream) });
const stuck = startStuck({ ...watching, handle, load, folded: conductor.folded });
const health = tellHealth({ store, pool, projector, publisher, pending: conductor.pending, log, everySeconds: config.HEALTH_EVERY });
const metrics = config.FOLLOWER_METRICS_PORT === undefined ? undefined : await serveMetrics({ store, pool, log, pending: conductor.pending, followers: { 'read-models': projector, ...(publisher && { publisher }) } }, config.FOLLOWER_METRICS_PORT);
log.info({ temporal: config.TEMPORAL_ADDRESS, ...(metrics && { metrics: metrics.port }) }, 'follower started');

let stopping = false;
const end = async (signal: string) => {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'follower stops when its batch is done');
  health.stop();
  await metrics?.stop();
  await conductor.stop();
  await stuck.stop();
  await publisher?.stop();
  await projector.stop();
  await connection.close();
  await store.close();
  await pool.end();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void end(signal).catch((error: unknown) => {
    log.error({ cause: String(error) }, 'follower could not stop in order');
    process.exitCode = 1;
  }));
