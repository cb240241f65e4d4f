import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '@anjuan/proof';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url(),
  /** Where the events are kept, if not in that database: docs/kurrentdb.md. */
  EVENT_STORE: z.string().optional(),
  KURRENTDB_URL: z.string().optional(),
  /** The folder of archived events. */
  ANJUAN_ARCHIVE_DIR: z.string().min(1).optional(),
  ANJUAN_KEY_FILE: z.string().min(1),
  ANJUAN_HOME: z.string().min(1).optional(),
  /** Where the log of proof is kept, and the key that signs it; in ANJUAN_HOME unless said otherwise. */
  ANJUAN_PROOF_DIR: z.string().min(1).optional(),
  ANJUAN_SIGNING_KEY_FILE: z.string().min(1).optional(),
  /** Names the log's witnesses and their quorum (c2sp.org/tlog-policy). */
  ANJUAN_WITNESS_POLICY: z.string().min(1).optional(),
  /** Begins a second log, hashed with SM3 and signed with SM2: docs/sm3.md. One that is there is kept whatever this says. */
  ANJUAN_SM3_LOG: z.enum(['on', 'off']).default('off'),
  /** `point` or `point:n`: the process kills itself as it passes there the n-th time. For fault tests. */
  CRASH_AT: z.string().regex(/^[a-zA-Z.]+(:[1-9]\d*)?$/).optional(),
});

/** Read by itself, before the log's own line comes in front, so that the lines it is told of are those of the file. */
const witnessesIn = (file: string): string => {
  try {
    const text = readFileSync(file, 'utf8');
    parsePolicy(text);
    return text;
  } catch (error) {
    throw new Error(`ANJUAN_WITNESS_POLICY ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const placesOf = ({ ANJUAN_HOME: home, ANJUAN_PROOF_DIR, ANJUAN_SIGNING_KEY_FILE, ANJUAN_WITNESS_POLICY: policy, ANJUAN_SM3_LOG }: z.infer<typeof schema>) => {
  const folder = ANJUAN_PROOF_DIR ?? (home && join(home, 'proof'));
  const keyFile = ANJUAN_SIGNING_KEY_FILE ?? (home && join(home, 'keys', 'signing.key'));
  if (folder === undefined || keyFile === undefined) throw new Error("the notary's settings: nothing can be sealed, for ANJUAN_HOME is not given, nor both ANJUAN_PROOF_DIR and ANJUAN_SIGNING_KEY_FILE");
  return { folder, keyFile, sm3: ANJUAN_SM3_LOG === 'on', witnesses: policy === undefined ? undefined : witnessesIn(policy) };
};

export const readConfig = (env: NodeJS.ProcessEnv) => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')); // empty counts as not given
  const { data, error } = schema.safeParse(given);
  if (!data) throw new Error(`the notary's settings:\n${z.prettifyError(error)}`);
  return { ...data, key: readFileSync(data.ANJUAN_KEY_FILE, 'utf8'), places: placesOf(data) };
};
