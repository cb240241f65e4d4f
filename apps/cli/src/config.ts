import { join } from 'node:path';
import type { StoreSettings } from '@anjuan/event-store';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Where the events are kept, if not in that database: docs/kurrentdb.md. */
  EVENT_STORE: z.string().optional(),
  KURRENTDB_URL: z.string().optional(),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  ANJUAN_PROOF_DIR: z.string().min(1).optional(),
  ANJUAN_KEY_FILE: z.string().min(1).optional(),
  ANJUAN_ORGAN: z.string().min(1).default('organ'),
});

/** Where the log of proof is, and the installation's key. */
export type ProofPlaces = { readonly proof: string; readonly keyFile: string | undefined };
export type Places = ProofPlaces & { readonly databaseUrl: string | undefined; readonly temporalAddress: string | undefined; readonly namespace: string; readonly organ: string; readonly store: StoreSettings };
type Installation = { readonly databaseUrl: string; readonly temporalAddress: string; readonly keyFile: string };

/** Where the parts are: as the environment says, else as the last `npm start` wrote down. Empty counts as not given. */
export const places = (env: NodeJS.ProcessEnv, installation: Installation | undefined, home: string): Places => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = schema.safeParse(given);
  if (!data) throw new Error(`设置有误 / the settings are wrong:\n${z.prettifyError(error)}`);
  return {
    databaseUrl: data.DATABASE_URL ?? installation?.databaseUrl, temporalAddress: data.TEMPORAL_ADDRESS ?? installation?.temporalAddress, namespace: data.TEMPORAL_NAMESPACE,
    keyFile: data.ANJUAN_KEY_FILE ?? installation?.keyFile, organ: data.ANJUAN_ORGAN, proof: data.ANJUAN_PROOF_DIR ?? join(home, 'proof'), store: { EVENT_STORE: data.EVENT_STORE, KURRENTDB_URL: data.KURRENTDB_URL },
  };
};
