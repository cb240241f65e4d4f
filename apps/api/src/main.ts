import { readFileSync } from 'node:fs';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { openEventStore, openPool } from '@anjuan/event-store';
import { crashAt, createHandle, installationKeys, systemClock, thisRelease } from '@anjuan/handle';
import { createQueries } from '@anjuan/read-models';
import { actorFromHeader } from './actor';
import { configOf } from './config';
import { createApi } from './create-api';
import { openLog } from './log';
import { probesOf } from './probes';
import { stayAwake } from './stay-awake';

const config = configOf(process.env);
const log = openLog(config.LOG_LEVEL);

const writing = openPool(config.DATABASE_URL, { max: 4, role: 'anjuan_app' });
const reading = openPool(config.DATABASE_URL, { max: 8, role: 'anjuan_app' });
const awake = stayAwake(await openEventStore(config, writing, thisRelease()));
const { store } = awake;
const queries = createQueries(reading);
const clock = systemClock;

const handle = createHandle({
  store, clock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(readFileSync(config.ANJUAN_KEY_FILE, 'utf8')),
  organ: config.ANJUAN_ORGAN, cacheSize: 10_000, crash: crashAt(config.CRASH_AT),
});
const app = await createApi({
  handle, store, queries, clock, actorOf: actorFromHeader, probes: probesOf(reading, config.TEMPORAL_ADDRESS), log,
  temporalUiUrl: config.TEMPORAL_UI_URL, consoleDir: config.CONSOLE_DIR,
});

// Actors are taken at their word until there are accounts: nobody but this machine may ask.
await app.listen(config.API_PORT, '127.0.0.1');
log.info({ port: config.API_PORT }, 'listening');

const close = async () => {
  awake.stop();
  await app.close();
  await queries.close();
  await store.close();
  await Promise.all([reading.end(), writing.end()]);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().then(() => process.exit(0)));
