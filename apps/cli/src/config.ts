import { join } from 'node:path';
import type { StoreSettings } from '@anjuan/event-store';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Where the events are kept, if not in that database: docs/kurrentdb.md. */
  EVENT_STORE: z.string().optional(),
  KURRENTDB_URL: z.string().optional(),
  /** The folder of archived events. */
  ANJUAN_ARCHIVE_DIR: z.string().min(1).optional(),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  ANJUAN_PROOF_DIR: z.string().min(1).optional(),
  ANJUAN_KEY_FILE: z.string().min(1).optional(),
  ANJUAN_SIGNING_KEY_FILE: z.string().min(1).optional(),
  ANJUAN_ORGAN: z.string().min(1).default('organ'),
  /** `point` or `point:n`: the process kills itself as it passes there the n-th time. For fault tests. */
  CRASH_AT: z.string().regex(/^[a-zA-Z.]+(:[1-9]\d*)?$/).optional(),
});

/** Where the log of proof is, the installation's key, and the key that signs the log. */
export type ProofPlaces = { readonly proof: string; readonly keyFile: string | undefined; readonly signingKeyFile: string };
export type Places = ProofPlaces & { readonly databaseUrl: string | undefined; readonly temporalAddress: string | undefined; readonly namespace: string; readonly organ: string; readonly store: StoreSettings; readonly crashAt: string | undefined };
type Installation = { readonly databaseUrl: string; readonly temporalAddress: string; readonly keyFile: string };

/** Where the parts are: as the environment says, else as the last `npm start` wrote down. Empty counts as not given. */
export const places = (env: NodeJS.ProcessEnv, installation: Installation | undefined, home: string): Places => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = schema.safeParse(given);
  if (!data) throw new Error(`设置有误 / the settings are wrong:\n${z.prettifyError(error)}`);
  return {
    databaseUrl: data.DATABASE_URL ?? installation?.databaseUrl, temporalAddress: data.TEMPORAL_ADDRESS ?? installation?.temporalAddress, namespace: data.TEMPORAL_NAMESPACE,
    keyFile: data.ANJUAN_KEY_FILE ?? installation?.keyFile, organ: data.ANJUAN_ORGAN, proof: data.ANJUAN_PROOF_DIR ?? join(home, 'proof'), signingKeyFile: data.ANJUAN_SIGNING_KEY_FILE ?? join(home, 'keys', 'signing.key'), crashAt: data.CRASH_AT, store: { EVENT_STORE: data.EVENT_STORE, KURRENTDB_URL: data.KURRENTDB_URL, ANJUAN_ARCHIVE_DIR: data.ANJUAN_ARCHIVE_DIR ?? join(home, 'archive') },
  };
};
