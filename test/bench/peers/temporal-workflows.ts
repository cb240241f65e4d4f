import { condition, defineSignal, defineUpdate, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';

const { insert } = proxyLocalActivities<{ insert(stream: string, revision: number): Promise<number> }>({ startToCloseTimeout: '10s' });

export const commit = defineUpdate<number, [number]>('commit');

/** The usual way without an event store: the workflow takes the command and writes one row by a local activity. */
export async function updated(stream: string): Promise<void> {
  setHandler(commit, (revision) => insert(stream, revision));
  await condition(() => false);
}

export const told = defineSignal<[object]>('told');

/** What every limit in Temporal comes down to: started by a signal, it waits until the day. */
export async function timed(): Promise<void> {
  setHandler(told, () => undefined);
  await sleep('30 days');
}
