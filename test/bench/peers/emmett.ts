import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import type { EventDraft } from '@anjuan/event-store';
import { connections } from '../bench';
import type { Asked } from '../helper';
import { throughput } from '../measure';

/** As much of Emmett as is asked of it. It has no licence, so it lies outside the clone and is no dependency of ours. */
type Store = {
  readonly appendToStream: (stream: string, events: readonly object[], options: { readonly expectedStreamVersion: bigint }) => Promise<{ readonly nextExpectedStreamVersion: bigint }>;
  readonly schema: { readonly migrate: () => Promise<unknown> };
};
type Emmett = { readonly getPostgreSQLEventStore: (url: string, options: object) => Store };
type Pg = { readonly Pool: new (options: object) => object };

const streamsPerClient = 5;

/** Each client appends our rows to streams of its own, at the version it knows, through one pool of twenty. */
const main = async () => {
  const found = createRequire(join(process.env.BENCH_EMMETT ?? '', 'package.json'));
  const { getPostgreSQLEventStore } = (await import(pathToFileURL(join(process.env.BENCH_EMMETT ?? '', 'node_modules/@event-driven-io/emmett-postgresql/dist/index.js')).href)) as Emmett;
  const { Pool } = found('pg') as Pg;
  const url = process.env.EMMETT_URL ?? '';
  const store = getPostgreSQLEventStore(url, { schema: { autoMigration: 'None' }, connectionOptions: { pool: new Pool({ connectionString: url, max: connections }) } });
  await store.schema.migrate();
  const { type, data, ...metadata } = JSON.parse(process.env.PEER_DRAFT ?? '') as EventDraft;

  const versions = new Map<string, bigint>();
  const streams = Array.from({ length: connections * streamsPerClient }, () => `clue-${randomUUID()}`);
  let turn = 0;
  const append = async (client: number) => {
    const stream = streams[client * streamsPerClient + (turn++ % streamsPerClient)]!; // there are as many for each client
    const { nextExpectedStreamVersion } = await store.appendToStream(stream, [{ type, data, metadata }], { expectedStreamVersion: versions.get(stream) ?? 0n });
    versions.set(stream, nextExpectedStreamVersion);
  };
  process.on('message', ({ run }: Asked) => void throughput(connections, run, append).then((rate) => process.send?.(rate)));
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
};

await main();
