import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openPool, type EventDraft } from '@anjuan/event-store';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connections } from '../bench';
import { insertRaw } from '../raw';

/** Worker of the raw Temporal workflows, in a process of its own, set as our own worker is. */
const main = async () => {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const pool = openPool(process.env.DATABASE_URL ?? '', { max: connections, role: 'anjuan_app' });
  const draft = JSON.parse(process.env.PEER_DRAFT ?? '{}') as EventDraft;
  const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' });
  const worker = await Worker.create({
    connection, taskQueue: 'bench-peer', identity: 'bench-peer',
    workflowsPath: join(process.cwd(), 'test', 'bench', 'peers', 'temporal-workflows.ts'),
    workflowTaskPollerBehavior: { type: 'autoscaling' },
    activities: {
      insert: async (stream: string, revision: number) => {
        await insertRaw(pool, stream, revision, randomUUID(), 'b'.repeat(64), draft);
        return revision;
      },
    },
  });
  const running = worker.run();
  process.on('disconnect', () => worker.shutdown());
  process.send?.('ready');
  await running;
  await connection.close();
  await pool.end();
};

await main();
