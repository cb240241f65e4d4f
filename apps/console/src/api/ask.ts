import type { Actor } from '../actors';
import { problemOf, unanswered } from './problem';

/** Header values are ASCII; names need not be. */
export const actorHeader = ({ person, office, post }: Actor): string => encodeURIComponent(JSON.stringify({ person, office, post }));

type Sent = { readonly actor?: Actor; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal };

/** Asks the API of the same origin; throws a `Problem` for every answer but a good one. */
export const ask = async <T>(path: string, { actor, body, headers = {}, signal }: Sent = {}): Promise<T> => {
  const answer = await fetch(`/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json, application/problem+json',
      ...(actor && { 'x-anjuan-actor': actorHeader(actor) }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((reason: unknown) => {
    if (signal?.aborted) throw reason;
    throw unanswered();
  });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as T; // the API's own shapes, in api/*.ts
};
