import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** An empty setting counts as not given. */
const given = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema);

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Where the events are kept, if not in that database: docs/kurrentdb.md. */
  EVENT_STORE: given(z.string().optional()),
  KURRENTDB_URL: given(z.string().optional()),
  /** The folder of archived events. */
  ANJUAN_ARCHIVE_DIR: given(z.string().optional()),
  API_PORT: given(z.coerce.number().int().min(1).max(65535).default(3900)),
  ANJUAN_KEY_FILE: z.string().min(1),
  ANJUAN_ORGAN: given(z.string().min(1).max(60).default('organ')),
  CONSOLE_DIR: given(z.string().default(() => fileURLToPath(new URL('../../console/dist', import.meta.url)))),
  TEMPORAL_ADDRESS: given(z.string().regex(/^[^:/\s]+:\d{1,5}$/).optional()),
  TEMPORAL_UI_URL: given(z.url().optional()),
  /** `point` or `point:n`: the process kills itself as it passes there the n-th time. For fault tests. */
  CRASH_AT: given(z.string().regex(/^[a-zA-Z.]+(:[1-9]\d*)?$/).optional()),
  LOG_LEVEL: given(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')),
});

export type Config = z.infer<typeof schema>;

/** Parsed once. A fault names the setting and never its value: an address may hold a password. */
export const configOf = (env: NodeJS.ProcessEnv): Config => {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new Error(`settings of the API: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
};
