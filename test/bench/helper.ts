import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the bench's own, asked one thing after another. It ends when it is closed and when the bench dies. */
export const helper = async (program: string, env: NodeJS.ProcessEnv = {}) => {
  const child = fork(new URL(program, import.meta.url), { env: { ...process.env, ...env }, serialization: 'advanced', execArgv: ['--enable-source-maps'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`${program} ended with ${signal ?? `code ${code}`}`);
  });
  died.catch(() => undefined);
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
