import { pino, type Logger } from 'pino';

/** Only what is named here is written of an error: a driver's detail line may quote a row. */
const error = (value: { type?: string; name?: string; message?: string; stack?: string; code?: unknown }) => ({ name: value.name, message: value.message, code: value.code, stack: value.stack });

export const openLog = (level: string): Logger => pino({ level, base: { app: 'api' }, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: error } });
