import type { Activities } from '@anjuan/activities';
import { taskQueue } from '@anjuan/workflows/contract';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';

export type Working = { readonly address: string; readonly namespace: string; readonly bundle: string; readonly activities: Activities; readonly log: Logger };

const backoff = { first: 500, longest: 10_000 };

/**
 * Works until `stop` is called. Temporal may come later than we do and may go away meanwhile: the worker waits for it,
 * and what there was to do is still there.
 */
export const runWorker = ({ address, namespace, bundle, activities, log }: Working) => {
  let stopped = false;
  let wake = () => {};
  let worker: Worker | undefined;

  const work = async () => {
    const connection = await NativeConnection.connect({ address });
    try {
      worker = await Worker.create({
        connection, namespace, taskQueue, activities,
        identity: 'anjuan-worker', // the default names the host
        workflowBundle: { codePath: bundle },
        workflowTaskPollerBehavior: { type: 'autoscaling' },
        shutdownGraceTime: '20s',
      });
      log.info({ address, taskQueue }, 'worker ready');
      if (!stopped) await worker.run();
    } finally {
      worker = undefined;
      await connection.close();
    }
  };

  const run = async () => {
    for (let delay = backoff.first; !stopped; delay = Math.min(2 * delay, backoff.longest)) {
      const began = Date.now();
      await work().catch((error: Error) => log.warn({ address, cause: error.message, againInMs: delay }, 'no work from Temporal; trying again'));
      if (Date.now() - began > backoff.longest) delay = backoff.first;
      if (!stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, delay);
          wake = () => (clearTimeout(timer), resolve());
        });
    }
  };

  const running = run();
  return {
    running,
    stop: async () => {
      stopped = true;
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      wake();
      await running;
    },
  };
};
