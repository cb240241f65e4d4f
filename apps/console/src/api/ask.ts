import type { Actor } from '../actors';
import { problemOf, unanswered } from './problem';

/** Header values are ASCII; names need not be. */
export const actorHeader = ({ person, office, post }: Actor): string => encodeURIComponent(JSON.stringify({ person, office, post }));

type Sent = { readonly actor?: Actor; readonly body?: unknown; /** Goes as it is. */ readonly file?: File; readonly method?: 'DELETE'; readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal };

/** Asks the API of the same origin; throws a `Problem` for every answer but a good one. */
export const ask = async <T>(path: string, { actor, body, file, method, headers = {}, signal }: Sent = {}): Promise<T> => {
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
    ...(signal && { signal }),
  }).catch((reason: unknown) => {
    if (signal?.aborted) throw reason;
    throw unanswered();
  });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as T; // the API's own shapes, in api/*.ts
};
