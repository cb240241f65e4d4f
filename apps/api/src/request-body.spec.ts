import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readBody } from './request-body';

const limit = 10;

/** A request of which those pieces have come so far, and perhaps all. */
const request = (pieces: readonly string[], { complete = false, headers = {} } = {}): IncomingMessage => {
  const message = new IncomingMessage(new Socket());
  Object.assign(message.headers, headers);
  for (const piece of pieces) message.push(Buffer.from(piece));
  return complete ? ended(message) : message;
};

const ended = (message: IncomingMessage): IncomingMessage => {
  message.complete = true;
  message.push(null);
  return message;
};

/** Nothing here takes more turns of the event loop than a few: who is not answered by then never is. */
const never = async () => {
  for (let n = 0; n < 10; n++) await nextTurn();
  return 'never answered';
};
const text = (message: IncomingMessage) => Promise.race([readBody(message, limit).then(String), never()]);
const tooLarge = { problem: { status: 413, rule: 'too-large' } };
const brokenOff = { problem: { status: 400, rule: 'malformed-request' } };

test('who comes in one turn of the event loop goes on together, after it and in order', async () => {
  const came: string[] = [];
  const reading = [readBody(request(['first'], { complete: true }), limit).then(() => came.push('first'))];
  const nextTurn = new Promise<void>((resolve) => setImmediate(() => resolve(void came.push('the next turn'))));
  reading.push(readBody(request(['second'], { complete: true }), limit).then(() => came.push('second')));
  await Promise.resolve();
  expect(came).toEqual([]);
  await Promise.all([...reading, nextTurn]);
  expect(came).toEqual(['first', 'second', 'the next turn']);
});

test('what came whole is read at once, and nobody listens for more', async () => {
  const message = request(['{"a"', ':1}'], { complete: true });
  const heard: unknown[] = [];
  message.on('newListener', (event) => heard.push(event));
  expect(await text(message)).toBe('{"a":1}');
  expect(heard).toEqual([]);
  expect(await text(request([], { complete: true }))).toBe('');
});

test('what comes piece by piece is read to its end', async () => {
  const message = request(['one,']);
  const reading = text(message);
  setImmediate(() => setImmediate(() => ended((message.push(Buffer.from('two')), message))));
  expect(await reading).toBe('one,two');
  expect(message.listenerCount('data')).toBe(0);
});

test.each<[string, () => IncomingMessage]>([
  ['is announced', () => request([], { headers: { 'content-length': '11' } })],
  ['came whole', () => request(['eleven byte'], { complete: true })],
  ['comes piece by piece', () => request(['eleven', ' byte'])],
])('more than the limit is refused when it %s', async (_, message) => {
  await expect(text(message())).rejects.toMatchObject(tooLarge);
});

test('a request that breaks off is refused, before its turn and while it arrives', async () => {
  const before = request(['half']);
  const early = text(before);
  before.destroy();
  await expect(early).rejects.toMatchObject(brokenOff);
  const meanwhile = request(['half']);
  const late = text(meanwhile);
  setImmediate(() => setImmediate(() => meanwhile.destroy(new Error('aborted'))));
  await expect(late).rejects.toMatchObject(brokenOff);
});

test('what came whole is taken although its sender has gone: he may have waited for no answer', async () => {
  const message = request(['whole'], { complete: true });
  const reading = text(message);
  message.destroy();
  expect(await reading).toBe('whole');
});
