import { engine, derivedCommand } from '@anjuan/handle';
import { askRetry } from '@anjuan/follow';
import { tryAgain } from '@anjuan/workflows/contract';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Pool } from 'pg';
import type { StuckCause } from '@anjuan/read-models';
import { forgetSent } from '../conductor/table';
import type { Looked } from './look';
import type { Intervention, Watching } from './port';
import { type openRows } from './table';
import { inTemporal, soon } from './temporal';

export const openInterventions = async (pool: Pool): Promise<readonly Intervention[]> =>
  (await pool.query<Intervention>({ name: 'open interventions', text: 'select stream, revision, kind, cause, about, at, carried_out_at as "carriedOutAt", next_event as "nextEvent" from interventions where outcome is null order by stream, revision' })).rows;

const ifNoneRuns = (error: unknown) => {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
  return undefined;
};

const gone = 5; // gRPC NOT_FOUND: it was done in the meantime

/** What waits for its next try is tried now; the workflow itself forgets that something did not work before. */
const retry = async ({ pool, client }: Watching, stream: string): Promise<void> => {
  const workflow = client.workflow.getHandle(stream);
  const described = await workflow.describe().catch(ifNoneRuns);
  for (const { activityId } of described?.raw.pendingActivities ?? [])
    await client.workflowService.resetActivity({ namespace: client.options.namespace, execution: { workflowId: stream }, id: activityId ?? '', identity: 'anjuan-follower' }).catch((error: { code?: number }) => {
      if (error.code !== gone) throw error;
    });
  const heard = await workflow.signal(tryAgain).then(() => true, ifNoneRuns);
  if (!heard) await forgetSent(pool, stream);
};

/** Ended, if it was there when help was asked for, and begun anew by the conductor from what the stream says. */
const rebuild = async ({ pool, client }: Watching, { stream, at, revision }: Intervention): Promise<void> => {
  const workflow = client.workflow.getHandle(stream);
  const described = await workflow.describe().catch(ifNoneRuns);
  if (described?.status.name === 'RUNNING' && described.startTime.toISOString() <= at) await workflow.terminate(`intervention ${revision}`).catch(ifNoneRuns);
  await forgetSent(pool, stream);
};

const perform = async (watching: Watching, intervention: Intervention): Promise<void> => {
  const { kind, about, stream } = intervention;
  if (kind === 'retry') await soon(watching.client, () => retry(watching, stream));
  if (kind === 'rebuildWorkflow') await soon(watching.client, () => rebuild(watching, intervention));
  if (kind === 'unpark') await askRetry(watching.pool, about, stream);
};

/** Does in Temporal or to a follower what an event says is to be done; all of it may be done twice. Waits where a part is away. */
export const carryOut = async (watching: Watching, intervention: Intervention): Promise<void> => {
  const { stream, revision, kind } = intervention;
  const begun = await watching.clock.now();
  try {
    await perform(watching, intervention);
  } catch (error) {
    watching.log.warn({ stream, revision, kind, cause: error instanceof Error ? error.message : String(error) }, 'intervention could not be carried out; it is tried again');
    return;
  }
  // A follower may have tried, and parked again, before this is written down; Temporal tries by itself meanwhile, which is no sign of ours.
  const at = kind === 'unpark' ? begun : await watching.clock.now();
  await watching.pool.query('update interventions set carried_out_at = $3 where stream = $1 and revision = $2', [stream, revision, at]);
};

/** Where every new try leaves a sign of its own; elsewhere it is still there after a while. */
const signed: ReadonlySet<StuckCause> = new Set(['streamParked', 'activityFailing', 'workflowTaskFailing']);
const patience = 10_000;

type Row = Awaited<ReturnType<typeof openRows>>[number];

/** Undefined: it has not shown yet. A workflow that fails in another way by now has not been helped. */
const outcomeOf = ({ cause, about }: Intervention, carriedOutAt: string, rows: readonly Row[], lookedAt: string): 'healed' | 'sameCause' | undefined => {
  const row = rows.find((each) => each.cause === cause && each.about === about) ?? (inTemporal.includes(cause) ? rows.find((each) => inTemporal.includes(each.cause)) : undefined);
  if (!row) return 'healed';
  if (signed.has(row.cause)) return row.signAt > carriedOutAt ? 'sameCause' : undefined;
  return Date.parse(lookedAt) > Date.parse(carriedOutAt) + patience ? 'sameCause' : undefined;
};

/** Whether it helped, by what was seen since; recorded on the case, once whoever looks. */
export const judge = async (watching: Watching, { stream, revision, ...intervention }: Intervention, rows: readonly Row[], looked: Looked): Promise<void> => {
  const { carriedOutAt, nextEvent } = intervention;
  if (carriedOutAt === null || looked.at <= carriedOutAt || (inTemporal.includes(intervention.cause) && !looked.workflows)) return;
  const outcome = outcomeOf({ stream, revision, ...intervention }, carriedOutAt, rows.filter((row) => row.stream === stream), looked.at);
  if (!outcome) return;
  const asked = { intervention: revision, outcome, ...(nextEvent !== null && { event: nextEvent }) };
  const answer = await watching.handle({ id: derivedCommand(`${stream}\0${revision}`, 'judgeIntervention'), stream, name: 'judgeIntervention', asked, actor: engine });
  if (answer.kind === 'refused') watching.log.warn({ stream, revision, rule: answer.refusal.rule }, 'the outcome of an intervention could not be recorded');
};

