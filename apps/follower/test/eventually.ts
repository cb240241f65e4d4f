/** Asks until there is an answer, for twenty seconds and longer where asking takes its time. */
export const eventually = async <T>(ask: () => Promise<T | undefined | false>): Promise<T> => {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('did not come to be');
};
