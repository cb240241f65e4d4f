import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { openPool, type EventDraft } from '@anjuan/event-store';
import { connections } from '../bench';
import { throughput } from '../measure';
import { insertRaw } from '../raw';
import type { Asked } from '../helper';

/**
 * DBOS as its documents have it: a registered workflow called directly, so that no queue lies between, with one step that
 * inserts our row; its own tables in a database beside ours, its pool as large as everybody's.
 */
const main = async () => {
  const pool = openPool(process.env.DATABASE_URL ?? '', { max: connections, role: 'anjuan_app' });
  const draft = JSON.parse(process.env.PEER_DRAFT ?? '') as EventDraft;
  const insert = async (stream: string, revision: number) => {
    await insertRaw(pool, stream, revision, randomUUID(), 'b'.repeat(64), draft);
    return revision;
  };
  const move = DBOS.registerWorkflow((stream: string, revision: number) => DBOS.runStep(() => insert(stream, revision), { name: 'insert' }), { name: 'move' });
  DBOS.setConfig({ name: 'bench-peer', applicationVersion: '1', systemDatabaseUrl: process.env.DBOS_URL ?? '', systemDatabasePoolSize: connections, logLevel: 'error', tracingEnabled: false });
  await DBOS.launch();

  const streams = Array.from({ length: connections }, () => `dbos-${randomUUID()}`);
  let revision = 0;
  process.on('message', ({ run }: Asked) => void throughput(connections, run, (client) => move(streams[client]!, ++revision)).then((rate) => process.send?.(rate))); // one stream a client
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
};

await main();
