import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { searchAttributes, situationChanged, taskQueue, workflowTypes, type WorkflowType } from '@anjuan/workflows/contract';
import type { Pending } from './table';

const deadline = 10_000;

const isWorkflowType = (process: string): process is WorkflowType => Object.hasOwn(workflowTypes, process);

const attributesOf = ({ correlation, situation }: Pending) => [
  { key: { name: searchAttributes.history, type: 'KEYWORD' }, value: correlation } as const,
  { key: { name: searchAttributes.stage, type: 'KEYWORD' }, value: situation.stage } as const,
];

/** Tells the stream's workflow, starting one when none runs. A stream at rest has something to tell only to one that runs. */
export const send = (client: Client, pending: Pending, withAttributes: boolean): Promise<void> =>
  client.withDeadline(Date.now() + deadline, async () => {
    const { situation, open } = pending;
    const { stream, process } = situation;
    if (!open) return client.workflow.getHandle(stream).signal(situationChanged, situation).catch(ifNoneRuns);
    if (!isWorkflowType(process)) throw new Error(`no workflow type for '${process}'`);
    const { zh, en } = workflowTypes[process];
    await client.workflow.signalWithStart(process, {
      workflowId: stream,
      taskQueue,
      args: [situation],
      signal: situationChanged,
      signalArgs: [situation],
      // The event store prevents duplicates; a run that ended is followed by another when something happens again.
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `${zh} ${en} ${stream}`,
      ...(withAttributes && { typedSearchAttributes: attributesOf(pending) }),
    });
  });

const ifNoneRuns = (error: unknown) => {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
};

const invalidArgument = 3;

/** Whether it is this one word that Temporal would not take, rather than any. */
export const isOwnFault = (error: unknown): boolean => {
  const service = serviceErrorOf(error);
  return service === undefined || service.code === invalidArgument;
};

const serviceErrorOf = (error: unknown): { readonly code: number; readonly details: string } | undefined =>
  isGrpcServiceError(error) ? error : error instanceof Error && error.cause !== undefined ? serviceErrorOf(error.cause) : undefined;

/** Temporal's own messages hold ids only. */
export const causeOf = (error: unknown): string => {
  const service = serviceErrorOf(error);
  return service ? `gRPC ${service.code}: ${service.details}` : error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};
