import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Witness, WitnessAnswer } from './witness';

const longest = 1_000_000;

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longest) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
};

type Answer = { readonly status: number; readonly type: string; readonly body: string };
const say = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body: `${body}\n` });

const answer = async (witness: Witness, request: IncomingMessage): Promise<Answer | WitnessAnswer> => {
  const path = request.url ?? '';
  if (path === '/add-checkpoint') {
    if (request.method !== 'POST') return say(405, 'add-checkpoint takes POST');
    const body = await bodyOf(request);
    return body === undefined ? say(413, `a request has at most ${longest} bytes`) : witness.addCheckpoint(body);
  }
  const [, hashed] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
  const kept = hashed === undefined || request.method !== 'GET' ? undefined : await witness.checkpoint(hashed);
  return kept === undefined ? say(404, 'there is POST /add-checkpoint, and GET /HASH/checkpoint for a log whose checkpoint was seen') : { status: 200, type: 'text/plain; charset=utf-8', body: kept };
};

/** The witness on the loopback; port 0 takes any. */
export const serveWitness = async (witness: Witness, port: number): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, type, body } = await answer(witness, request).catch((error: unknown) => say(500, `this witness cannot keep its state: ${error instanceof Error ? error.message : String(error)}`));
    response.writeHead(status, { 'content-type': type, ...(status === 413 && { connection: 'close' }) }).end(body);
  };
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => void handle(request, response).catch(() => response.destroy()));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on a port, so that is what its address is
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
