import { setTimeout as pause } from 'node:timers/promises';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../errors';
import { failureOf, told } from './failure';

/** A server that does not answer for this long is taken to be away; the client itself would wait for ever for what it reads. */
const patience = 30_000;

/** A new client is given this long before it is replaced in its turn. */
const trial = { first: 1_000, longest: 60_000 };

const inTime = async <T>(answer: Promise<T>): Promise<T> => {
  const done = new AbortController();
  const late = pause(patience, undefined, { signal: done.signal }).then(() => {
    throw new StoreUnavailable(`KurrentDB has not answered for ${patience / 1_000} s`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => undefined);
    done.abort();
  }
};

const form = 'kurrentdb://USER:PASSWORD@HOST:2113 or kurrentdb+discover://…, with user and password percent-encoded';

/** The client's own words quote the address, in which there may be a password. */
const opened = (client: typeof KurrentDBClient, url: string): KurrentDBClient => {
  const [, credentials] = /^[^:]*:\/\/([^@/?]*)@/.exec(url) ?? [];
  if (credentials !== undefined && /[?&]tls=false/i.test(url))
    throw new Error('KURRENTDB_URL: with tls=false the client sends neither user nor password, and does not say so. Use TLS, or leave them out.');
  if (credentials !== undefined && credentials.split(':').length !== 2) throw new Error(`KURRENTDB_URL: what stands before the @ must be USER:PASSWORD. It looks like ${form}.`);
  try {
    return client.connectionString(url);
  } catch (error) {
    const { location, expected, message } = error as { readonly location?: readonly [number, number]; readonly expected?: string; readonly message: string }; // the first two on the parser's errors
    throw new Error(`KURRENTDB_URL: ${location ? `at character ${location[0]} expected ${expected}` : message}. It looks like ${form}.`);
  }
};

export type Connection = {
  /** The client as it is now. */
  readonly client: () => KurrentDBClient;
  /** Asks once. */
  ask<T>(question: (client: KurrentDBClient) => Promise<T>): Promise<T>;
  /** A question changes nothing, so a failure of the way is forgiven once. */
  askTwice<T>(question: (client: KurrentDBClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Connects when first asked. A client that finds nobody is replaced by a new one, which looks for the leader from the start:
 * once sent to a leader that it cannot reach it goes on trying that one for ever, and a node that leads no longer it does
 * not leave when it writes. The client carries native code and 30 MB, so it is loaded only by whoever
 * wants this store.
 */
export const connect = async (url: string): Promise<Connection> => {
  // eslint-disable-next-line no-restricted-syntax -- a package by its name, not a way around the fences; see above
  const { KurrentDBClient } = await import('@kurrent/kurrentdb-client');
  let client = opened(KurrentDBClient, url);
  let onTrial = 0;
  let since = 0;

  const replace = () => {
    if (Date.now() - since < onTrial) return;
    client = opened(KurrentDBClient, url);
    onTrial = Math.min(Math.max(2 * onTrial, trial.first), trial.longest);
    since = Date.now();
  };

  const ask: Connection['ask'] = async (question) => {
    const asked = client;
    try {
      const answer = await inTime(question(asked));
      onTrial = 0;
      return answer;
    } catch (error) {
      if (asked === client && failureOf(error) === 'away') replace();
      throw error;
    }
  };

  return {
    client: () => client,
    ask,
    askTwice: async (question) => {
      try {
        return await ask(question).catch((error: unknown) => {
          if (failureOf(error) !== 'away' || error instanceof StoreUnavailable) throw error;
          return ask(question);
        });
      } catch (error) {
        throw told(error);
      }
    },
    close: () => client.dispose(),
  };
};
