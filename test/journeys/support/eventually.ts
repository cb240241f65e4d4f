/** Asks again until the answer is there; the time limit is only for a broken build, it decides nothing. */
export const eventually = async <T>(ask: () => Promise<T | undefined | false>, what: string, ms = 60_000): Promise<T> => {
  const until = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`still waiting after ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
