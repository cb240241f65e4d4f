import { openEventStore, openPool } from '@anjuan/event-store';
import { crashAt, installationKeys } from '@anjuan/handle';
import { pino } from 'pino';
import { readConfig } from './config';
import { startNotary } from './notary';

const config = readConfig(process.env);
const log = pino({ base: { name: 'notary' } });

const pool = openPool(config.DATABASE_URL, { max: 3, role: 'anjuan_app' });
const store = await openEventStore(config, pool);
const notary = startNotary({ store, pool, log, secret: installationKeys(config.key).opaque, places: config.places, crash: crashAt(config.CRASH_AT) });
log.info({ folder: config.places.folder }, 'notary started');

let stopping = false;
const end = async (signal: string) => {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'notary stops when its batch is done');
  await notary.stop();
  await store.close();
  await pool.end();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void end(signal).catch((error: unknown) => {
    log.error({ cause: String(error) }, 'notary could not stop in order');
    process.exitCode = 1;
  }));
