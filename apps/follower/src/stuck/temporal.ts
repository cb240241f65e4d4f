import type { Client } from '@temporalio/client';
import type { StuckCause } from '@anjuan/read-models';
import { taskQueue } from '@anjuan/workflows/contract';

/** What is wrong with a workflow, found by asking Temporal. */
export const inTemporal: readonly StuckCause[] = ['workflowMissing', 'workflowTaskFailing', 'activityFailing', 'reactionOwed', 'instantOverdue'];

const deadline = 10_000;
/** A worker's question stands open for a minute. */
const workersAnswerWithin = 75_000;

const workflowQueue = 1; // temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW

export const soon = <T>(client: Client, ask: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + deadline, ask);

/** Whether a worker has asked for work of late. Throws when Temporal does not answer. */
export const workersAsk = async (client: Client): Promise<boolean> => {
  const { pollers } = await soon(client, () => client.workflowService.describeTaskQueue({ namespace: client.options.namespace, taskQueue: { name: taskQueue }, taskQueueType: workflowQueue }));
  const since = (Date.now() - workersAnswerWithin) / 1_000;
  return pollers?.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds?.toString() ?? 0) >= since) ?? false;
};

/** Ids of the workflows that run now; a workflow bears the id of its stream. */
export const running = async (client: Client): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"', pageSize: 1_000 })) ids.add(workflowId);
  return ids;
};
