import { randomUUID } from 'node:crypto';
import { postgresEventStore, type EventDraft, type Receipt, type StoredEvent } from '@anjuan/event-store';
import { Client, Connection } from '@temporalio/client';
import { connections, type Bench } from './bench';
import { registered } from './clues';
import { ownDatabase } from './databases';
import { helper, lineProgram, type Asked } from './helper';
import { alternate, percentile, throughput } from './measure';
import type { Ran } from './office';
import { quiet } from './quiet';
import { insertRaw, layRaw } from './raw';
import { atLeastTimes, ifRun, type Reading } from './report';

const body = 'b'.repeat(64);

/** The row of a registered clue: what the raw commits and the peers write. */
const draftOf = async (bench: Bench): Promise<EventDraft> => {
  const [one] = await registered(bench, 1);
  const store = postgresEventStore(bench.pool);
  const { events } = await store.read(one?.receipt.stream ?? '');
  await store.close();
  const { id: _, stream: __, revision: ___, position: ____, command: _____, n: ______, ...draft } = events[0] as StoredEvent; // it was just written
  return draft;
};

/** Someone who makes transitions, asked for so many seconds; answers the transitions a second. */
type Contestant = { readonly run: (seconds: number) => Promise<number>; readonly close: () => Promise<unknown> };

/** Twenty workflows, each asked by one client after another update, as fast as answers come. */
const temporalUpdates = async ({ databaseUrl, temporalAddress }: Bench, draft: EventDraft): Promise<Contestant> => {
  const worker = await helper('temporal.mjs', { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, PEER_DRAFT: JSON.stringify(draft) });
  const connection = await Connection.connect({ address: temporalAddress });
  const { workflow } = new Client({ connection });
  const start = async () => {
    const workflowId = `peer-${randomUUID()}`;
    return workflow.start('updated', { taskQueue: 'bench-peer', workflowId, args: [workflowId] });
  };
  const handles = await Promise.all(Array.from({ length: connections }, start));
  let revision = 0;
  const update = (client: number) => handles[client]!.executeUpdate<number, [number]>('commit', { args: [++revision] }); // one handle a client
  return {
    run: (seconds) => throughput(connections, seconds, update),
    close: async () => {
      await Promise.all(handles.map((handle) => handle.terminate()));
      await connection.close();
      await worker.close();
    },
  };
};

const dbos = async ({ owner, databaseUrl }: Bench, draft: EventDraft): Promise<Contestant> => {
  const { url, drop } = await ownDatabase(owner, databaseUrl, 'bench_dbos');
  const peer = await helper('dbos.mjs', { DATABASE_URL: databaseUrl, DBOS_URL: url, PEER_DRAFT: JSON.stringify(draft) });
  return { run: (seconds) => peer.ask<number>({ run: seconds } satisfies Asked), close: async () => { await peer.close(); await drop(); } };
};

/** Undefined where it could not be had. */
const flowable = async ({ owner, databaseUrl }: Bench, { data }: EventDraft): Promise<Contestant | undefined> => {
  const classPath = process.env.BENCH_FLOWABLE;
  if (!classPath) return undefined;
  const { url, drop } = await ownDatabase(owner, databaseUrl, 'bench_flowable');
  const { host, pathname, username, password } = new URL(url);
  const peer = await lineProgram('java', ['-cp', classPath, 'Peer'], { JDBC_URL: `jdbc:postgresql://${host}${pathname}`, JDBC_USER: username, JDBC_PASSWORD: password, PEER_DATA: JSON.stringify(data) });
  return { run: async (seconds) => Number(await peer.ask(`run ${seconds}`)) / seconds, close: async () => { await peer.close(); await drop(); } };
};

/** Ours, by one way to the door; what it was told goes to the bench's book when it is closed. */
const ours = async ({ acknowledged }: Bench, program: string) => {
  const load = await helper(program);
  const all: Ran[] = [];
  return {
    all,
    run: async (seconds: number) => {
      const ran = await load.ask<Ran>({ run: seconds });
      all.push(ran);
      return ran.commands / seconds;
    },
    close: async () => {
      acknowledged.addAll(await load.ask<readonly Receipt[]>('receipts'));
      await load.close();
    },
  };
};

const warmUp = 6;

/** Transitions by the door itself and over HTTP, beside those of three engines and beside commits without any engine. */
export const transitionsPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { owner, pool, seconds, rounds, home, tell } = bench;
  await layRaw(owner);
  const draft = await draftOf(bench);
  const raw: Contestant = { run: (length) => throughput(connections, length, (client) => insertRaw(pool, `raw-${client}-${randomUUID()}`, 1, randomUUID(), body, draft)), close: async () => undefined };
  tell('transitions: starting the load generators and the peers');
  const [door, http] = [await ours(bench, 'handle-load.mjs'), await ours(bench, 'http-load.mjs')];
  const all = { raw, door, http, flowable: await flowable(bench, draft), dbos: await dbos(bench, draft), updates: await temporalUpdates(bench, draft) };

  for (const [name, contestant] of Object.entries(all)) {
    if (!contestant) continue;
    tell(`transitions: warming up ${name} for ${warmUp} s`);
    await contestant.run(warmUp);
  }
  http.all.length = 0;
  tell(`transitions: ${connections} clients, turns of ${seconds} s`);
  const turn = (contestant: Contestant | undefined) => contestant && (() => contestant.run(seconds));
  const found = await alternate({
    raw: turn(raw), door: turn(door), http: turn(http), flowable: turn(all.flowable), dbos: turn(all.dbos), updates: turn(all.updates),
  }, { rounds, settle: () => quiet(bench), home, tell });
  for (const contestant of Object.values(all)) await contestant?.close();
  return readings(found, http.all);
};

const readings = (found: Readonly<Record<'raw' | 'door' | 'http' | 'flowable' | 'dbos' | 'updates', number>>, ran: readonly Ran[]): readonly Reading[] => {
  const commits: Reading = { name: `raw single-row commits, ${connections} clients (2)`, value: found.raw, unit: 'rows/s' };
  const flow = ifRun({ name: `Flowable, user tasks completed and processes started, ${connections} clients`, value: found.flowable, unit: 'tasks/s' }, 'it needs a JDK and Maven');
  const steps: Reading = { name: `DBOS, workflows of one step with one insert, ${connections} clients`, value: found.dbos, unit: 'workflows/s' };
  const updates: Reading = { name: `raw Temporal Updates, one local-activity insert, ${connections} clients`, value: found.updates, unit: 'updates/s' };
  const door = { name: `transitions through handle(), ${connections} clients`, value: found.door, unit: 'transitions/s' };
  const http = { name: `transitions over HTTP, ${connections} connections`, value: found.http, unit: 'transitions/s' };
  const beside = (reading: Reading, word: string, least: number, against: Reading) => atLeastTimes(least, { ...reading, name: `${reading.name}, against ${word}`, against });
  const latencies = ran.flatMap((one) => one.latencies);
  const [moves, commands] = [ran.reduce((sum, one) => sum + one.moves, 0), latencies.length];
  const ms = (share: number): Reading => ({ name: `answer over HTTP at full load, p${100 * share}`, value: percentile(latencies, share), unit: 'ms' });
  return [
    commits, flow, steps, updates,
    beside(door, 'Flowable', 15, flow), beside(door, 'DBOS', 20, steps), beside(door, 'Temporal', 60, updates),
    beside(http, 'Flowable', 10, flow), beside(http, 'DBOS', 14, steps), beside(http, 'Temporal', 40, updates), beside(http, 'raw commits', 0.6, commits),
    { name: 'of these over HTTP, such as move the clue to another stage', value: (found.http * moves) / commands, unit: 'transitions/s' },
    ms(0.5), ms(0.95), ms(0.99),
  ];
};
