import type { EventStore, Filling } from '@anjuan/follow';
import type { Counting } from '@anjuan/lifecycle';
import { once } from 'node:events';
import { MessageChannel, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import type { Pool } from 'pg';
import { handOn, type Hand, type StreamsTaken } from './fill-by-stream';
import type { Processes } from './fold-stream';
import type { ReadModel } from './read-model';

/** A program that lends its hand (`lendHand`) in a thread of its own, so that a second core folds; `place` tells it where the store is. */
export type Helper = { readonly script: URL; readonly place: unknown };

/** What the helper is told as it begins. Functions cannot be told: both work out `basis` from their own, and it must be the same. */
type Begun = Pick<Filling, 'head' | 'without'> & { readonly basis: string; readonly place: unknown };
type Asked = { readonly range: Parameters<Hand>[0]; readonly answer: MessagePort };

export type Hired = { readonly hand: Hand; readonly end: () => Promise<unknown> };

export const hire = ({ script, place }: Helper, basis: string, { head, without }: Filling): Hired => {
  const worker = new Worker(script, { workerData: { basis, head, without, place } satisfies Begun });
  const gone = once(worker, 'exit').then(([code]) => Promise.reject(new Error(`the helper ${script.href} ended with ${String(code)}`)));
  gone.catch(() => undefined); // heard of by whoever asks it for something
  return {
    hand: async (range) => {
      const { port1, port2 } = new MessageChannel();
      try {
        worker.postMessage({ range, answer: port2 } satisfies Asked, [port2]);
        const [taken] = (await Promise.race([once(port1, 'message'), gone])) as [StreamsTaken]; // as `lendHand` answers
        return taken;
      } finally {
        port1.close();
      }
    },
    end: () => worker.terminate(),
  };
};

/** Where the store is, as whoever hired this thread says it. */
export const placeTold = (): unknown => (workerData as Begun).place; // by `hire` alone

type Lending = { readonly pool: Pool; readonly store: EventStore; readonly processes: Processes; readonly counting: Counting; readonly models: readonly ReadModel[]; readonly basis: string };

/** In the thread: takes what it is given until the thread is ended. What goes wrong ends it, and its hirer hears why. */
export const lend = async ({ pool, store, processes, counting, models, basis }: Lending): Promise<void> => {
  const begun = workerData as Begun; // by `hire` alone
  if (begun.basis !== basis) throw new Error(`the helper works rows out by ${basis}, expected ${begun.basis}: it was built from other sources`);
  const session = await pool.connect();
  await session.query('set search_path = building, public');
  const hand = handOn(session, store.streams!, begun, processes, counting, models); // whoever hires has seen that it has them
  parentPort!.on('message', ({ range, answer }: Asked) => void hand(range).then((taken) => answer.postMessage(taken))); // a thread has one
};
