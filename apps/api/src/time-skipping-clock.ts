import type { Clock } from '@anjuan/handle';

/** The clock of Temporal's time-skipping test server, so that a year of deadlines passes in a test. */
export const timeSkippingClock = async (address: string): Promise<Clock & { close(): Promise<void> }> => {
  // The SDK opens the test service only to those who know its symbol; `@temporalio/testing` does it the same way.
  const [{ Connection }, { InternalConnectionOptionsSymbol }] = await Promise.all([import('@temporalio/client'), import('@temporalio/client/lib/connection.js')]);
  const options = { address, [InternalConnectionOptionsSymbol]: { supportsTestService: true } };
  const connection = await Connection.connect(options);
  const { testService } = connection;
  if (!testService) throw new Error(`${address} offers no test service`);
  return {
    now: async () => {
      const { time } = await testService.getCurrentTime({});
      return new Date(Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1e6)).toISOString();
    },
    close: () => connection.close(),
  };
};
