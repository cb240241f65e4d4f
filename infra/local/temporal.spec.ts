import { prepare, serves } from '@anjuan/local';
import { devTemporal, needs, timeSkippingServer } from '@anjuan/test/support';
import { Connection } from '@temporalio/client';

needs('temporal')('our own Temporal', () => {
  it('keeps closed runs for thirty days, finds a history by its id, and knows its database again after a restart', async () => {
    const first = await devTemporal();
    const connection = await Connection.connect({ address: first.address });
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['AnjuanHistory', 'AnjuanStage']));
    await connection.workflowService.startWorkflowExecution({
      namespace: 'default', workflowId: 'clue-1', requestId: '1', workflowType: { name: 'clue' }, taskQueue: { name: 'nobody' },
    });
    await connection.close();
    await first.stop();
    expect(await serves(first.address)).toBe(false);

    const second = await devTemporal(first);
    const again = await Connection.connect({ address: second.address });
    const { workflowExecutionInfo } = await again.workflowService.describeWorkflowExecution({ namespace: 'default', execution: { workflowId: 'clue-1' } });
    expect(workflowExecutionInfo?.type?.name).toBe('clue');
    await again.close();
    await prepare(second.address);
    await second.stop();
  });
});

needs('timeSkipping')('the Temporal server for tests of deadlines', () => {
  it('lets two hundred days pass at once', async () => {
    const env = await timeSkippingServer();
    const before = await env.currentTimeMs();
    await env.sleep('200 days');
    expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(200 * 24 * 3600 * 1000);
    await env.teardown();
  });
});
