import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Stuck, Suspect } from './port';

/** Protobuf's timestamps, as the client gives them. */
type Moment = { readonly seconds?: { toString(): string } | null; readonly nanos?: number | null } | null | undefined;
const instantOf = (moment: Moment): string | undefined => (moment?.seconds == null ? undefined : new Date(Number(moment.seconds.toString()) * 1_000 + Math.floor((moment.nanos ?? 0) / 1e6)).toISOString());

/** `unsure`: something is under way, which will show whether it works. */
export type Diagnosis = 'well' | 'unsure' | { readonly found: readonly Stuck[] };

const runs = 'RUNNING';
/** Tries before it counts as failing: a database that was away for a moment is no news. */
const tries = { task: 2, activity: 3 };
/** What is owed for so long, and nobody is at it, is not being done. */
const owedMs = 10_000;

/** Why the last workflow task failed, from the end of the history; it holds ids and the engine's own words only. */
const taskFailure = async (client: Client, stream: string): Promise<string> => {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({ namespace: client.options.namespace, execution: { workflowId: stream }, maximumPageSize: 10 });
  const failure = history?.events?.find(({ workflowTaskFailedEventAttributes: failed }) => failed != null)?.workflowTaskFailedEventAttributes?.failure;
  return failure?.message?.split('\n', 1)[0]?.slice(0, 300) ?? '';
};

/** Asks Temporal how the workflow of a suspect stands. Throws when Temporal does not answer. */
export const diagnose = async (client: Client, suspect: Suspect, now: string): Promise<Diagnosis> => {
  const { stream, open, told, overdue, next, owes } = suspect;
  if (!open) return 'well';
  const as = (cause: Stuck['cause'], about: string, since: string, signAt: string, detail: object): Stuck => ({ cause, stream, about, since, signAt, detail });
  const described = await client.workflow.getHandle(stream).describe().catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  });
  if (described?.status.name !== runs) {
    if (!told) return 'unsure'; // the conductor is about to start it
    return { found: [as('workflowMissing', '', described?.closeTime?.toISOString() ?? now, now, { status: described?.status.name ?? null })] };
  }
  const { pendingWorkflowTask: task, pendingActivities: activities } = described.raw;
  if (task) {
    const attempt = task.attempt ?? 1;
    if (attempt < tries.task) return 'unsure';
    const scheduled = instantOf(task.scheduledTime) ?? now;
    return { found: [as('workflowTaskFailing', '', scheduled, scheduled, { attempt, message: await taskFailure(client, stream) })] };
  }
  const [activity] = activities ?? [];
  if (activity) {
    const attempt = activity.attempt ?? 1;
    const failedAt = instantOf(activity.lastAttemptCompleteTime);
    if (attempt < tries.activity || failedAt === undefined) return 'unsure';
    const detail = { attempt, message: activity.lastFailure?.message?.slice(0, 300) ?? '' };
    // The one activity that waits in Temporal carries out what is owed; a stream that owes nothing is about to hear of it.
    return { found: owes.map(({ reaction, event, since }) => as('activityFailing', `${reaction}:${event}`, since, failedAt, { ...detail, reaction })) };
  }
  const old = owes.filter(({ since }) => Date.parse(now) - Date.parse(since) > owedMs);
  if (old.length > 0) return { found: old.map(({ reaction, event, since }) => as('reactionOwed', `${reaction}:${event}`, since, now, { reaction })) };
  if (owes.length > 0) return 'unsure';
  return overdue && next ? { found: [as('instantOverdue', '', next.at, now, { clock: next.clock, due: next.due })] } : 'well';
};
