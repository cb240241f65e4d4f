import * as wf from '@temporalio/workflow';
import type { Activities, Situation } from '@anjuan/activities';
import { handleCommand, readSituation } from './calls';
import { isAtRest, situationChanged, situationQuery, tryAgain, type Text } from './contract';
import { heldBack } from './held-back';
import { jobsOf, type Job } from './jobs';
import { showStage } from './stage-attribute';
import { details } from './words';

type Command = Parameters<Activities['handleCommand']>[0];

/** A longer wait is made of several: no timer has to be trusted for a century. */
const longestWait = 365 * 24 * 3_600_000;

const unknownStage: Text = { zh: '下一步骤', en: 'the next step' };

/**
 * The life of one stream in time. It holds a situation and waits; what changes the situation was decided elsewhere. The
 * shape is the same for every process, so the edit of a table never reaches a history.
 */
export const lifecycle = (waitingFor: Readonly<Record<string, Text>>, given: Situation | undefined): Promise<void> => {
  const stream = wf.workflowInfo().workflowId;
  const back = heldBack();
  let held = given;
  const wordsFor = (stage: string) => waitingFor[stage] ?? unknownStage;

  const hear = (heard: Situation | undefined) => {
    // An older one is ignored; one of the same position may rest on a newer policy or calendar.
    if (heard?.stream === stream && heard.position >= (held?.position ?? 0)) held = heard;
  };

  wf.setHandler(situationChanged, hear);

  wf.setHandler(tryAgain, () => {
    back.release();
    held &&= { ...held }; // seen anew, so that whoever waits looks again
  });

  wf.setHandler(situationQuery, () => {
    if (!held) return undefined;
    const { stage, position, owed, next } = held;
    return { stage, waitingFor: wordsFor(stage), position, owed, ...(next && { next }) };
  });

  // The door alone decides, so the command goes there as it came; only where it is going is ours to say.
  wf.setDefaultUpdateHandler((name, sent) =>
    wf.CancellationScope.nonCancellable(async () => {
      const command = { id: wf.currentUpdateInfo()?.id, ...(sent as object), name, stream } as Command;
      const { answer, situation } = await handleCommand.executeWithOptions({ summary: name.slice(0, 100) }, [command]);
      hear(situation);
      return answer;
    }),
  );

  const live = async () => {
    held ??= await readSituation.executeWithOptions({ summary: 'how does the stream stand' }, [stream]);
    for (;;) {
      const seen: Situation = held;
      const jobs = jobsOf(seen);
      back.keepOnly(jobs.map(({ id }) => id));
      wf.setCurrentDetails(details(wordsFor(seen.stage), seen, back.jobs()));
      showStage(seen.stage);

      if (isAtRest(seen) || wf.workflowInfo().continueAsNewSuggested) {
        await wf.condition(wf.allHandlersFinished); // what an unfinished Update was doing would be reported as failed
        if (held !== seen) continue;
        if (isAtRest(seen)) return;
        await wf.continueAsNew(seen);
      }

      const now = Date.now();
      const job = jobs.find(({ id, from }) => from <= now && !back.isHeld(id, now));
      if (job) await carryOut(job);
      else await change(seen, jobs, now);
    }

    async function carryOut(job: Job) {
      const outcome = await job.carryOut().catch((failure) => {
        if (failure instanceof wf.ActivityFailure) return undefined; // a bug: the clocks of this stream run on without it
        throw failure;
      });
      hear(outcome);
      if (jobsOf(held!).some(({ id }) => id === job.id)) back.hold(job.id, Date.now());
    }

    async function change(seen: Situation, jobs: readonly Job[], now: number) {
      const moved = () => held !== seen || wf.workflowInfo().continueAsNewSuggested;
      const [soonest] = jobs.map((job) => ({ job, at: Math.max(job.from, back.until(job.id) ?? 0) })).sort((a, b) => a.at - b.at);
      if (!soonest) await wf.condition(moved);
      else await wf.condition(moved, Math.min(longestWait, soonest.at - now), { summary: soonest.job.summary });
    }
  };

  return wf.CancellationScope.nonCancellable(live);
};
