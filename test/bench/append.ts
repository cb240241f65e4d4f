import { randomUUID } from 'node:crypto';
import { openPool, postgresEventStore, type EventDraft, type EventStore, type Receipt, type StoredEvent } from '@anjuan/event-store';
import { connections, type Bench } from './bench';
import { registered } from './clues';
import { ownDatabase, ownSchema } from './databases';
import { helper, type Asked } from './helper';
import { command, keepAlive } from './http-client';
import { alternate, throughput } from './measure';
import { quiet } from './quiet';
import { insertRaw, layRaw } from './raw';
import { atLeastTimes, ifRun, type Reading } from './report';

export const perClient = 5;
const crowd = 100;
const body = 'b'.repeat(64);

const draftOf = ({ id: _, stream: __, revision: ___, position: ____, command: _____, n: ______, ...draft }: StoredEvent): EventDraft => draft;

/** A note as the API itself writes one: it changes no clock, so that Temporal, which could never follow at this rate, is not asked to. */
export const noteOf = async (bench: Bench, store: EventStore, stream: string): Promise<EventDraft> => {
  const connection = keepAlive(bench.apiUrl);
  const actor = { person: 'P-03', office: 'investigationOffice1', post: 'handler' };
  const text = '已电话联系举报人，约定本周内补充材料；'.repeat(8);
  bench.acknowledged.add(await command(connection, { path: `/api/clues/${stream}/commands/addNote`, actor, body: { asked: { text } } }));
  connection.close();
  const { events } = await store.read(stream);
  return draftOf(events.at(-1)!); // it was just written
};

/** Each client has streams of its own and appends to them in turn, at the revision it knows. */
export const appender = (store: EventStore, streams: readonly string[], draft: EventDraft, at: Map<string, number>, heard: (receipt: Receipt) => void) => {
  let turn = 0;
  return async (client: number) => {
    turn += 1;
    const stream = streams[client * perClient + (turn % perClient)]!; // there are as many for each client
    const expected = at.get(stream) ?? 0;
    const answer = await store.append({ stream, expected, command: randomUUID(), body, events: [draft] });
    if (answer.kind !== 'appended') throw new Error(`expected ${stream} at revision ${expected}: ${JSON.stringify(answer)}`);
    at.set(stream, answer.receipt.revision);
    heard(answer.receipt);
    return answer.receipt;
  };
};

/** The same store on a database that nobody follows: what the followers' share of the machine comes to. */
const unfollowed = async ({ owner, databaseUrl }: Bench) => {
  const { url, drop } = await ownSchema(owner, databaseUrl, 'bench_unfollowed');
  const pool = openPool(url, { max: connections, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  return { store, close: async () => { await store.close(); await pool.end(); await drop(); } };
};

/** Undefined where it could not be had. */
const emmett = async ({ owner, databaseUrl }: Bench, draft: EventDraft) => {
  if (!process.env.BENCH_EMMETT) return undefined;
  const { url, drop } = await ownDatabase(owner, databaseUrl, 'bench_emmett');
  const peer = await helper('emmett.mjs', { EMMETT_URL: url, PEER_DRAFT: JSON.stringify(draft) });
  return { run: (seconds: number) => peer.ask<number>({ run: seconds } satisfies Asked), close: async () => { await peer.close(); await drop(); } };
};

const goals: Readonly<Record<number, number>> = { [connections]: 1.5, [crowd]: 2.5 };

export const appendPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { owner, pool, acknowledged, seconds, rounds, home, tell } = bench;
  await layRaw(owner);
  const store = postgresEventStore(pool);
  const alone = await unfollowed(bench);
  try {
    const streams = (await registered(bench, crowd * perClient)).map(({ receipt }) => receipt.stream);
    const draft = await noteOf(bench, store, streams[0]!); // there are 500
    const at = new Map(await Promise.all(streams.map(async (stream) => [stream, (await store.read(stream)).events.length] as const)));
    const ours = appender(store, streams, draft, at, acknowledged.add);
    const theirs = appender(alone.store, streams, draft, new Map(), () => undefined);
    let rows = 0;
    const raw = (client: number) => insertRaw(pool, streams[client * perClient]!, ++rows, randomUUID(), body, draft); // as above
    const peer = await emmett(bench, draft);

    tell('append: warming up');
    for (const once of [ours, raw, theirs]) await throughput(connections, 1, once);
    await peer?.run(3);
    const readings: Reading[] = [];
    for (const clients of [connections, crowd]) {
      tell(`append: ${clients} clients, turns of ${seconds} s`);
      const found = await alternate({
        raw: () => throughput(clients, seconds, raw),
        append: () => throughput(clients, seconds, ours),
        unfollowed: () => throughput(clients, seconds, theirs),
        emmett: peer && clients === connections ? () => peer.run(seconds) : undefined,
      }, { rounds, settle: () => quiet(bench), home, tell });
      const against: Reading = { name: `raw single-row commits, ${clients} clients`, value: found.raw, unit: 'rows/s' };
      const append = { name: `append, ${clients} clients`, value: found.append, unit: 'appends/s' };
      readings.push(against, atLeastTimes(goals[clients]!, { ...append, against }), { name: `append, ${clients} clients, nobody following`, value: found.unfollowed, unit: 'appends/s', against });
      if (clients !== connections) continue;
      const other = ifRun({ name: `Emmett, append, ${clients} clients`, value: found.emmett, unit: 'appends/s' }, 'Emmett could not be fetched with npm');
      readings.push(other, atLeastTimes(6, { ...append, name: `${append.name} (as above)`, against: other }));
    }
    await peer?.close();
    return readings;
  } finally {
    await store.close();
    await alone.close();
  }
};
