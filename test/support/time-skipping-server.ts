import { findTestServer } from '@anjuan/local';
import { TestWorkflowEnvironment } from '@temporalio/testing';

/** The Temporal server whose time moves by `env.sleep`; in memory. Call `teardown()` at the end. */
export const timeSkippingServer = async (): Promise<TestWorkflowEnvironment> => {
  const path = findTestServer();
  if (!path) throw new Error('no time-skipping server: write the tests in needs(\'timeSkipping\')');
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
};
