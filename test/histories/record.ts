import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { situationChanged, situationQuery, taskQueue } from '@anjuan/workflows/contract';
import { assess, assign, department, file, office, proposeFiling, register, take, tell, workerFor } from '../../workflows/test/rig';

type Life = (env: TestWorkflowEnvironment) => Promise<{ workflowId: string }>;

const officeAt = (env: TestWorkflowEnvironment) => office({ clock: { now: async () => new Date(await env.currentTimeMs()).toISOString() } });

/** Works for one life from its beginning to where its history is taken. */
const lived = (live: (env: TestWorkflowEnvironment, here: ReturnType<typeof officeAt>) => Promise<string>): Life => async (env) => {
  const here = officeAt(env);
  const worker = await workerFor(env.nativeConnection, here.activities);
  return worker.runUntil(async () => ({ workflowId: await live(env, here) }));
};

const begin = async (env: TestWorkflowEnvironment, here: ReturnType<typeof officeAt>) => {
  const today = here.handle.count.dateOf(new Date(await env.currentTimeMs()).toISOString());
  const stream = await register(here, randomUUID(), today);
  return env.client.workflow.start('clue', { workflowId: stream, taskQueue, args: [await here.situation(stream)] });
};

const reached = async (check: () => Promise<boolean>) => {
  for (let tries = 0; !(await check()); tries++) {
    if (tries > 400) throw new Error('did not come to be');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

/** Lives worth replaying on every build, each as far as it goes. */
export const lives: Readonly<Record<string, Life>> = {
  /** Two months without anybody doing anything, then a step taken through the Update door and a refused one; still open. */
  'clue-noticed': lived(async (env, here) => {
    const run = await begin(env, here);
    await env.sleep('60 days');
    await reached(async () => (await run.query(situationQuery))?.next === undefined);
    await run.executeUpdate('startAssessment', { args: [{ asked: { custodian: '专管员' }, actor: department }] });
    await run.executeUpdate('addNote', { args: [{ asked: { text: '已电话联系' }, actor: department }] });
    return run.workflowId;
  }),
  /** Filed: the case is opened by reaction, and the workflow ends. */
  'clue-filed': lived(async (env, here) => {
    const run = await begin(env, here);
    const handle = env.client.workflow.getHandle(run.workflowId);
    for (const step of [assign, assess]) await take(here, run.workflowId, step);
    await handle.signal(situationChanged, await here.situation(run.workflowId));
    await env.sleep('3 days');
    for (const step of [tell, proposeFiling, file('立〔2026〕1号')]) await take(here, run.workflowId, step);
    await handle.signal(situationChanged, await here.situation(run.workflowId));
    await run.result();
    return run.workflowId;
  }),
  /** A case under its one-year limit, warned of. */
  'case-warned': lived(async (env, here) => {
    const clue = await begin(env, here);
    for (const step of [assign, assess, tell, proposeFiling, file('立〔2026〕2号')]) await take(here, clue.workflowId, step);
    await env.client.workflow.getHandle(clue.workflowId).signal(situationChanged, await here.situation(clue.workflowId));
    await clue.result();
    const stream = here.handle.streamOf('case', '立〔2026〕2号');
    const run = await env.client.workflow.start('case', { workflowId: stream, taskQueue, args: [await here.situation(stream)] });
    await env.sleep('362 days');
    await reached(async () => (await run.query(situationQuery))?.next?.mark !== 'warning');
    return stream;
  }),
};
