import { randomUUID } from 'node:crypto';
import { postgresEventStore, type EventDraft, type Receipt, type StoredEvent } from '@anjuan/event-store';
import { connections, type Bench } from './bench';
import { registered } from './clues';
import { helper } from './helper';
import type { Asked, Ran } from './http-load';
import { alternate, percentile, throughput } from './measure';
import { quiet } from './quiet';
import { insertRaw, layRaw } from './raw';
import { atLeastTimes, type Reading } from './report';

const taskQueue = 'bench-temporal-update';
const body = 'b'.repeat(64);

/** The row of a registered clue: what the raw commits and the peer write. */
const draftOf = async (bench: Bench): Promise<EventDraft> => {
  const [one] = await registered(bench, 1);
  const store = postgresEventStore(bench.pool);
  const { events } = await store.read(one?.receipt.stream ?? '');
  await store.close();
  const { id: _, stream: __, revision: ___, position: ____, command: _____, n: ______, ...draft } = events[0] as StoredEvent; // it was just written
  return draft;
};

/** Twenty workflows, each asked by one client after another update, as fast as answers come. */
const updater = async ({ temporal }: Bench) => {
  const handles = await Promise.all(
    Array.from({ length: connections }, (_, i) => {
      const workflowId = `peer-${i}-${randomUUID()}`;
      return temporal.workflow.start('peer', { taskQueue, workflowId, args: [workflowId] });
    }),
  );
  let revision = 0;
  return {
    once: (client: number) => handles[client]!.executeUpdate<number, [number]>('commit', { args: [++revision] }), // one handle a client
    close: () => Promise.all(handles.map((handle) => handle.terminate())),
  };
};

export const httpPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { owner, pool, acknowledged, seconds, rounds, home, tell, databaseUrl, temporalAddress, apiUrl } = bench;
  await layRaw(owner);
  const draft = await draftOf(bench);
  tell('http: starting the load generator and the peer');
  const peer = await helper('temporal-update.mjs', { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, PEER_DRAFT: JSON.stringify(draft) });
  const load = await helper('http-load.mjs', { API_URL: apiUrl });
  const updates = await updater(bench);
  const latencies: number[] = [];
  let moves = 0;
  let commands = 0;

  const run = async (length: number) => {
    const ran = await load.ask<Ran>({ run: length } satisfies Asked);
    for (const latency of ran.latencies) latencies.push(latency);
    moves += ran.moves;
    commands += ran.commands;
    return ran.commands / length;
  };
  const raw = () => throughput(connections, seconds, (client) => insertRaw(pool, `raw-${client}-${randomUUID()}`, 1, randomUUID(), body, draft));

  tell('http: warming up');
  await run(10);
  await throughput(connections, 3, updates.once);
  await raw();
  [latencies.length, moves, commands] = [0, 0, 0];
  tell(`http: ${connections} connections, turns of ${seconds} s`);
  const found = await alternate({ raw, transitions: () => run(seconds), updates: () => throughput(connections, seconds, updates.once) }, { rounds, settle: () => quiet(owner, home), home, tell });
  acknowledged.addAll(await load.ask<readonly Receipt[]>('receipts' satisfies Asked));
  await updates.close();
  await Promise.all([load.close(), peer.close()]);

  const commits: Reading = { name: `raw single-row commits, ${connections} clients (2)`, value: found.raw, unit: 'rows/s' };
  const temporal: Reading = { name: `raw Temporal Updates, one local-activity insert, ${connections} clients`, value: found.updates, unit: 'updates/s' };
  const transitions = { name: `transitions over HTTP, ${connections} connections`, value: found.transitions, unit: 'transitions/s' };
  const ms = (share: number): Reading => ({ name: `answer to a transition at full load, p${100 * share}`, value: percentile(latencies, share), unit: 'ms' });
  return [
    commits, temporal,
    atLeastTimes(0.5, { ...transitions, against: commits }),
    atLeastTimes(30, { ...transitions, name: `${transitions.name} (as above)`, against: temporal }),
    { name: 'of these, such as move the clue to another stage', value: (found.transitions * moves) / commands, unit: 'transitions/s' },
    ms(0.5), ms(0.95), ms(0.99),
  ];
};
