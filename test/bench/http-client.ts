import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Actor, Receipt } from '@anjuan/event-store';

export type Sent = { readonly path: string; readonly id: string; readonly actor: Actor; readonly body: unknown };
export type Answered = { readonly status: number; readonly body: string };

/** As it stands in the header; the same few people send all day. */
const written = new WeakMap<Actor, string>();
const headerOf = (actor: Actor): string => {
  const known = written.get(actor) ?? encodeURIComponent(JSON.stringify(actor));
  written.set(actor, known);
  return known;
};

/**
 * One keep-alive connection, one request at a time, written by hand over a socket: on two cores a client that costs as
 * much as the server would measure itself. It knows answers with a Content-Length and no others.
 */
export const keepAlive = (url: string) => {
  const { hostname, port, host } = new URL(url);
  let waiting: { readonly resolve: (answer: Answered) => void; readonly reject: (error: Error) => void } | undefined;
  let received: Buffer = Buffer.alloc(0);

  const hear = (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    if (Number.isNaN(length)) return fail(new Error(`an answer without Content-Length: ${head}`));
    if (received.length < end + 4 + length) return;
    const answer = { status: Number(head.slice(9, 12)), body: received.toString('utf8', end + 4, end + 4 + length) };
    received = received.subarray(end + 4 + length);
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(answer);
  };
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };

  /** The server closes what has been idle for long, between two turns: the next question opens it again. */
  let socket: Socket | undefined;
  const open = (): Socket => connect({ host: hostname, port: Number(port), noDelay: true })
    .on('data', hear).on('error', fail).on('close', () => {
      socket = undefined;
      fail(new Error('the server closed the connection'));
    });

  return {
    send: ({ path, id, actor, body }: Sent) =>
      new Promise<Answered>((resolve, reject) => {
        waiting = { resolve, reject };
        const text = JSON.stringify(body);
        socket ??= open();
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nIdempotency-Key: ${id}\r\n` +
            `X-Anjuan-Actor: ${headerOf(actor)}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
        );
      }),
    close: () => socket?.destroy(),
  };
};

export type Connection = ReturnType<typeof keepAlive>;

/** Sends one command and reads its receipt; anything but a receipt is a fault of the bench. */
export const command = async (connection: Connection, sent: Omit<Sent, 'id'>, id: string = randomUUID()): Promise<Receipt> => {
  const { status, body } = await connection.send({ ...sent, id });
  if (status !== 200 && status !== 201) throw new Error(`${sent.path} was answered ${status}: ${body.slice(0, 500)}`);
  // It stands first; what follows is for people.
  return JSON.parse(body.slice(body.indexOf('{', 1), body.indexOf('}') + 1)) as Receipt;
};
