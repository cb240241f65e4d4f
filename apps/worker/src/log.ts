import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { pino, type Logger } from 'pino';

export const openLog = (): Logger => pino({ name: 'worker', base: { name: 'worker' } });

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Temporal's own log lines go with ours; they hold ids and Temporal's words only. */
export const logTemporalTo = (log: Logger): void => {
  Runtime.install({
    shutdownSignals: [], // main decides when to stop
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => log[levels[level]]({ temporal: meta?.['workflowId'] ?? meta?.['taskQueue'] }, message)),
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) } },
  });
};

/** Where a bug is, without what it was about: a message may quote a matter. */
export const bugLine = (error: unknown) => ({
  error: error instanceof Error ? error.name : typeof error,
  at: error instanceof Error ? error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12) : undefined,
});
