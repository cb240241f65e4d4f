import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a contestant in a process of its own is asked: to work so many seconds. */
export type Asked = { readonly run: number };

/** Fails when the process ends; nobody need listen. */
const deathOf = (child: ChildProcess, program: string): Promise<never> => {
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`${program} ended with ${signal ?? `code ${code}`}`);
  });
  died.catch(() => undefined);
  return died;
};

/** A process of the bench's own, asked one thing after another. It ends when it is closed and when the bench dies. */
export const helper = async (program: string, env: NodeJS.ProcessEnv = {}) => {
  const child = fork(new URL(program, import.meta.url), { env: { ...process.env, ...env }, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const died = deathOf(child, program);
  const answer = async <T>(): Promise<T> => ((await Promise.race([once(child, 'message'), died])) as [T])[0];
  await answer<'ready'>();
  return {
    ask: <T>(question: unknown): Promise<T> => {
      const answered = answer<T>();
      child.send(question as object);
      return answered;
    },
    close: async () => {
      child.disconnect();
      await died.catch(() => undefined);
    },
  };
};

/** A program of another runtime, asked and answering by lines. It ends when its input does. */
export const lineProgram = async (program: string, args: readonly string[], env: NodeJS.ProcessEnv) => {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const died = deathOf(child, program);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => (await Promise.race([lines.next(), died])).value;
  await answer();
  return {
    ask: (question: string): Promise<string> => {
      child.stdin.write(`${question}\n`);
      return answer();
    },
    close: async () => {
      child.stdin.end();
      await died.catch(() => undefined);
    },
  };
};
