import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

const { insert } = proxyLocalActivities<{ insert(stream: string, revision: number): Promise<number> }>({ startToCloseTimeout: '10s' });

export const commit = defineUpdate<number, [number]>('commit');

/** The usual way without an event store: the workflow takes the command and writes one row by a local activity. */
export async function peer(stream: string): Promise<void> {
  setHandler(commit, (revision) => insert(stream, revision));
  await condition(() => false);
}
