import { ask } from './ask';

const server = globalThis.fetch;
const answeredBy = (answer: (signal: AbortSignal | null | undefined) => Promise<Response>) => {
  globalThis.fetch = (_, init) => answer(init?.signal);
};
/** Takes the question and never says anything. */
const hanging = (signal: AbortSignal | null | undefined) => new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  globalThis.fetch = server;
});

describe('the console', () => {
  it('waits half a minute for a server that hangs, and then says that nobody answers', async () => {
    answeredBy(hanging);
    const said = expect(ask('/clues')).rejects.toMatchObject({ status: 0, code: 'no-answer' });
    await jest.advanceTimersByTimeAsync(30_000);
    await said;
  });

  it('takes an answer that breaks off for none', async () => {
    answeredBy(async () => new Response('{"items":[', { status: 200 }));
    await expect(ask('/clues')).rejects.toMatchObject({ status: 0, code: 'no-answer' });
  });

  it('passes on that a page was left', async () => {
    answeredBy(hanging);
    const left = new AbortController();
    const said = expect(ask('/clues', { signal: left.signal })).rejects.toThrow('aborted');
    left.abort();
    await said;
  });
});
