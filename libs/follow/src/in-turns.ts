/** So many at a time, answers in order. */
export const inTurns = async <T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R> | R): Promise<readonly R[]> => {
  const answers: R[] = [];
  let next = 0;
  const turn = async () => {
    while (next < items.length) {
      const i = next++;
      answers[i] = await work(items[i]!); // i < length
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, turn));
  return answers;
};
