import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { lastLines, startChild } from './children.mjs';
import { pause } from './processes.mjs';

/**
 * @typedef {{ program: string, file?: string | undefined, port: number, uiPort: number, log: string, run: string, name?: string }} Place
 *   `file` the server's own database, in memory without it; `run` folder of the records of running children
 * @typedef {{ address: string, uiUrl: string, pid: number, exited: Promise<string>, stop(): Promise<void> }} Temporal
 */

const thirtyDays = 30 * 24 * 3600;

/** One history id finds a clue's whole life in Temporal's list; the stage tells its place in it. */
const searchAttributes = ['AnjuanHistory', 'AnjuanStage'];

/**
 * Starts the one-machine server on the loopback and waits until it answers.
 * @param {Place} place
 * @returns {Promise<Temporal>}
 */
export const startTemporal = async ({ program, file, port, uiPort, log, run, name = 'temporal' }) => {
  if (file) mkdirSync(dirname(file), { recursive: true });
  const child = await startChild(run, {
    name, program, log, signal: 'SIGTERM', grace: 15_000,
    args: ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort),
      // A write-ahead log costs one flush a commit instead of several, and is as safe.
      ...(file ? ['--db-filename', file, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL'] : []), '--log-level', 'warn',
      // One partition: twice the speed on one machine, and no task that waits seconds for a poller of the other partition.
      '--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1', '--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
  });
  const address = `127.0.0.1:${port}`;
  try {
    await answering(address, child, log);
    await prepare(address);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { address, uiUrl: `http://127.0.0.1:${uiPort}`, pid: child.pid, exited: child.exited, stop: child.stop };
};

/** @type {(address: string, child: import('./children.mjs').Child, log: string) => Promise<void>} */
const answering = async (address, child, log) => {
  let died = '';
  void child.exited.then((how) => { died = how; });
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(100)) {
    if (died) throw new Error(`Temporal ended with ${died} while starting. Its last lines:\n${lastLines(log)}`);
    if (await serves(address)) return;
  }
  throw new Error(`Temporal does not answer on ${address} after 60 s. Its last lines:\n${lastLines(log)}`);
};

/** @type {<T>(address: string, work: (connection: import('@temporalio/client').Connection) => Promise<T>) => Promise<T>} */
const connected = async (address, work) => {
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address, connectTimeout: 3_000 });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
};

/** Does a Temporal server with the namespace `default` answer there? @type {(address: string) => Promise<boolean>} */
export const serves = async (address) => {
  try {
    await connected(address, (connection) => connection.workflowService.describeNamespace({ namespace: 'default' }));
    return true;
  } catch {
    return false;
  }
};

/**
 * Gives a server, ours or a given one, what the workflows need of it: the search attributes, and closed runs kept for at least 30 days.
 * @type {(address: string, namespace?: string) => Promise<void>}
 */
export const prepare = (address, namespace = 'default') =>
  connected(address, async ({ operatorService, workflowService }) => {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = searchAttributes.filter((name) => !(name in customAttributes));
    const keyword = 2; // temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    if (missing.length > 0) await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])) });
    const { config } = await workflowService.describeNamespace({ namespace });
    if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= thirtyDays) return;
    await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: { seconds: /** @type {any} the proto takes a Long or a number */ (thirtyDays) } } });
  });
