import { Client, Connection } from '@temporalio/client';

/** Ids of the workflows that run now; a workflow bears the id of its stream. */
export const runningWorkflows = async ({ address, namespace }: { readonly address: string; readonly namespace: string }): Promise<ReadonlySet<string>> => {
  const connection = await Connection.connect({ address, connectTimeout: 3_000 });
  try {
    const ids = new Set<string>();
    for await (const { workflowId } of new Client({ connection, namespace }).workflow.list({ query: 'ExecutionStatus = "Running"', pageSize: 1_000 })) ids.add(workflowId);
    return ids;
  } finally {
    await connection.close();
  }
};
