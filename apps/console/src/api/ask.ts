import type { Actor } from '../actors';
import { Problem, problemOf, unanswered } from './problem';

/** Header values are ASCII; names need not be. */
export const actorHeader = ({ person, office, post }: Actor): string => encodeURIComponent(JSON.stringify({ person, office, post }));

type Sent = { readonly actor?: Actor; readonly body?: unknown; /** Goes as it is. */ readonly file?: File; readonly method?: 'DELETE'; readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal };

/** A server that hangs answers no later either; a ledger may take its time to go up. */
const patience = 30_000;

/** Asks the API of the same origin; throws a `Problem` for every answer but a good one. */
export const ask = async <T>(path: string, { actor, body, file, method, headers = {}, signal }: Sent = {}): Promise<T> => {
  const enough = new AbortController();
  const waiting = file ? undefined : setTimeout(() => enough.abort(), patience);
  try {
    const answer = await fetch(`/api${path}`, {
      method: method ?? (body === undefined && file === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json, application/problem+json',
        ...(actor && { 'x-anjuan-actor': actorHeader(actor) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(file && { 'content-type': 'application/octet-stream' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file }),
      signal: signal ? AbortSignal.any([signal, enough.signal]) : enough.signal,
    });
    if (!answer.ok) throw await problemOf(answer);
    return (await answer.json()) as T; // the API's own shapes, in api/*.ts
  } catch (reason) {
    if (reason instanceof Problem || signal?.aborted) throw reason;
    throw unanswered();
  } finally {
    clearTimeout(waiting);
  }
};
