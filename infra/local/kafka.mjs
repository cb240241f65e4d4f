import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, startChild } from './children.mjs';
import { pause } from './processes.mjs';
import { onPath, run } from './run.mjs';

/**
 * @typedef {{ jars: string, dir: string, port: number, controllerPort: number, log: string, run: string, name?: string, settings?: Record<string, string> }} Place
 *   `jars` the broker's class path, `dir` its data, `run` folder of the records of running children
 * @typedef {{ brokers: string, pid: number, exited: Promise<string>, stop(): Promise<void> }} Kafka
 */

/** @type {(place: Place) => Record<string, string>} */
const settingsOf = ({ dir, port, controllerPort, settings }) => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  'listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': join(dir, 'data'),
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  // After a crash its own controller does not take it back before the last session has run out.
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '500',
  // A topic that was lost must be seen to be lost; and whoever reads may be away for a year.
  'auto.create.topics.enable': 'false',
  'log.retention.ms': '-1',
  // There is no second broker: what is acknowledged must be on this one's disk.
  'log.flush.interval.messages': '1',
  ...settings,
});

/** As Kafka itself makes them: one in 64 would begin with a dash, and its tool would take that for an option. @type {() => string} */
export const clusterId = () => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
};

/**
 * Starts a broker of our own on the loopback, its own controller, and waits until it answers.
 * @param {Place} place
 * @returns {Promise<Kafka>}
 */
export const startKafka = async (place) => {
  const { jars, dir, port, log, run: folder, name = 'kafka' } = place;
  const java = onPath('java') ?? 'java';
  const file = join(dir, 'server.properties');
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, Object.entries(settingsOf(place)).map(([key, value]) => `${key}=${value}\n`).join(''));
  if (!existsSync(join(dir, 'data', 'meta.properties'))) await run(java, ['-cp', jars, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', file]);
  const child = await startChild(folder, { name, program: java, args: ['-Xmx512m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', jars, 'kafka.Kafka', file], log, grace: 30_000 });
  const brokers = `127.0.0.1:${port}`;
  try {
    await answering(brokers, child, log);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { brokers, pid: child.pid, exited: child.exited, stop: child.stop };
};

/** @type {(brokers: string, child: import('./children.mjs').Child, log: string) => Promise<void>} */
const answering = async (brokers, child, log) => {
  let died = '';
  void child.exited.then((how) => { died = how; });
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(100)) {
    if (died) throw new Error(`Kafka ended with ${died} while starting. Its last lines:\n${lastLines(log)}`);
    if (await brokersAnswer(brokers)) return;
  }
  throw new Error(`Kafka does not answer on ${brokers} after 60 s. Its last lines:\n${lastLines(log)}`);
};

/** Does one of these brokers (`host:port,…`) answer? @type {(brokers: string) => Promise<boolean>} */
export const brokersAnswer = async (brokers) => {
  const { Kafka, logLevel } = await import('kafkajs');
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, connectionTimeout: 3_000, requestTimeout: 5_000, retry: { retries: 0 } }).admin();
  try {
    await admin.connect();
    await admin.describeCluster();
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
};
