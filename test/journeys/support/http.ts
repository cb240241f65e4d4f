import { randomUUID } from 'node:crypto';
import type { Person } from './people';
import { paper } from './people';

export type Sent = { readonly asked?: object; readonly papers?: readonly string[]; readonly on?: string; readonly key?: string; readonly ifMatch?: number };
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Body };
/** JSON as it came; what a journey reads of it, and no more. */
export type Body = { readonly [field: string]: unknown; readonly receipt: { readonly stream: string; readonly revision: number; readonly position: number }; readonly proposals: readonly { readonly id: string; readonly waitsFor: { readonly level: string } }[] };

/** A person at the HTTP interface. */
export const http = (base: string) => {
  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${base}${path}`, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  const post = (who: Person, path: string, { asked = {}, papers = [], on, key = randomUUID(), ifMatch }: Sent = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-anjuan-actor': encodeURIComponent(JSON.stringify(who)), ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }) },
      body: JSON.stringify({ asked, papers: papers.map(paper), ...(on !== undefined && { on }) }),
    });
  const plural = (stream: string) => `${stream.slice(0, stream.indexOf('-'))}s`;
  return {
    get: ask,
    page: async (stream: string, atLeast?: number) => (await ask(`/api/${plural(stream)}/${stream}${atLeast === undefined ? '' : `?atLeast=${atLeast}`}`)).body,
    register: (who: Person, asked: object, sent: Sent = {}) => post(who, '/api/clues/commands/registerAccusation', { ...sent, asked }),
    send: (who: Person, stream: string, name: string, sent: Sent = {}) => post(who, `/api/${plural(stream)}/${stream}/commands/${name}`, sent),
  };
};
export type Http = ReturnType<typeof http>;

/** Sends what must be accepted, and has the given people sign it one after the other. */
export const done = async (api: Http, who: Person, stream: string, name: string, sent: Sent = {}, signers: readonly Person[] = []): Promise<Answer> => {
  let answer = await accepted(api.send(who, stream, name, sent), name);
  for (const signer of signers) {
    const proposal = answer.body.proposals.at(-1)!.id;
    answer = await accepted(api.send(signer, stream, 'approve', { asked: { proposal } }), `approve ${name}`);
  }
  return answer;
};

export const accepted = async (sent: Promise<Answer>, what: string): Promise<Answer> => {
  const answer = await sent;
  if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
