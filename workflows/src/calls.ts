import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '@anjuan/activities';

/**
 * Quick calls run beside the workflow task, at a third of the cost. Past a few seconds of failing the waiting moves into
 * the server, so that signals and questions are answered meanwhile.
 */
export const { handleCommand, noticeClock, readSituation } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Rare, and worth seeing on Temporal's page while it is tried again. A killed worker is noticed when the first try runs out. */
export const { performReaction } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});
