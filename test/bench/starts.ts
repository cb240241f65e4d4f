import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, startChild } from '@anjuan/local';
import { Client, Connection } from '@temporalio/client';
import type { Bench } from './bench';
import { atTheStart, overHttp, walk } from './clue-way';
import { shared } from './clues';
import { ownDatabase } from './databases';
import { helper } from './helper';
import { alternate } from './measure';
import { quiet } from './quiet';
import { atLeastTimes, type Reading } from './report';
import { temporalOnPostgres } from './temporal-on-postgres';
import { millis } from './timers';

const starts = 500;
/** As many as our conductor has under way at once. */
const atOnce = 20;
const patience = 300_000;

/** A second installation, as `npm start` starts one on a database and a Temporal server that are given. */
const installation = async ({ home, databaseUrl, owner }: Bench, temporalAddress: string) => {
  const { url, drop } = await ownDatabase(owner, databaseUrl, 'bench_starts');
  const own = join(home, 'starts');
  mkdirSync(own, { recursive: true });
  const port = await freePort();
  const child = await startChild(join(home, 'run'), {
    name: 'starts', program: process.execPath, args: [join('infra', 'local', 'start.mjs')], cwd: process.cwd(), log: join(home, 'logs', 'starts.log'), grace: 60_000,
    env: { ...process.env, DATABASE_URL: url, TEMPORAL_ADDRESS: temporalAddress, ANJUAN_HOME: own, ANJUAN_PORT: String(port) },
  });
  const apiUrl = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + patience; ; await pause(300)) {
    const answer = await fetch(`${apiUrl}/health/ready`).catch(() => undefined);
    if (answer?.ok) break;
    if (Date.now() > until) throw new Error(`the installation beside is not ready after ${patience / 1_000} s: see ${join(home, 'logs', 'starts.log')}`);
  }
  return { apiUrl, stop: async () => { await child.stop(); await drop(); } };
};

/** When the server had started a workflow and when it had armed its first timer, by its own stamps. */
const stampsOf = async ({ workflow }: Client, id: string): Promise<{ readonly started: number; readonly armed: number }> => {
  for (const until = Date.now() + patience; Date.now() < until; await pause(200)) {
    const { events } = await workflow.getHandle(id).fetchHistory().catch(() => ({ events: [] }));
    const armed = events?.find(({ timerStartedEventAttributes }) => timerStartedEventAttributes);
    if (armed) return { started: millis(events?.[0]?.eventTime), armed: millis(armed.eventTime) };
  }
  throw new Error(`${id} has no timer after ${patience / 1_000} s`);
};

/** From the first start to the last timer. */
const rateOf = async (client: Client, ids: readonly string[], tell: (text: string) => void): Promise<number> => {
  const stamps = [];
  for (const id of ids) if (stamps.push(await stampsOf(client, id)) % 100 === 0) tell(`    ${stamps.length} of ${ids.length} have their timer`);
  return ids.length / ((Math.max(...stamps.map(({ armed }) => armed)) - Math.min(...stamps.map(({ started }) => started))) / 1_000);
};

/** Workflows started with their timer: ours, from the clue's registration through store, follower and conductor, and Temporal's own, from a client's loop. */
export const startsPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { home, rounds, tell } = bench;
  const server = await temporalOnPostgres(bench);
  const address = server?.address ?? bench.temporalAddress;
  const where = server ? 'on Postgres' : 'on its SQLite file: no Go to build the server for Postgres';
  tell(`starts: Temporal ${where}`);
  const beside = server ? await installation(bench, address) : { apiUrl: bench.apiUrl, stop: async () => undefined };
  const peer = await helper('temporal.mjs', { TEMPORAL_ADDRESS: address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  try {
    const ours = async () => {
      const begun = await shared(beside.apiUrl, atOnce, Array.from({ length: starts }), (http, _, i) => walk(overHttp(http), atTheStart(i % 2 === 0)));
      if (!server) bench.acknowledged.addAll(begun.map(({ receipt }) => receipt));
      return rateOf(client, begun.map(({ receipt }) => receipt.stream), tell);
    };
    const theirs = async () => {
      const ids = Array.from({ length: starts }, () => `timed-${randomUUID()}`);
      const left = [...ids];
      const situation = { position: 1, next: { at: new Date().toISOString() }, stage: 'registered', owed: [] };
      const start = async () => {
        for (let workflowId = left.pop(); workflowId !== undefined; workflowId = left.pop())
          await client.workflow.signalWithStart('timed', { workflowId, taskQueue: 'bench-peer', args: [], signal: 'told', signalArgs: [situation] });
      };
      await Promise.all(Array.from({ length: atOnce }, start));
      return rateOf(client, ids, tell);
    };
    tell('starts: warming up');
    await ours();
    await theirs();
    tell(`starts: ${starts} workflows a turn`);
    const found = await alternate({ theirs, ours }, { rounds, settle: () => quiet(bench), home, tell });
    const against: Reading = { name: `Temporal ${where}: signalled, started and timer armed by a client, ${atOnce} at once`, value: found.theirs, unit: 'workflows/s' };
    return [against, atLeastTimes(0.8, { name: 'clue registered, workflow started and timer armed', value: found.ours, unit: 'workflows/s', against })];
  } finally {
    await connection.close();
    await peer.close();
    await beside.stop();
    await server?.stop();
  }
};
