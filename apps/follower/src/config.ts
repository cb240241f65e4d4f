import { readFileSync } from 'node:fs';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url(),
  /** Where the events are kept, if not in that database: docs/kurrentdb.md. */
  EVENT_STORE: z.string().optional(),
  KURRENTDB_URL: z.string().optional(),
  /** The folder of archived events. */
  ANJUAN_ARCHIVE_DIR: z.string().min(1).optional(),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  ANJUAN_KEY_FILE: z.string().min(1),
  /** `host:port,…` of the brokers that every event is published to; without it none is. */
  KAFKA_BROKERS: z.string().regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, 'host:port,host:port …').optional(),
  ANJUAN_ORGAN: z.string().min(1).default('organ'),
  /** Into so many parts the streams are dealt for the read models, each led by one process. One core is enough for one process; a second on another machine shares the work. */
  ANJUAN_PARTITIONS: z.coerce.number().int().min(1).max(64).default(1),
  /** Where Prometheus finds how the followers stand, on this machine only; without it nowhere. 0: any free port, told in the log. */
  FOLLOWER_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Seconds between two lines that say how the followers stand. */
  HEALTH_EVERY: z.coerce.number().int().min(1).default(60),
  /** `point` or `point:n`: the process kills itself as it passes there the n-th time. For fault tests. */
  CRASH_AT: z.string().regex(/^[a-zA-Z.]+(:[1-9]\d*)?$/).optional(),
});

export const readConfig = (env: NodeJS.ProcessEnv) => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')); // empty counts as not given
  const { data, error } = schema.safeParse(given);
  if (!data) throw new Error(`the follower's settings:\n${z.prettifyError(error)}`);
  return { ...data, key: readFileSync(data.ANJUAN_KEY_FILE, 'utf8') };
};
