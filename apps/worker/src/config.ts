import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
  ANJUAN_ORGAN: z.string().min(1).default('organ'),
  WORKFLOW_BUNDLE: z.string().min(1).default(fileURLToPath(new URL('workflows.js', import.meta.url))),
  /** `point` or `point:n`: the process kills itself as it passes there the n-th time. For fault tests. */
  CRASH_AT: z.string().regex(/^[a-zA-Z.]+(:[1-9]\d*)?$/).optional(),
});

export const readConfig = (env: NodeJS.ProcessEnv) => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')); // empty counts as not given
  const { data, error } = schema.safeParse(given);
  if (!data) throw new Error(`the worker's settings:\n${z.prettifyError(error)}`);
  return { ...data, key: readFileSync(data.ANJUAN_KEY_FILE, 'utf8') };
};
