import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { setPriority, totalmem } from 'node:os';
import { join } from 'node:path';
import { startChild } from './children.mjs';
import { installationKey, writeInstallation } from './installation.mjs';
import { apps, root } from './paths.mjs';
import { requireFree } from './ports.mjs';
import { pause } from './processes.mjs';
import { run } from './run.mjs';
import { during, say } from './say.mjs';
import { given, ports } from './settings.mjs';
import { supervise } from './supervise.mjs';

/**
 * @typedef {import('./supervise.mjs').Supervised} Supervised
 * @typedef {{ home: string, temporal: string | undefined, kafka?: string | undefined, started: (name: string, part: Supervised) => void }} Frame
 *   `temporal` the server's program, unless a server is given; `kafka` the broker's class path if one of our own is wanted; `started` is told of each part, so that the caller can stop it
 */

/**
 * On one machine the door comes before those who follow it: under load they fall behind for a while and lose nothing, and
 * a clerk does not wait for them. As idle work they leave a core the moment the door wants it, which politeness alone
 * (nice) does not; where the system cannot say so, politeness has to do. `far`: how far, of 19; the lists that people look at
 * come before the log that is sealed each second, and before Temporal. @type {(pid: number, far?: number) => void}
 */
const standBack = (pid, far = 19) => {
  try {
    setPriority(pid, 10);
    writeFileSync(`/proc/${pid}/autogroup`, String(far));
  } catch {
    // Only how the machine is shared hangs on it.
  }
};

/** @type {(home: string, name: string) => string} */
export const logOf = (home, name) => join(home, 'logs', `${name}.log`);

/** Says every busy port before anything is started. @type {(withKafka: boolean) => Promise<void>} */
export const checkPorts = async (withKafka) => {
  const wanted = ports();
  const { databaseUrl, temporalAddress } = given();
  await requireFree('the console', wanted.api);
  if (!databaseUrl) await requireFree('Postgres', wanted.postgres);
  if (withKafka) await requireFree('Kafka', wanted.kafka);
  if (withKafka) await requireFree("Kafka's controller", wanted.kafkaController);
  if (temporalAddress) return;
  await requireFree('Temporal', wanted.temporal);
  await requireFree("Temporal's page", wanted.temporalUi);
};

/**
 * Starts the database, Temporal and the apps, in this order, and waits until the API says it is ready.
 * @param {Frame} frame
 * @returns {Promise<import('./installation.mjs').Installation>}
 */
export const startInstallation = async (frame) => {
  const { home } = frame;
  mkdirSync(join(home, 'run'), { recursive: true });
  const databaseUrl = given().databaseUrl ?? (await ownPostgres(frame));
  const { temporalAddress, temporalUiUrl } = given().temporalAddress ? await givenTemporal() : await ownTemporal(frame);
  const kafkaBrokers = given().kafkaBrokers ?? (await ownKafka(frame));
  const consoleUrl = `http://127.0.0.1:${ports().api.port}`;
  const installation = { databaseUrl, temporalAddress, temporalUiUrl, consoleUrl, keyFile: installationKey(), kafkaBrokers };
  writeInstallation(installation);
  const env = environment(home, installation);
  await migrate(env);
  await startApps(frame, env);
  if (existsSync(main('api'))) await during('Waiting for the API to be ready', () => ready(consoleUrl));
  return installation;
};

/** A quarter of the machine, as its makers advise, and no more than 2 GB: with the default of 128 MB a case among millions is read from disk. */
const buffers = Math.min(2_048, Math.floor(totalmem() / 4 / 2 ** 20));

/** @type {(frame: Frame) => Promise<string>} */
const ownPostgres = async ({ home, started }) => {
  const { startPostgres } = await import('./postgres.mjs');
  let url = '';
  const place = { dir: join(home, 'postgres'), port: ports().postgres.port, log: logOf(home, 'postgres'), run: join(home, 'run'), settings: { shared_buffers: `${buffers}MB` } };
  const part = await during(`Starting Postgres on port ${place.port}`, () => supervise('Postgres', place.log, async () => {
    const server = await startPostgres(place);
    url = server.url;
    return server;
  }));
  started('Postgres', part);
  return url;
};

/** @type {(frame: Frame) => Promise<{ temporalAddress: string, temporalUiUrl: string }>} */
const ownTemporal = async ({ home, temporal, started }) => {
  if (!temporal) throw new Error('no Temporal server: the set-up should have stopped here');
  const { startTemporal } = await import('./temporal.mjs');
  const place = { program: temporal, file: join(home, 'temporal', 'temporal.db'), port: ports().temporal.port, uiPort: ports().temporalUi.port, log: logOf(home, 'temporal'), run: join(home, 'run') };
  const part = await during(`Starting Temporal on port ${place.port}`, () => supervise('Temporal', place.log, async () => {
    const server = await startTemporal(place);
    standBack(server.pid);
    return server;
  }));
  started('Temporal', part);
  return { temporalAddress: `127.0.0.1:${place.port}`, temporalUiUrl: `http://127.0.0.1:${place.uiPort}` };
};

/** @type {(frame: Frame) => Promise<string | undefined>} */
const ownKafka = async ({ home, kafka: jars, started }) => {
  if (!jars) return undefined;
  const { startKafka } = await import('./kafka.mjs');
  const place = { jars, dir: join(home, 'kafka'), port: ports().kafka.port, controllerPort: ports().kafkaController.port, log: logOf(home, 'kafka'), run: join(home, 'run') };
  let brokers = '';
  const part = await during(`Starting Kafka on port ${place.port}`, () => supervise('Kafka', place.log, async () => {
    const broker = await startKafka(place);
    standBack(broker.pid);
    brokers = broker.brokers;
    return broker;
  }));
  started('Kafka', part);
  return brokers;
};

const givenTemporal = async () => {
  const { temporalAddress = '', temporalUiUrl = '' } = given();
  const { prepare } = await import('./temporal.mjs');
  await prepare(temporalAddress).catch((/** @type {Error} */ error) => say(`Temporal at ${temporalAddress} could not be prepared (search attributes, 30 days of retention): ${error.message}. Going on.`));
  return { temporalAddress, temporalUiUrl };
};

/** @type {(home: string, installation: import('./installation.mjs').Installation) => NodeJS.ProcessEnv} */
const environment = (home, { databaseUrl, temporalAddress, temporalUiUrl, keyFile, kafkaBrokers }) => ({
  ...process.env, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_UI_URL: temporalUiUrl,
  ANJUAN_HOME: home, ANJUAN_ARCHIVE_DIR: process.env.ANJUAN_ARCHIVE_DIR || join(home, 'archive'), ANJUAN_KEY_FILE: keyFile, API_PORT: String(ports().api.port), ...(kafkaBrokers && { KAFKA_BROKERS: kafkaBrokers }),
});

/** @type {(app: string) => string} */
const main = (app) => join(root, 'apps', app, 'dist', 'main.mjs');

/** @type {(env: NodeJS.ProcessEnv) => Promise<void>} */
const migrate = async (env) => {
  if (!existsSync(main('cli'))) return say('The command line is not there yet: the schema was not laid.');
  await during('Laying the schema', () => run(process.execPath, ['--enable-source-maps', main('cli'), 'migrate'], { cwd: root, env }));
};

/**
 * What a request leaves behind dies young: with room for it, a tenth of the API's time and more is not spent on collecting it;
 * helpers of a collector would only take the database's place on the cores, and who follows would wait for them; and an old generation
 * that grows step by step is collected at every step, which the first second of a rush would feel. So it would what a pause had it forget: compiled code is
 * kept, also when nobody has asked for a while. @type {(app: string) => string[]}
 */
export const flags = (app) => ['--enable-source-maps', '--no-flush-bytecode', ...(app !== 'worker' ? ['--no-parallel-scavenge', `--max-semi-space-size=${app === 'api' ? 128 : 64}`] : []), ...(app === 'api' ? ['--initial-old-space-size=384'] : [])];

/** @type {(frame: Frame, env: NodeJS.ProcessEnv) => Promise<void>} */
const startApps = async ({ home, started }, env) => {
  for (const name of apps) {
    if (!existsSync(main(name))) {
      say(`${name}: not there yet, left out`);
      continue;
    }
    const log = logOf(home, name);
    const wanted = { name, program: process.execPath, args: [...flags(name), main(name)], log, env, cwd: root };
    started(name, await supervise(name, log, async () => {
      const child = await startChild(join(home, 'run'), wanted);
      if (name !== 'api') standBack(child.pid, name === 'follower' ? 10 : 19);
      return child;
    }));
    say(`${name}: started`);
  }
};

/** @type {(url: string) => Promise<void>} */
const ready = async (url) => {
  let last = 'no answer yet';
  for (const until = Date.now() + 120_000; Date.now() < until; await pause(150)) {
    try {
      const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
      if (answer.ok) return;
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`the API is not ready after 120 s; ${url}/health/ready says: ${last}`);
};
