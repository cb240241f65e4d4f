import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { problemError } from './problem';
import { asProblem } from './problem-filter';

const tooLarge = () => asProblem({ statusCode: 413 });
const brokenOff = () => problemError(400, 'malformed-request', '请求未传完即中断', 'the request broke off before its end');

let turn: Promise<void> | undefined;

/**
 * Who comes in one turn of the event loop goes on together, after it. A command takes its way through parsing, deciding and
 * encoding in less of the processor's time when it follows others on the same step, whose code is still at hand, than when
 * the reading of the next socket comes in between.
 */
const together = (): Promise<void> => {
  turn ??= nextTurn().then(() => {
    turn = undefined;
  });
  return turn;
};

/** What has not come by now, as it comes. */
const arriving = (message: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const leave = () => message.removeListener('data', take).removeListener('end', end).removeListener('error', broken);
    const end = () => {
      leave();
      resolve(Buffer.concat(chunks));
    };
    const broken = () => {
      leave();
      reject(brokenOff());
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= limit) return;
      leave();
      reject(tooLarge());
    };
    message.on('data', take).on('end', end).on('error', broken);
  });

/** All of a body, of at most `limit` bytes. Throws a `ProblemError` that says why it is not taken. */
export const readBody = async (message: IncomingMessage, limit: number): Promise<Buffer> => {
  // Announced as too large, it is not even begun.
  if (Number(message.headers['content-length'] ?? 0) > limit) throw tooLarge();
  await together();
  if (!message.complete) {
    if (message.destroyed) throw brokenOff();
    return arriving(message, limit);
  }
  // What came whole is held by the message already: listening for it would cost more than reading it.
  const bytes = (message.read() as Buffer | null) ?? Buffer.alloc(0);
  if (bytes.length > limit) throw tooLarge();
  return bytes;
};
